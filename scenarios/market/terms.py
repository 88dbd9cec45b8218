"""What buyers type: a keyword's searches are those of several terms, which do not buy alike.

Each keyword's terms have stated shares of its searches and a worth, the factor on the chance that a click orders; the
keyword's own text has what is left of both, so that all together buy as often as the world says. The shop sees terms
only in the ad platform's report. A term that the shop bids on by itself goes to that keyword while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from scenarios.market.auctions import Auctions, Floats, Ints
from scenarios.world_spec import AdsPart


@dataclass(frozen=True)
class Terms:
    """Arrays over the R typed terms: row of the keyword that declares each, text, share of its searches, worth."""

    keyword: Ints
    text: tuple[str, ...]
    share: Floats
    worth: Floats


def make_terms(ads: AdsPart) -> Terms:
    """List the typed terms of a world: of each keyword its own text first."""
    rows: list[tuple[int, str, float, float]] = []
    for place, keyword in enumerate(ads.keywords):
        rest = 1 - sum(one.share for one in keyword.terms)
        worth = 1 - sum(one.share * one.worth for one in keyword.terms)
        rows.append((place, keyword.text, rest, keyword.worth * worth / rest))
        rows += [(place, one.text, one.share, keyword.worth * one.worth) for one in keyword.terms]
    return Terms(
        keyword=np.array([row[0] for row in rows], dtype=np.int64),
        text=tuple(row[1] for row in rows),
        share=np.array([row[2] for row in rows], dtype=float),
        worth=np.array([row[3] for row in rows], dtype=float),
    )


def split_auctions(auctions: Auctions, terms: Terms, luck: Generator) -> Auctions:
    """Split the auctions of keywords ``[K, B]`` into those of their terms ``[R, B]``, at the same rivals."""
    if len(terms.text) == len(auctions.searches):
        return auctions
    searches, willing = [], []
    for place in range(len(auctions.searches)):
        shares = terms.share[terms.keyword == place]
        shares = shares / shares.sum()
        click = luck.multinomial(auctions.willing[place], shares)
        pass_by = luck.multinomial(auctions.searches[place] - auctions.willing[place], shares)
        willing.append(click.T)
        searches.append((click + pass_by).T)
    return replace(
        auctions,
        searches=np.concatenate(searches).astype(np.int64),
        willing=np.concatenate(willing).astype(np.int64),
        rivals=auctions.rivals[terms.keyword],
    )
