"""Make the table of changed orders; keep what a line costs before it is paid, and how much of a promotion was used.

Frozen: it does not import the tables of today.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make one table and three columns, and fill these from what the shop already holds."""
    op.create_table(
        "shop_order_change",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pay_until", UTC_TIME, nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.UniqueConstraint("shop_id", "id", name="shop_order_change_id"),
    )
    op.create_index("shop_order_change_order", "shop_order_change", ["shop_id", "order_id"])
    op.add_column("shop_order", sa.Column("payment_method", sa.String(), nullable=False, server_default=""))
    op.add_column("shop_order_line", sa.Column("net", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("shop_promotion_use", sa.Column("uses", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE shop_order_line SET net = CASE WHEN paid > 0 THEN paid ELSE quantity * unit_price END")
    _count_pieces(op.get_bind())


def _count_pieces(connection: sa.Connection) -> None:
    """An item discount counts pieces; until now they stood in the order's lines alone."""
    found = connection.execute(sa.text("SELECT shop_id, id, discount FROM shop_promotion")).all()
    for shop_id, promotion_id, text in found:
        discount = json.loads(text)
        if discount["kind"] != "item":
            continue
        pieces = sa.text(
            "UPDATE shop_promotion_use SET uses = (SELECT COALESCE(SUM(quantity), 1) FROM shop_order_line AS line "
            "WHERE line.shop_id = shop_promotion_use.shop_id AND line.order_id = shop_promotion_use.order_id "
            "AND line.sku IN :skus) WHERE shop_id = :shop AND promotion_id = :promotion"
        ).bindparams(sa.bindparam("skus", expanding=True))
        connection.execute(pieces, {"skus": discount["skus"], "shop": shop_id, "promotion": promotion_id})


def downgrade() -> None:
    """Refuse: cancelled orders would be open again."""
    raise NotImplementedError("restore a backup instead of going back before 0003")
