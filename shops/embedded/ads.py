"""Keyword ads of the built-in shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from kit.errors import BadInput
from kit.ids import stable_id
from shops.ad_budgets import BudgetChange
from shops.embedded.budget_tables import BUDGET_CHANGE
from shops.embedded.catalogue import find_variants
from shops.embedded.kept import kept
from shops.embedded.rows import Span, add_rows, change_rows, count_up, find_as, find_row, find_rows, put_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import CAMPAIGN, KEYWORD, KEYWORD_DAY
from shops.embedded.term_tables import SEARCH_TERM
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Campaign, Keyword, KeywordDay, Outcome
from shops.search_terms import SearchTermDay


class EmbeddedAdReader:
    """Reads campaigns, keywords and their report."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def list_campaigns(self) -> Sequence[Campaign]:
        """List campaigns by id."""
        with self._store.reading() as connection:
            return find_as(Campaign, connection, CAMPAIGN, self._store.shop_id, order=("id",))

    @kept
    def list_keywords(self, *, campaign_id: str | None = None) -> Sequence[Keyword]:
        """List keywords by id."""
        with self._store.reading() as connection:
            return find_as(Keyword, connection, KEYWORD, self._store.shop_id, campaign_id=campaign_id, order=("id",))

    @kept
    def list_budget_changes(self, *, since: datetime) -> Sequence[BudgetChange]:
        """List daily budgets that were set, oldest first."""
        shop_id, by = self._store.shop_id, ("at", "number")
        with self._store.reading() as connection:
            return find_as(BudgetChange, connection, BUDGET_CHANGE, shop_id, at=Span(since=since), order=by)

    @kept
    def keyword_report(self, *, since: date, until: date) -> Sequence[KeywordDay]:
        """Give the report by day and keyword; ``until`` is exclusive."""
        shop_id, by = self._store.shop_id, ("day", "keyword_id")
        with self._store.reading() as connection:
            return find_as(KeywordDay, connection, KEYWORD_DAY, shop_id, day=Span(since, until), order=by)

    def search_terms(self, *, since: date, until: date) -> Sequence[SearchTermDay]:
        """Give what buyers typed by day, keyword and term; ``until`` is exclusive."""
        shop_id, by = self._store.shop_id, ("day", "keyword_id", "term")
        with self._store.reading() as connection:
            return find_as(SearchTermDay, connection, SEARCH_TERM, shop_id, day=Span(since, until), order=by)


class EmbeddedAdWrites:
    """Sets bids and budgets, and pauses keywords."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._shop_id = journal.store.shop_id

    def set_bid(self, keyword_id: str, bid: int, *, key: str) -> Outcome:
        """Set the most that is paid for one click; refused below one minor unit."""

        def act(connection: sa.Connection) -> Outcome:
            self._find_keyword(connection, keyword_id)
            if bid < 1:
                return refused("a bid is at least one minor unit; pause the keyword instead")
            self._set_keyword(connection, keyword_id, bid=bid)
            return done(keyword_id)

        return self._journal.once("set_bid", key, {"keyword_id": keyword_id, "bid": bid}, act)

    def add_keyword(self, campaign_id: str, text: str, bid: int, skus: Sequence[str], *, key: str) -> Outcome:
        """Bid on another search word; refused when the shop has it already, it is blank or the bid below one unit."""

        def act(connection: sa.Connection) -> Outcome:
            if find_row(connection, CAMPAIGN, self._shop_id, "id", campaign_id) is None:
                raise absent("campaign", campaign_id, "list campaigns")
            find_variants(connection, self._shop_id, skus)
            there = find_rows(connection, KEYWORD, self._shop_id, fields=("text",), order=())
            if text.strip().lower() in {one.lower() for (one,) in there} or not text.strip():
                return refused("the shop bids on exactly this already, or it is blank")
            if bid < 1:
                return refused("a bid is at least one minor unit")
            made = Keyword(
                id=stable_id("keyword", self._shop_id, key),
                campaign_id=campaign_id,
                text=text.strip(),
                bid=bid,
                skus=tuple(skus),
            )
            put_rows(connection, KEYWORD, [{"shop_id": self._shop_id, **made.model_dump(), "skus": list(skus)}])
            return done(made.id)

        asked = {"campaign_id": campaign_id, "text": text, "bid": bid, "skus": list(skus)}
        return self._journal.once("add_keyword", key, asked, act)

    def set_keyword_paused(self, keyword_id: str, paused: bool, *, key: str) -> Outcome:
        """Stop or start a keyword."""

        def act(connection: sa.Connection) -> Outcome:
            self._find_keyword(connection, keyword_id)
            self._set_keyword(connection, keyword_id, paused=paused)
            return done(keyword_id)

        return self._journal.once("set_keyword_paused", key, {"keyword_id": keyword_id, "paused": paused}, act)

    def set_budgets(self, budgets: Mapping[str, int], *, key: str) -> Outcome:
        """Set daily budgets by campaign, all of them or none; refused below one minor unit."""

        def act(connection: sa.Connection) -> Outcome:
            stand = _budgets(connection, self._shop_id)
            for campaign_id in budgets:
                if campaign_id not in stand:
                    raise absent("campaign", campaign_id, "list campaigns")
            if not budgets or min(budgets.values()) < 1:
                return refused("a daily budget is at least one minor unit; stop the keywords instead")
            for campaign_id, budget in budgets.items():
                change_rows(connection, CAMPAIGN, self._shop_id, {"id": campaign_id}, daily_budget=budget)
            _note_budgets(connection, self._shop_id, stand, budgets, at=self._journal.store.clock.now(), key=key)
            return done(",".join(sorted(budgets)))

        return self._journal.once("set_budgets", key, {"budgets": dict(budgets)}, act)

    def _find_keyword(self, connection: sa.Connection, keyword_id: str) -> None:
        if find_row(connection, KEYWORD, self._shop_id, "id", keyword_id) is None:
            raise absent("keyword", keyword_id, "list keywords")

    def _set_keyword(self, connection: sa.Connection, keyword_id: str, **values: object) -> None:
        change_rows(connection, KEYWORD, self._shop_id, {"id": keyword_id}, **values)


def load_ads(store: ShopStore, campaigns: Sequence[Campaign], keywords: Sequence[Keyword]) -> None:
    """Open campaigns and keywords; an id that is there already is replaced.

    Raises:
        BadInput: A keyword of a campaign that is not there.
    """
    with store.writing() as connection:
        stand, new = _budgets(connection, store.shop_id), {row.id: row.daily_budget for row in campaigns}
        put_rows(connection, CAMPAIGN, [{"shop_id": store.shop_id, **row.model_dump()} for row in campaigns])
        _note_budgets(connection, store.shop_id, stand, new, at=store.clock.now(), key="")
        there = stand.keys() | new.keys()
        faults = [
            f"keyword {row.id}: no campaign {row.campaign_id}" for row in keywords if row.campaign_id not in there
        ]
        if faults:
            raise BadInput("the ads cannot be loaded; correct these: " + "; ".join(faults), faults)
        rows = [{"shop_id": store.shop_id, **row.model_dump(), "skus": list(row.skus)} for row in keywords]
        put_rows(connection, KEYWORD, rows)


def _budgets(connection: sa.Connection, shop_id: str) -> dict[str, int]:
    rows = find_rows(connection, CAMPAIGN, shop_id, fields=("id", "daily_budget"), order=("id",))
    return {row.id: row.daily_budget for row in rows}


def _note_budgets(
    connection: sa.Connection, shop_id: str, old: Mapping[str, int], new: Mapping[str, int], *, at: datetime, key: str
) -> None:
    """Write down the budgets that differ from those that stood."""
    made = {"shop_id": shop_id, "at": at, "key": key}
    rows = [
        {"campaign_id": name, "old": old.get(name, 0), "new": budget, **made}
        for name, budget in new.items()
        if budget != old.get(name)
    ]
    add_rows(connection, BUDGET_CHANGE, rows)


def record_keywords(store: ShopStore, rows: Sequence[KeywordDay]) -> None:
    """Add to the ad report of the day: the counts are added to those that are there.

    Raises:
        Retry: A keyword is not there.
    """
    with store.writing() as connection:
        query = sa.select(KEYWORD.c.id).where(KEYWORD.c.shop_id == store.shop_id)
        there = set(connection.execute(query).scalars())
        for row in rows:
            if row.keyword_id not in there:
                raise absent("keyword", row.keyword_id, "list keywords")
        count_up(connection, KEYWORD_DAY, [{"shop_id": store.shop_id, **row.model_dump()} for row in rows])


def record_search_terms(store: ShopStore, rows: Sequence[SearchTermDay]) -> None:
    """Add to the report of what buyers typed: the counts are added to those that are there."""
    with store.writing() as connection:
        count_up(connection, SEARCH_TERM, [{"shop_id": store.shop_id, **row.model_dump()} for row in rows])
