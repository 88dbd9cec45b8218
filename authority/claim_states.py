"""Finding what a message says has happened or will be done, and holding it against the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from authority import claim_patterns as say
from authority.claim_closed_world import Stated, states_nothing, unknown_words
from authority.claim_promotions import Promotions
from authority.claim_reading import Clause, Fault
from authority.cues import lowered
from kit.text import percents, prices, quantities


class States(Promotions):
    """The finders of states, parcels and unheard words: each gives faults with their places."""

    def stated(self, clause: Clause, left: str = "") -> Stated:
        """Give a clause as the closed world reads it."""
        words = self.words_of(clause).strip(",，;、:")
        return Stated(words, left, self.mark(clause), clause.end >= clause.sentence[1])

    def _foreign(self) -> Iterator[tuple[int, Fault]]:
        if match := say.FOREIGN.search(self.free):
            yield match.start(), Fault("language", match[0], "letters that cannot be checked")

    def _states(self) -> Iterator[tuple[int, Fault]]:
        low = lowered(self.words)
        near = [(kind, pattern) for kind, pattern in say.STATES.items() if pattern.is_near(low)]
        for clause in self.clauses:
            for kind, pattern in near:
                for match in pattern.finditer(self.words, clause.start, clause.end):
                    if why := self._state(kind, match, clause):
                        yield match.start(), Fault(kind, match[0], why)
                    else:
                        self.support(kind, match, clause)

    def _state(self, kind: str, match: re.Match[str], clause: Clause) -> str | None:
        before, after = self.words[clause.start : match.start()], self.words[match.end() : clause.end]
        is_not = bool(say.NOT_EN.search(before) or say.NOT_ZH.search(before) or say.NOT_AFTER_ZH.search(after))
        is_not = is_not or match[0].lower().startswith("unp")
        if kind not in say.AXES:
            is_open = states_nothing(self.stated(clause)) or say.OPEN.search(before) or say.OPEN_AFTER.search(after)
            return None if is_open and kind in say.SOFT else self._promise(kind, match, clause, is_not)
        if clause.asked or say.IF_EN.search(before) or say.IF_ZH.search(before) or say.AFTER_ZH.search(after):
            return None
        future, is_han = bool(say.FUTURE_EN.search(before)), bool(re.search(r"[\u4e00-\u9fff]", match[0]))
        if is_han:
            standing = say.STANDING.search(match[0])
            told = kind == "refunded" and re.search(r"已|了", before + after)
            future = not (
                standing or told or say.PERFECT_ZH_BEFORE.search(before) or say.PERFECT_ZH_AFTER.search(after)
            )
        elif kind == "refunded":
            future = (
                future
                or match[0].lower() in ("refund", "refunds", "refunding")
                and not say.SETTLED.search(before + after)
            )
        elif kind == "shipped" and re.search(r"\b(?:is|are)\s+$", before) and re.search(r"\b(?:within|by)\b", after):
            future = True  # "is shipped within 48 hours" is a habit
        if is_not:
            return self._not_yet(kind, match, clause) if not future or is_han else None
        if future and kind == "refunded":
            return "a refund is announced that the ledger does not hold"
        if future:
            hasty = kind == "shipped" and say.AT_ONCE.search(self.words_of(clause))
            return "a haste that no fact supports" if hasty else None
        return self._happened(kind, match, clause)

    def _happened(self, kind: str, match: re.Match[str], clause: Clause) -> str | None:
        words = self.words_of(clause)
        orders = self.order(match.start(), clause)
        amounts = {minor for price in prices(words) if (minor := self.minor(price)) is not None}
        if kind == "refunded" and not self.named(self.orders, match.start(), clause):
            # an amount tells which order is meant
            orders = tuple(one for one in self.evidence.orders if amounts & self.evidence.refunded((one,))) or orders
        whole = bool(orders) and all(self.evidence.holds(kind, order) for order in orders)
        if kind == "shipped" and (goods := self.goods_of(clause)):
            # "the mugs have left" of an order that has left in part
            lines = [line for order in orders for line in order.lines if line.sku in goods]
            whole = bool(lines) and all(line.unshipped == 0 for line in lines)
        if kind == "refunded" and not whole and say.REST.search(words):
            return "the rest is not given back"
        begun = bool(orders) and all(self.evidence.begun(kind, order) for order in orders)
        told = say.PARTLY.search(self.sentence(clause)) or (kind == "refunded" and amounts)
        if whole and not (
            kind == "shipped" and re.search(r"transit|way|route|在途|路上|运输|派送|配送|for deliv", match[0])
        ):
            return None
        if whole:
            gone = any(self.evidence.holds("delivered", order) for order in orders)
            return "it is delivered already" if gone else None
        if begun and told and not (say.WHOLLY.search(words) and not say.PARTLY.search(words)):
            return None
        return f"the shop does not show that it is {kind}" if orders else f"no order of this buyer is {kind}"

    def _not_yet(self, kind: str, match: re.Match[str], clause: Clause) -> str | None:
        orders = self.order(match.start(), clause)
        if any(self.evidence.holds(kind, order) for order in orders):
            return f"the shop shows that it is {kind}"
        return None

    def _promise(self, kind: str, match: re.Match[str], clause: Clause, is_not: bool) -> str | None:
        """What no record can support is not said, unless it is denied or the ladder itself is meant."""
        if is_not:
            return None
        orders = self.order(match.start(), clause)
        if self.evidence.records(kind, orders, self.sentence(clause)):
            return None
        if kind == "reserved" and any(
            self.evidence.holds("paid", order) and not self.evidence.holds("shipped", order) for order in orders
        ):
            return None
        if kind == "booked" and orders and re.search(r"\border|订单", self.sentence(clause), re.IGNORECASE):
            return None
        if kind == "discounted" and (clause.sentence in self.promoted or self._is_step(clause)):
            return None
        return f"the ledger holds nothing that is {kind}"

    def _is_step(self, clause: Clause) -> bool:
        """Tell whether a sentence speaks of a step of the ladder: its count and its price, or the drop in percent."""
        sentence = self.sentence(clause)
        counts = {one.value for one in quantities(sentence)}
        named = {minor for price in prices(sentence) if (minor := self.minor(price)) is not None}
        drops = {one.value for one in percents(sentence)}
        for sku in self.goods(clause.end, clause):
            tiers = self.evidence.variants[sku].tiers
            for tier in tiers[1:]:
                drop = round((1 - Decimal(tier.unit_price) / tiers[0].unit_price) * 100, 1)
                if tier.min_quantity in counts and (named == {tier.unit_price} or drops & {drop, round(drop)}):
                    return not drops or bool(drops & {drop, round(drop)})
        return False

    def _tracking(self) -> Iterator[tuple[int, Fault]]:
        for at, waybill in self.waybills:
            clause = self.clause(at)
            named = self.named(self.orders, at, clause)
            if named and not set(named) & set(self.orders_of(waybill)):
                yield at, Fault("tracking", self.quote(at), f"this waybill is not of order {named[0]}")
        carriers = {one.carrier for sent in self.evidence.shipments.values() for one in sent}
        for carrier in sorted(say.CARRIERS.keys() | carriers):
            for match in (say.CARRIERS.get(carrier) or say.carrier(carrier)).finditer(self.words):
                yield from self._carrier(carrier, match)

    def _carrier(self, carrier: str, match: re.Match[str]) -> Iterator[tuple[int, Fault]]:
        clause = self.clause(match.start())
        if clause.asked or (
            say.WISH.search(self.words_of(clause)) and not say.STATES["shipped"].search(self.words_of(clause))
        ):
            return
        orders = self.order(match.start(), clause)
        used = {one.carrier for order in orders for one in self.evidence.shipments.get(order.id, ())}
        if carrier in used:
            self.supported.append(match.span())
            self.supported += [one.span() for one in say.MOVES.finditer(self.words, clause.start, clause.end)]
        else:
            yield match.start(), Fault("carrier", match[0], "no parcel of this order went with this carrier")

    def _unheard(self) -> Iterator[tuple[int, Fault]]:
        """Find what is stated in words that no list holds: whatever it says, no record supports it."""
        left = self.left()
        for clause in self.clauses:
            low, high = clause.start, clause.end
            stated = self.stated(clause, left[low:high])._replace(is_borne=self.is_borne(clause))
            if not clause.asked and (unknown := next(unknown_words(stated), None)):
                yield (
                    low + unknown.start(),
                    Fault("unheard", self.text[low:high].strip(), f"no record holds “{unknown[0]}”"),
                )
