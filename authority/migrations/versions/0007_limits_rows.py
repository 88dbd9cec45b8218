"""Say what a stored row of limits holds."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number every row: 1 had no currency, 2 has."""
    op.add_column("staff_limits", sa.Column("version", sa.Integer(), nullable=False, server_default="2"))
    limits = sa.table("staff_limits", *(sa.column(name) for name in ("shop", "digest", "body", "version")))
    connection = op.get_bind()
    for shop, digest, body in connection.execute(sa.select(limits.c.shop, limits.c.digest, limits.c.body)).all():
        held = json.loads(body) if isinstance(body, str) else body
        if "currency" not in held:
            here = (limits.c.shop == shop, limits.c.digest == digest)
            connection.execute(sa.update(limits).where(*here).values(version=1))
