"""Index price changes by SKU: each new price is judged by those of its own. Frozen."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the index."""
    op.create_index("shop_price_change_sku", "shop_price_change", ["shop_id", "sku", "at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("shop_price_change_sku", "shop_price_change")
