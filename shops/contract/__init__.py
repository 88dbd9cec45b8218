"""The contract kit: what every platform has to keep, as tests that a platform's own test file takes over.

    class TestMine(ShopContract):
        def connect(self, home, clock):
            return open_mine("contract", home, clock)

Optional ports that a platform lacks are skipped; so is every rule that needs a market side to drive the shop. A test
asks pytest for nothing but ``tmp_path``. pytest is a development dependency: it is imported at the moment of a skip,
so that these modules, which discovery walks over, import without it.
"""

from shops.contract.aftersales import AftersaleRules
from shops.contract.changes import ChangeRules
from shops.contract.core import CoreRules
from shops.contract.creatives import CreativeRules
from shops.contract.ports import PortRules
from shops.contract.promotions import PromotionRules
from shops.contract.samples import SampleRules
from shops.contract.traces import TraceRules


class ShopContract(
    CoreRules, PortRules, PromotionRules, ChangeRules, SampleRules, AftersaleRules, TraceRules, CreativeRules
):
    """All rules; say in ``connect`` how your shop is opened."""
