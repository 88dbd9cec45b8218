"""What buyers type: reported by the slot, worth different things, and caught by a keyword of exactly that text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from scenarios.market.auctions import draw
from scenarios.market.streams import stream
from scenarios.market.terms import make_terms, split_auctions
from scenarios.world import LoadedWorld
from tests.scenarios.conftest import Run


def test_the_terms_of_a_keyword_share_its_searches_and_buy_as_often_as_it_says(giftware: LoadedWorld) -> None:
    terms = make_terms(giftware.spec.ads)
    for place, keyword in enumerate(giftware.spec.ads.keywords):
        mine = terms.keyword == place
        assert np.isclose(terms.share[mine].sum(), 1) and np.isclose(
            (terms.share * terms.worth)[mine].sum(), keyword.worth
        )
        assert terms.text[int(np.flatnonzero(mine)[0])] == keyword.text


def test_splitting_loses_no_search_and_no_click(giftware: LoadedWorld) -> None:
    ads = giftware.spec.ads
    terms, whole = make_terms(ads), draw(ads, stream(1, "a"), 0.25, 10)
    parts = split_auctions(whole, terms, stream(1, "b"))
    for place in range(len(ads.keywords)):
        mine = terms.keyword == place
        assert (parts.searches[mine].sum(axis=0) == whole.searches[place]).all()
        assert (parts.willing[mine].sum(axis=0) == whole.willing[place]).all()
        assert (parts.rivals[mine] == whole.rivals[place]).all()
    assert (parts.willing <= parts.searches).all()


def test_the_platform_reports_within_the_day_and_by_what_was_typed(start: Callable[..., Run]) -> None:
    run, spent = start(2), list[int]()
    ads = run.shop.reads.ads
    assert ads is not None
    window = {"since": run.first_day, "until": run.first_day + timedelta(days=1)}
    run.days(1, after_slot=lambda run: spent.append(sum(row.spend for row in ads.keyword_report(**window))))
    assert len(spent) == 4 and spent == sorted(spent) and spent[0] > 0 and spent[1] > spent[0]
    typed, keywords = ads.search_terms(**window), ads.keyword_report(**window)
    for name in ("impressions", "clicks", "spend", "orders", "sales"):
        assert sum(getattr(row, name) for row in typed) == sum(getattr(row, name) for row in keywords)
    assert {row.term for row in typed} <= set(run.market.hidden.terms.text)


def test_a_term_goes_to_the_keyword_of_its_text_while_that_runs(start: Callable[..., Run]) -> None:
    run = start(2)
    ads, writes = run.shop.reads.ads, run.shop.writes.ads
    assert ads is not None and writes is not None
    parent = next(one for one in ads.list_keywords() if one.id == "kw-jumbo-bag")
    text = "jumbo bag red retrospot"
    own = writes.add_keyword(parent.campaign_id, text.upper(), parent.bid, parent.skus, key="add").object_id
    assert own is not None
    run.days(1)
    window = {"since": run.first_day, "until": run.first_day + timedelta(days=1)}
    caught = {row.keyword_id for row in ads.search_terms(**window) if row.term == text}
    assert caught == {own}
    assert sum(row.clicks for row in ads.keyword_report(**window) if row.keyword_id == own) > 0
    writes.set_keyword_paused(own, True, key="pause")
    run.days(1, start=1)
    later = {"since": run.first_day + timedelta(days=1), "until": run.first_day + timedelta(days=2)}
    assert {row.keyword_id for row in ads.search_terms(**later) if row.term == text} == {parent.id}
