"""Creative tests (主图/标题测试): a listing shown in several versions, each visitor always the same one.

Variant ``A`` is the listing as it stood when the test began. A version differs in its title, in the picture that comes
first, or in both. While a test runs, readers of the catalogue see the listing as it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pydantic import Field, model_validator

from kit.ids import stable_id
from shops.models import Model, Outcome

NAMES = ("A", "B", "C", "D")


class Creative(Model):
    """One version of a listing: its title, and the picture that comes first (None: as it stands)."""

    title: str = Field(min_length=1)
    image: str | None = None


class CreativePlan(Model):
    """A test as it is to begin: the product, and the versions beside the listing as it stands, B, C and D."""

    product_id: str
    variants: tuple[Creative, ...] = Field(min_length=1, max_length=len(NAMES) - 1)

    @model_validator(mode="after")
    def _differ(self) -> CreativePlan:
        if len(set(self.variants)) != len(self.variants):
            raise ValueError("two variants are the same; leave one out")
        return self


class CreativeTest(Model):
    """A test in the shop; ``variants`` begins with the listing as it stood, ``kept`` is what it shows since."""

    id: str
    product_id: str
    variants: tuple[Creative, ...]
    started_at: datetime
    ended_at: datetime | None = None
    kept: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the variants, ``("A", "B")``."""
        return NAMES[: len(self.variants)]

    def variant(self, name: str) -> Creative:
        """Give a variant by its name."""
        return self.variants[NAMES.index(name)]


class CreativeFigures(Model):
    """What one variant did: distinct visitors to whom it was shown, of these who opened it, and who ordered it."""

    variant: str
    shown: int = 0
    clicks: int = 0
    orders: int = 0


class CreativeView(Model):
    """A visitor who met a tested listing, and what came of it; said again, it counts once."""

    test_id: str
    visitor: str
    clicked: bool = False
    ordered: bool = False


class CreativeReader(Protocol):
    """Optional: creative tests."""

    def list_tests(self, *, open_only: bool = False) -> Sequence[CreativeTest]:
        """List tests, oldest first."""

    def test_figures(self, test_id: str) -> Sequence[CreativeFigures]:
        """Give the figures of every variant of a test, by name."""


class CreativeWrites(Protocol):
    """Optional: beginning and ending creative tests."""

    def start_test(self, plan: CreativePlan, *, key: str) -> Outcome:
        """Begin a test; refused while one of the product runs, for a version that shows what stands, a blank title,
        or a picture that the product does not have.
        """

    def stop_test(self, test_id: str, keep: str, *, key: str) -> Outcome:
        """End a test; the listing shows the variant that is kept. Of an ended test it changes what is kept."""


def variant_of(test: CreativeTest, visitor: str) -> str:
    """Give the variant that a visitor sees in a test, always the same: by a hash of both, evenly.

    Example:
        >>> from datetime import datetime, timezone
        >>> at = datetime(2026, 9, 1, tzinfo=timezone.utc)
        >>> two = (Creative(title="Red mug"), Creative(title="Mug, red"))
        >>> variant_of(CreativeTest(id="t", product_id="p", variants=two, started_at=at), "b1") in ("A", "B")
        True
    """
    return test.names[int(stable_id("variant", test.id, visitor)[-8:], 16) % len(test.variants)]
