"""What a price below the ladder was given for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note the conditions of an offer; those made before had none."""
    op.add_column("staff_offer", sa.Column("conditions", sa.String(), nullable=False, server_default=""))
