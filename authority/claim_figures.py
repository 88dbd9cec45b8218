"""Finding the figures of a message (amounts, days, spans, stock, counts, numbers) and holding them to the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from authority import claim_patterns as say
from authority.claim_closed_world import asks
from authority.claim_reading import COUNTED_FROM, OF_GOODS, Clause, Fault, clean, counted
from authority.claim_states import States
from kit.text import NUMERAL, Price, either_dates, number, percents, prices, quantities
from shops.models import Order, Stock, Variant


class Figures(States):
    """The finders of figures: each gives faults with their places and blanks out what it has dealt with."""

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
        is_unit = bool(say.UNIT_BEFORE.search(around[0]) or say.UNIT_AFTER.search(around[1]))
        if say.STATES["refunded"].search(words):
            if say.OUT_OF.search(around[0]):
                return evidence.paid(orders)
            named = bool(self.named(self.orders, place, clause))
            return evidence.refunded(orders if named else evidence.orders)
        if say.FREIGHT.search(words):
            return set()
        if say.PAID.search(words):
            named = bool(self.named(self.orders, place, clause))
            mine = orders if named else evidence.orders
            of_goods = {line.unit_price for one in mine for line in one.lines if line.sku in self.goods(place, clause)}
            return evidence.paid(mine) | (of_goods if is_unit else set())
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
        if is_total != is_unit:
            return total if is_total else unit
        return unit | total

    def _of_the_buyer(self, price: Price, clause: Clause) -> bool:
        """Tell whether it is the buyer's own figure, given back with a refusal."""
        sentence = self.sentence(clause)
        is_refused = say.YOURS.search(sentence) and say.REFUSES.search(sentence)
        return bool(is_refused) and f"{price.amount:.2f}" in self.evidence.heard_amounts()

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
            faults = list(self._stock_figures(clause, place, bool(lacks)))
            if not faults:
                # "there are 20 left | on the shelf"
                for pattern in (say.NO_STOCK, say.STOCK):
                    self.supported += [one.span() for one in pattern.finditer(self.words, clause.start, clause.end)]
            yield from faults

    def _stock_figures(self, clause: Clause, place: int, lacks: bool) -> Iterator[tuple[int, Fault]]:
        evidence, words = self.evidence, self.words_of(clause)
        goods = [sku for sku in self.goods(place, clause) if sku in evidence.stock]
        have = [evidence.stock[sku] for sku in goods]
        free = self.free[clause.start : clause.end]
        figures = [(int(one[0]), one.start()) for one in re.finditer(r"(?<![\d.,])\d{1,7}(?![\d.,]*\d)", free)]
        figures += [(one.value, one.start) for one in quantities(free)]
        spelt = ((number(one[0]), one.start()) for one in re.finditer(NUMERAL, free, re.IGNORECASE))
        figures += [(int(value), at) for value, at in spelt if value is not None and value >= 10]
        asked = evidence.heard_numbers | {line.quantity for quote in evidence.quotes for line in quote.lines}
        for figure, at in sorted(set(figures)):
            exact = any(figure in (one.available, one.on_hand) for one in have)
            enough = bool(have) and all(one.available >= figure for one in have)
            held = not enough if lacks else exact or (enough and (figure in asked or bool(say.AT_LEAST.search(words))))
            if not held:
                yield clause.start + at, Fault("stock", str(figure), "the stock figure is another one")
            self.blank_number(clause.start + at)
        if not figures and not self._stock_told(clause, have, lacks):
            yield place, Fault("stock", words.strip(), "the stock does not show this")

    def _stock_told(self, clause: Clause, have: list[Stock], lacks: bool) -> bool:
        """Tell whether the stock shows that there is enough, or too little; of several goods: of all, or of one."""
        evidence, listed = self.evidence, self.listed(clause)
        if listed:
            stock = {sku: evidence.stock[sku].available if sku in evidence.stock else 0 for sku in listed}
            if lacks:
                return any(stock[sku] < min(counts) for sku, counts in listed.items())
            return all(stock[sku] >= max(counts) for sku, counts in listed.items())
        counts = self.pieces(clause) or frozenset(line.quantity for quote in evidence.quotes for line in quote.lines)
        short = all(one.available < min(counts, default=1) for one in have)
        return short == lacks or (lacks and any(one.available < max(counts, default=1) for one in have))

    def _days(self) -> Iterator[tuple[int, Fault]]:
        for past, later in either_dates(self.free, self.evidence.today):
            days = {past.date, later.date} if later else {past.date}
            clause = self.clause(past.start)
            quoted = self.text[past.start : past.end]
            if not self._day_held(days, quoted, past.start, clause):
                yield past.start, Fault("date", quoted, "no order, offer or promise has this day")
            else:
                # the words by which the day was held: "our offer stands until"
                kinds = (say.VALID,) if say.VALID.search(self.words_of(clause)) else (say.SHIP,)
                said = [one for kind in kinds for one in kind.finditer(self.words, clause.start, clause.end)]
                self.supported += [one.span() for one in said if one[0].isascii()]
            self.blank(past.start, past.end)

    def _day_held(self, days: set, quoted: str, place: int, clause: Clause) -> bool:  # type: ignore[type-arg]
        evidence, words = self.evidence, self.words_of(clause)
        orders, today = self.order(place, clause), evidence.today
        if not any(kind.search(words) for kind in (say.VALID, say.ARRIVE, say.SHIP, say.ORDER, say.PAID)):
            # "the quote is good for a week, | until 13 September"
            words = self.sentence(clause) if say.VALID.search(self.sentence(clause)) else words
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
            leaving = self._leaving(place, clause, orders)
            gone = {evidence.day(one.shipped_at) for one in sent}
            return bool(days & gone) if _is_past(words) else bool(days & leaving)
        if say.STATES["refunded"].search(words):
            given = [one for order in evidence.orders for one in evidence.refunds.get(order.id, ())]
            return bool(days & {evidence.day(one.at) for one in given})
        if say.ORDER.search(words) or say.PAID.search(words):
            return bool(days & {evidence.day(order.placed_at) for order in orders})
        return today in days

    def _leaving(self, place: int, clause: Clause, orders: tuple[Order, ...]) -> set[date]:
        """Give the days by which it can be said to leave; several goods together leave with the last of them."""
        counts, evidence = self.pieces(clause), self.evidence
        # a day for new goods says nothing of an order
        if self.is_of_order(place, clause) and orders:
            return evidence.leaving([], counts, orders)
        if listed := self.listed(clause):
            named = orders if self.named(self.orders, place, clause) else ()
            last = max(evidence.leaves(sku, max(pieces)) for sku, pieces in listed.items())
            return evidence.leaving([], counts, named) | {last}
        return evidence.leaving(self.goods(place, clause), counts, orders)

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
            if spoken and say.VALID.search(words) and self._is_term(spoken[0]):
                self.supported.append((clause.start + spoken.start(), clause.start + spoken.end()))
                spoken = None
            for kind, match in (("span", spoken), ("stock", much)):
                if match and not clause.asked:
                    yield clause.start + match.start(), Fault(kind, match[0], "no fact says so")

    def _is_term(self, words: str) -> bool:
        hours = next((hours for hours, term in say.TERMS if term.search(words)), 0)
        return any(
            round((one.valid_until - one.created_at).total_seconds() / 3600) == hours for one in self.evidence.quotes
        )

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
        for match in say.PACK.finditer(self.free):
            place = next(match.start(group) for group in (1, 2, 3) if match[group])
            packs = {self.evidence.variants[sku].pack for sku in self.goods(match.start(), self.clause(match.start()))}
            if int(match[1] or match[2] or match[3]) not in packs:
                yield place, Fault("pack", match[0], "the pack has another size")
            else:
                self.supported.append(match.span())
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
            bought = self._bought(clause, one.end)
            if bought and one.value not in bought:
                yield one.start, Fault("count", quoted, "the order has another count")
            elif self._asks_for_packs(clause, one.value, variants):
                pass  # "shall it be 18 pieces or 24 pieces?"
            elif one.value not in least if is_least else not (one.value in self.evidence.counts or priced):
                yield one.start, Fault("count", quoted, "no ladder, offer or order has this count")
            self.blank(one.start, one.end)
        for match in OF_GOODS.finditer(self.free):
            priced = bool(prices(self.sentence(self.clause(match.start()))))
            clause = self.clause(match.start())
            if self._is_refused(clause):
                self.blank_number(match.start(1))
                continue
            bought = self._bought(clause, match.end() - 1)
            if int(match[1]) not in bought if bought else not (int(match[1]) in self.evidence.counts or priced):
                yield match.start(), Fault("count", match[0].strip("\x01 "), "no ladder, offer or order has this count")
            self.blank_number(match.start(1))
        for match in COUNTED_FROM.finditer(self.free):
            name = "on" if match["on"] else "n"
            if counted(match) in (1, 0) and not match[name][0].isdigit():
                continue
            if counted(match) not in self.evidence.counts:
                yield match.start(), Fault("count", match[0], "no ladder has this step")
            self.blank(match.start(name), match.end(name))
            self.supported.append(match.span(name))

    def _asks_for_packs(self, clause: Clause, count: int, variants: list[Variant]) -> bool:
        """Tell whether a clause asks whether so many whole packs of its goods are wanted, which claims nothing."""
        asked = asks(clause.asked, self.mark(clause), self.words_of(clause))
        return asked and any(one.moq <= count and count % one.pack == 0 for one in variants)

    def _is_stock_of(self, clause: Clause, figure: int) -> bool:
        """Tell whether a figure is the stock of what its sentence says is in stock or lacking ("just 20")."""
        words = self.sentence(clause)
        if not (say.STOCK.search(words) or say.NO_STOCK.search(words)):
            return False
        have = [self.evidence.stock[sku] for sku in self.goods(clause.start, clause) if sku in self.evidence.stock]
        return any(figure in (one.available, one.on_hand) for one in have)

    def _is_refused(self, clause: Clause) -> bool:
        """Tell whether a clause only says what cannot be done: its count claims nothing."""
        words = self.words_of(clause)
        return bool(say.CANNOT.search(words)) and not say.FEWER.search(words)

    def _bought(self, clause: Clause, place: int) -> set[int]:
        """Give the counts that may stand before a place where it is told what was bought; none where it is not told."""
        if not say.BOUGHT.search(self.sentence(clause)):
            return set()
        after = {sku for at, sku in self.skus if 0 <= at - place <= 2}
        lines = [
            [line.quantity for line in order.lines if not after or line.sku in after] for order in self.evidence.orders
        ]
        return {count for counts in lines for count in (*counts, sum(counts))} - {0}

    def _alone(self) -> Iterator[tuple[int, Fault]]:
        """Find it said that one piece may be bought where a least order stands."""
        for clause in self.clauses:
            match = say.NO_MOQ.search(self.words_of(clause))
            least = max(self.evidence.variants[sku].moq for sku in self.goods(clause.end, clause)) if match else 1
            if match and not clause.asked and least > 1:
                yield clause.start + match.start(), Fault("count", match[0], f"the least order is {least}")

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
            figure, clause = match[0].rstrip(".,"), self.clause(match.start())
            if figure.isdigit() and (self._is_refused(clause) or self._is_stock_of(clause, int(figure))):
                continue
            yield match.start(), Fault("figure", match[0], "nothing known has this figure")


def _is_past(words: str) -> bool:
    return bool(say.PAST.search(words)) and not say.AHEAD.search(words)
