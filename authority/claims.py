"""Truth to the ledger: what the words of a message claim must stand in the shop's own records.

``check`` is pure and reads Chinese and English. It is built to hold rather than to pass: a state, an amount, a day or a
figure that the evidence does not support is a fault, and so is a number that no rule knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from authority import claim_patterns as say
from authority.claim_evidence import Evidence, gather
from authority.claim_reading import COUNTED_FROM, Clause, Reading, clean
from kit.text import NUMERAL, Price, dates, number, percents, prices, quantities

__all__ = ["Evidence", "Fault", "check", "gather"]


@dataclass(frozen=True)
class Fault:
    """A claim without support: its kind (``"amount"``, ``"shipped"``), the words quoted, and why."""

    kind: str
    words: str
    why: str

    def __str__(self) -> str:
        return f"“{self.words}”: {self.why}"


def check(text: str, evidence: Evidence) -> tuple[Fault, ...]:
    """Find the claims of a message that the evidence does not support, in the order of the text.

    Example:
        >>> check("Your order has been refunded.", evidence)
        (Fault(kind='refunded', words='refunded', why='no order of this buyer has been refunded'),)
    """
    reading = _Check(text, evidence)
    found = list(reading.faults())
    return tuple(fault for _, fault in sorted(found, key=lambda pair: pair[0]))


class _Check(Reading):
    """The finders: each gives faults with their places and blanks out what it has dealt with."""

    def faults(self) -> Iterator[tuple[int, Fault]]:
        """Give every fault with its place; each finder blanks out what it has dealt with."""
        for found in (
            self._foreign(),
            self._states(),
            self._tracking(),
            self._amounts(),
            self._percents(),
            self._days(),
            self._spans(),
            self._loose(),
            self._stock(),
            self._counts(),
            self._codes(),
            self._rest(),
        ):
            yield from found

    def _foreign(self) -> Iterator[tuple[int, Fault]]:
        if match := say.FOREIGN.search(self.free):
            yield match.start(), Fault("language", match[0], "letters that cannot be checked")

    def _states(self) -> Iterator[tuple[int, Fault]]:
        for clause in self.clauses:
            for kind, pattern in say.STATES.items():
                for match in pattern.finditer(self.words, clause.start, clause.end):
                    if why := self._state(kind, match, clause):
                        yield match.start(), Fault(kind, match[0], why)

    def _state(self, kind: str, match: re.Match[str], clause: Clause) -> str | None:
        before, after = self.words[clause.start : match.start()], self.words[match.end() : clause.end]
        is_not = bool(say.NOT_EN.search(before) or say.NOT_ZH.search(before)) or match[0].lower().startswith("unp")
        if kind not in say.AXES:
            return self._promise(kind, match, clause, is_not)
        if clause.asked or say.IF_EN.search(before) or say.IF_ZH.search(before) or say.AFTER_ZH.search(after):
            return None
        future = bool(say.FUTURE_EN.search(before))
        if not match[0].isascii():
            standing = say.STANDING.search(match[0])
            future = not (standing or say.PERFECT_ZH_BEFORE.search(before) or say.PERFECT_ZH_AFTER.search(after))
        elif kind == "refunded":
            future = (
                future
                or match[0].lower() in ("refund", "refunds", "refunding")
                and not say.SETTLED.search(before + after)
            )
        elif kind == "shipped" and re.search(r"\b(?:is|are)\s+$", before) and re.search(r"\b(?:within|by)\b", after):
            future = True  # "is shipped within 48 hours" is a habit
        if is_not:
            return self._not_yet(kind, match, clause) if not future or not match[0].isascii() else None
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
        if kind == "discounted" and self._is_step(clause):
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
        for at, order_id in self.waybills:
            clause = self.clause(at)
            named = self.named(self.orders, at, clause)
            if named and order_id not in named:
                yield at, Fault("tracking", self.quote(at), f"this waybill is not of order {named[0]}")
        carriers = {one.carrier for sent in self.evidence.shipments.values() for one in sent}
        for carrier in sorted(say.CARRIERS.keys() | carriers):
            pattern = say.CARRIERS.get(carrier, re.escape(carrier)) + rf"|(?<![a-z]){re.escape(carrier)}(?![a-z])"
            for match in re.finditer(pattern, self.words, re.IGNORECASE):
                yield from self._carrier(carrier, match)

    def _carrier(self, carrier: str, match: re.Match[str]) -> Iterator[tuple[int, Fault]]:
        clause = self.clause(match.start())
        if clause.asked or (
            say.WISH.search(self.words_of(clause)) and not say.STATES["shipped"].search(self.words_of(clause))
        ):
            return
        orders = self.order(match.start(), clause)
        used = {one.carrier for order in orders for one in self.evidence.shipments.get(order.id, ())}
        if carrier not in used:
            yield match.start(), Fault("carrier", match[0], "no parcel of this order went with this carrier")

    def _amounts(self) -> Iterator[tuple[int, Fault]]:
        found = prices(self.free)
        for index, price in enumerate(found):
            clause = self.clause(price.start)
            low = max(clause.start, found[index - 1].end if index else 0)
            high = min(clause.end, found[index + 1].start if index + 1 < len(found) else clause.end)
            minor, quoted = self.minor(price), self.text[price.start : price.end]
            why: str | None = "not an amount in the shop's currency"
            if minor is not None and self._of_the_buyer(price, clause):
                why = None
            elif minor is not None:
                around = (self.words[low : price.start], self.words[price.end : high])
                held = minor in self._sums(price.start, clause, around)
                why = None if held else "no ladder, offer, order or refund has this amount"
            if why:
                yield price.start, Fault("amount", quoted, why)
            self.blank(price.start, price.end)

    def _sums(self, place: int, clause: Clause, around: tuple[str, str]) -> set[int]:
        """Give the amounts that may stand at a place, by what the words around it say of it."""
        evidence, words, orders = self.evidence, self.words_of(clause), self.order(place, clause)
        if say.STATES["refunded"].search(words):
            named = bool(self.named(self.orders, place, clause))
            return evidence.refunded(orders if named else evidence.orders)
        if say.FREIGHT.search(words):
            return set()
        if say.PAID.search(words):
            named = bool(self.named(self.orders, place, clause))
            return evidence.paid(orders if named else evidence.orders)
        goods = self.goods(place, clause)
        counts = self.pieces(clause)
        unit = evidence.unit_prices(goods, counts)
        if say.ONE.search(words) or (not quantities(words) and len(prices(self.sentence(clause))) > 1):
            # "one costs 2.95, from 32 pieces on 2.55"
            unit |= {evidence.variants[sku].tiers[0].unit_price for sku in goods if sku in evidence.variants}
        total = evidence.totals(goods, counts)
        if self.named(self.orders, place, clause) and not self.skus:
            total = evidence.paid(orders)
        is_total = bool(say.TOTAL.search(around[0]) or say.TOTAL.search(around[1]))
        is_unit = bool(say.UNIT_BEFORE.search(around[0]) or say.UNIT_AFTER.search(around[1]))
        if is_total != is_unit:
            return total if is_total else unit
        return unit | total

    def _of_the_buyer(self, price: Price, clause: Clause) -> bool:
        """Tell whether it is the buyer's own figure, given back with a refusal."""
        mine = f"{price.amount:.2f}" in self.evidence.heard_amounts()
        return mine and bool(say.YOURS.search(self.sentence(clause)) and say.REFUSES.search(self.sentence(clause)))

    def _percents(self) -> Iterator[tuple[int, Fault]]:
        for one in percents(self.free):
            if not self._is_step(self.clause(one.start)):
                yield one.start, Fault("percent", self.text[one.start : one.end], "no such reduction is recorded")
            self.blank(one.start, one.end)

    def _stock(self) -> Iterator[tuple[int, Fault]]:
        for clause in self.clauses:
            words = self.words_of(clause)
            lacks = say.NO_STOCK.search(words)
            match = lacks or say.STOCK.search(words)
            if match is None or clause.asked or say.IF_IN_STOCK.search(words):
                continue
            place = clause.start + match.start()
            yield from self._stock_figures(clause, place, bool(lacks))

    def _stock_figures(self, clause: Clause, place: int, lacks: bool) -> Iterator[tuple[int, Fault]]:
        evidence, words = self.evidence, self.words_of(clause)
        goods = [sku for sku in self.goods(place, clause) if sku in evidence.stock]
        have = [evidence.stock[sku] for sku in goods]
        free = self.free[clause.start : clause.end]
        figures = [(int(one[0]), one.start()) for one in re.finditer(r"(?<![\d.,])\d{1,7}(?![\d.,]*\d)", free)]
        figures += [(one.value, one.start) for one in quantities(free)]
        spelt = ((number(one[0]), one.start()) for one in re.finditer(NUMERAL, free, re.IGNORECASE))
        figures += [(int(value), at) for value, at in spelt if value is not None and value >= 10]
        asked = evidence.heard_numbers() | {line.quantity for quote in evidence.quotes for line in quote.lines}
        for figure, at in sorted(set(figures)):
            exact = any(figure in (one.available, one.on_hand) for one in have)
            enough = bool(have) and all(one.available >= figure for one in have)
            held = not enough if lacks else exact or (enough and (figure in asked or bool(say.AT_LEAST.search(words))))
            if not held:
                yield clause.start + at, Fault("stock", str(figure), "the stock figure is another one")
            self.blank_number(clause.start + at)
        counts = self.pieces(clause) or frozenset(line.quantity for quote in evidence.quotes for line in quote.lines)
        least = min(counts, default=1)
        short = all(one.available < least for one in have)
        if (
            not figures
            and short != lacks
            and not (lacks and any(one.available < max(counts, default=1) for one in have))
        ):
            yield place, Fault("stock", words.strip(), "the stock does not show this")

    def _days(self) -> Iterator[tuple[int, Fault]]:
        today = self.evidence.today
        later = {one.start: one for one in dates(self.free, today)}
        for past in dates(self.free, today, past=True):
            days = {past.date, later[past.start].date} if past.start in later else {past.date}
            clause = self.clause(past.start)
            quoted = self.text[past.start : past.end]
            if not self._day_held(days, quoted, past.start, clause):
                yield past.start, Fault("date", quoted, "no order, offer or promise has this day")
            self.blank(past.start, past.end)

    def _day_held(self, days: set, quoted: str, place: int, clause: Clause) -> bool:  # type: ignore[type-arg]
        evidence, words = self.evidence, self.words_of(clause)
        orders, today = self.order(place, clause), evidence.today
        sent = [one for order in orders for one in evidence.shipments.get(order.id, ())]
        if say.YOURS.search(words) and days & evidence.heard_dates():
            return True
        ordering = re.search(
            r"\border(?:ed)?\s+(?:it\s+|them\s+)?$|下单$|^下单", self.words[max(0, place - 12) : place]
        )
        if today in days and (ordering or re.match(r"\s*(?:下单|订购|付款|拍下)", self.words[place + len(quoted) :])):
            return True
        if say.VALID.search(words) and not (say.SHIP.search(words) or say.ARRIVE.search(words)):
            return bool(days & {evidence.day(one.valid_until) for one in evidence.quotes})
        if say.ARRIVE.search(words):
            return bool(days & {evidence.day(one.delivered_at) for one in sent if one.delivered_at})
        if say.SHIP.search(words):
            # a day for new goods says nothing of an order
            goods = [] if self.is_of_order(place, clause) and orders else self.goods(place, clause)
            leaving = evidence.leaving(goods, self.pieces(clause), orders)
            gone = {evidence.day(one.shipped_at) for one in sent}
            return bool(days & gone) if _is_past(words) else bool(days & leaving)
        if say.STATES["refunded"].search(words):
            given = [one for order in evidence.orders for one in evidence.refunds.get(order.id, ())]
            return bool(days & {evidence.day(one.at) for one in given})
        if say.ORDER.search(words) or say.PAID.search(words):
            return bool(days & {evidence.day(order.placed_at) for order in orders})
        return today in days

    def _spans(self) -> Iterator[tuple[int, Fault]]:
        for match in say.SPAN.finditer(self.free):
            clause = self.clause(match.start())
            least, most = number(match["n"]), number(match["m"] or match["n"])
            unit = match["unit"].lower()
            hours = 1 if unit[0] in "h小钟" else 168 if unit[0] in "w周星礼" else 24 if unit[0] in "d天日" else 0
            if (
                least is None
                or most is None
                or (not match["n"][0].isdigit() and unit in ("日", "天", "月") and least == 1 and "个" not in match[0])
            ):
                continue
            if not (hours and least == most and self._span_held(int(most * hours), clause)):
                yield match.start(), Fault("span", self.text[match.start() : match.end()], "no fact holds this time")
            self.blank(match.start(), match.end())

    def _loose(self) -> Iterator[tuple[int, Fault]]:
        for clause in self.clauses:
            words = self.words_of(clause)
            spoken = say.LOOSE_SPAN.search(words) if say.VALID.search(words) or say.ARRIVE.search(words) else None
            much = say.MUCH.search(words) if say.STOCK.search(words) and not say.NO_STOCK.search(words) else None
            for kind, match in (("span", spoken), ("stock", much)):
                if match and not clause.asked:
                    yield clause.start + match.start(), Fault(kind, match[0], "no fact says so")

    def _span_held(self, hours: int, clause: Clause) -> bool:
        words, evidence = self.words_of(clause), self.evidence
        if say.ARRIVE.search(words):
            return False
        if say.VALID.search(words) and not say.SHIP.search(words):
            terms = {round((one.valid_until - one.created_at).total_seconds() / 3600) for one in evidence.quotes}
            return hours in terms
        if say.SHIP.search(words):
            return hours == evidence.promise_hours
        makes = re.search(r"\b(?:made|make|production|produce|lead time)\b|生产|制作|交期", words, re.IGNORECASE)
        return bool(makes) and hours == evidence.lead_days * 24

    def _counts(self) -> Iterator[tuple[int, Fault]]:
        known = self.evidence.counts()
        for match in say.PACK.finditer(self.free):
            place = match.start(1) if match[1] else match.start(2)
            packs = {self.evidence.variants[sku].pack for sku in self.goods(match.start(), self.clause(match.start()))}
            if int(match[1] or match[2]) not in packs:
                yield place, Fault("pack", match[0], "the pack has another size")
            self.blank_number(place)
        for one in quantities(self.free):
            clause, quoted = self.clause(one.start), self.text[one.start : one.end]
            if not (quoted[0].isdigit() or one.value > 9):
                continue  # 一个, "one piece" are ways of speaking
            variants = [self.evidence.variants[sku] for sku in self.goods(one.start, clause)]
            is_least = say.MOQ.search(self.words_of(clause))
            least = {variant.moq for variant in variants} | {
                tier.min_quantity for each in variants for tier in each.tiers
            }
            priced = bool(prices(self.sentence(clause)))
            if one.value not in least if is_least else not (one.value in known or priced):
                yield one.start, Fault("count", quoted, "no ladder, offer or order has this count")
            self.blank(one.start, one.end)
        for match in COUNTED_FROM.finditer(self.free):
            if int(match[1]) not in known:
                yield match.start(), Fault("count", match[0], "no ladder has this step")
            self.blank_number(match.start(1))

    def _codes(self) -> Iterator[tuple[int, Fault]]:
        for match in say.CODE.finditer(self.free):
            sentence = self.sentence(self.clause(match.start()))
            given = match[0].lower() in clean(self.evidence.heard).lower()
            if not (given and say.REFUSES.search(sentence)):
                yield (
                    match.start(),
                    Fault("code", match[0], "no order, waybill or product of this buyer has this number"),
                )
            self.blank(match.start(), match.end())

    def _rest(self) -> Iterator[tuple[int, Fault]]:
        for match in re.finditer(r"\d[\d.,]*", self.free):
            yield match.start(), Fault("figure", match[0], "nothing known has this figure")


def _is_past(words: str) -> bool:
    return bool(say.PAST.search(words)) and not say.AHEAD.search(words)
