"""A few firms with projects: lumpy orders, a price that hardly matters up to a cliff, promises that do.

A firm's project needs one article in negative binomial pieces. It pays what it must up to its own limit, drawn about
1.45 times the first price, and nothing above; empty shelves and late parcels lose it with the chances below. Half of
the projects ask for an offer first. New firms come nearly all by ads, ``clicks = 4 (√(1 + bid / usual) − 1)`` a day.
"""

from __future__ import annotations

from typing import Any

from tests.bench.families.parts import order, pace, packed, price_at, stream

FIRMS, ROUGH, LIMIT = 45, 1.2, (1.45, 0.12)
"""Firms at the start; shape of the pieces; limit over the first price, mean and spread."""
LOST_EMPTY, LOST_LATE, LOST_DEAR, LOST_SILENT = 0.35, 0.3, 0.15, 0.2
LATE_DAYS, ANSWER_DAYS, TAKES = 6, 3, 0.06
"""Days after which a parcel is late, an offer comes too late; chance of a click to be a firm with a project."""


class Projects:
    """The market; see the module."""

    def open(self, opening: dict[str, Any]) -> None:
        """Draw the firms."""
        self._seed, self._pace = opening["seed"], pace(opening)
        self._first = {one["sku"]: one["ladder"][0]["price"] for one in opening["articles"]}
        self._usual = {one["id"]: max(1, one["bid"]) for one in opening["keywords"]}
        known = sorted(opening["buyers"], key=lambda one: (-one["orders"], one["id"]))[:FIRMS]
        self._firms = {one["id"]: self._firm(one["id"]) for one in known}
        self._mean = 0.8 * sum(self._pace.values()) / sum(rate for rate, _ in self._firms.values())
        self._asked: list[tuple[str, str, int]] = []
        self._due: dict[str, tuple[str, int]] = {}
        self._waits: dict[str, tuple[int, str, int]] = {}

    def day(self, seen: dict[str, Any]) -> dict[str, Any]:
        """Let firms have projects, ask, order and judge what they got."""
        number, shelf = seen["day"], {one["sku"]: one for one in seen["articles"] if one["listed"]}
        self._settle(seen)
        orders, messages, visits = [], [], {"direct": 0, "search": 0, "ads": 0}
        report, coming = self._ads(seen)
        coming += [(f"F{number}-{n}", "search", None) for n in range(self._luck("search", number).poisson(0.25))]
        projects = [(name, "direct", None) for name in sorted(self._firms)] + coming
        self._asked = []
        for name, channel, word in projects:
            luck = self._luck("firm", name, number)
            rate, limit = self._firms.setdefault(name, self._firm(name))
            visits[channel] += channel == "direct" and luck.random() < rate * 3
            if channel == "direct" and luck.random() > rate:
                continue
            skus = [sku for sku in (word["skus"] if word else ()) if sku in self._pace] or sorted(self._pace)
            weights = [self._pace[sku] for sku in skus]
            sku = str(luck.choice(skus, p=[one / sum(weights) for one in weights]))
            pieces = 1 + int(luck.negative_binomial(ROUGH, ROUGH / (ROUGH + self._mean)))
            hour, visits[channel] = float(luck.uniform(9, 20)), visits[channel] + (channel == "direct")
            asks, leaves = luck.random() < 0.5, luck.random()
            if sku not in shelf or shelf[sku]["stock"] < 0.6 * pieces:
                self._leave(name, leaves < LOST_EMPTY)
            elif asks and channel == "direct":
                self._waits[name] = (number, sku, pieces)
                text = f"Hello, please quote your best price for {pieces} pcs of {sku}, thank you."
                messages.append({"customer": name, "hour": round(hour, 2), "text": text})
            elif price_at(shelf[sku], pieces) <= limit * self._first[sku]:
                more = {"channel": channel} | ({"keyword": word["id"]} if word else {})
                orders.append(order(name, hour, [(sku, packed(shelf[sku], pieces))], **more))
                self._asked.append((name, sku, pieces))
            else:
                self._leave(name, leaves < LOST_DEAR)
        accept = []
        for quote in seen["quotes"]:
            _, sku, _ = self._waits.get(quote["customer"], (0, "", 0))
            lines = [one for one in quote["lines"] if one["sku"] == sku]
            firm = self._firms.get(quote["customer"])
            if firm and lines and lines[0]["unit_price"] <= 0.97 * firm[1] * self._first[sku]:
                accept.append({"quote": quote["id"], "hour": 12.0})
                del self._waits[quote["customer"]]
        visits["search"] += 3 + int(self._luck("looks", number).poisson(5))
        visits["ads"] = sum(one["clicks"] for one in report)
        return {"visits": visits, "orders": orders, "messages": messages, "accept": accept, "ads": report}

    def _luck(self, *process: object) -> Any:
        return stream(self._seed, *process)

    def _firm(self, name: str) -> tuple[float, float]:
        """Give a firm's projects a day, and its limit over first prices."""
        luck = self._luck("limits", name)
        return 1 / float(luck.uniform(8, 30)), float(luck.normal(*LIMIT))

    def _ads(self, seen: dict[str, Any]) -> tuple[list[dict[str, Any]], list[tuple[str, str, Any]]]:
        """Give the report, and the firms that clicks bring."""
        rows, coming, left = [], [], {one["campaign"]: one["budget"] for one in seen["keywords"]}
        for word in seen["keywords"]:
            luck = self._luck("ads", word["id"], seen["day"])
            more = 0.0 if word["paused"] else float((1 + word["bid"] / self._usual.get(word["id"], 50)) ** 0.5 - 1)
            clicks = min(int(luck.poisson(4 * more)), left[word["campaign"]] // max(1, word["bid"]))
            left[word["campaign"]] -= clicks * word["bid"]
            spend = clicks * word["bid"]
            rows.append({"keyword": word["id"], "impressions": 30 * clicks, "clicks": clicks, "spend": spend})
            for place in range(clicks):
                if luck.random() < TAKES:
                    coming.append((f"N{seen['day']}-{word['id']}-{place}", "ads", word))
        return rows, coming

    def _leave(self, name: str, leaves: bool) -> None:
        if leaves:
            self._firms.pop(name, None)
            self._waits.pop(name, None)

    def _settle(self, seen: dict[str, Any]) -> None:
        """Judge what came, what is late, what was not there, which question nobody answered."""
        number = seen["day"]
        for (name, _, _), made in zip(self._asked, seen["orders"], strict=True):
            if made is None:
                self._leave(name, self._luck("empty", name, number).random() < LOST_EMPTY)
            else:
                self._due[made] = (name, number)
        for parcel in seen["parcels"]:
            if parcel["state"] == "delivered":
                self._due.pop(parcel["order"], None)
        for made, (name, since) in list(self._due.items()):
            if number - since > LATE_DAYS:
                del self._due[made]
                self._leave(name, self._luck("late", made).random() < LOST_LATE)
        for name, (since, _, _) in list(self._waits.items()):
            if number - since > ANSWER_DAYS:
                del self._waits[name]
                self._leave(name, self._luck("silent", name, number).random() < LOST_SILENT)
