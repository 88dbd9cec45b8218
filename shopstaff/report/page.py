"""Writing the report: reading what is needed, turning it into views, filling the template."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from agents.roster import employees
from config.settings import Settings
from kit.text import Language
from scenarios.runner import Result
from shopstaff.house import open_house
from shopstaff.report import background, figures
from shopstaff.report.anchors import link
from shopstaff.report.charts import HEIGHT, LEFT, RIGHT, WIDTH
from shopstaff.report.counts import counts_of
from shopstaff.report.data import Evidence, gather
from shopstaff.report.decisions import Decisions
from shopstaff.report.people import people_of
from shopstaff.report.talks import sent_of, talks_of
from shopstaff.report.words import words_of

FOLDER = Path(__file__).parent


def write_report(
    path: Path,
    summary: dict[str, Any],
    crew: Result,
    rule: Result,
    *,
    settings: Settings,
    shop: str,
    currency: str,
    language: Language = "en",
    other: str = "",
) -> None:
    """Write the report of a demo as one HTML file that needs nothing else.

    Args:
        path: The file; it is replaced.
        summary: What :func:`shopstaff.summary.summarise` gave.
        crew: The crew's run; its shop still stands in the home.
        rule: The fixed rule's run.
        settings: Where the home is.
        shop: Id of the crew's shop.
        currency: ISO 4217 code of the shop's money.
        language: Of the page.
        other: Name of the page in the other language beside it, to link to; empty if there is none.
    """
    house = open_house(settings, shop)
    try:
        evidence = gather(house, crew.effects, currency=currency, say=words_of(language))
    finally:
        house.close()
    path.write_text(render(summary, crew, rule, evidence, other), encoding="utf-8", newline="\n")


def render(summary: dict[str, Any], crew: Result, rule: Result, evidence: Evidence, other: str = "") -> str:
    """Give the page's HTML; the same input gives the same text."""
    names = evidence.names
    decisions = Decisions(evidence, crew.effects)
    # what is quoted comes first: the facts that its figures lead to are shown below
    people = people_of(evidence, crew.effects, decisions.linker, decisions.shown)
    in_full = sum(names.day(row.submitted_at) >= evidence.first_day for row in crew.effects)
    world = background.world_of(crew.world)
    script = (FOLDER / "page.js").read_text(encoding="utf-8").strip()
    views = {
        "lang": names.say.language,
        "other": other,
        "summary": summary,
        "crew": crew,
        "rule": rule,
        "info": evidence.info,
        "currency": names.currency,
        "last_day": crew.start + timedelta(days=crew.days - 1),
        "first_day": evidence.first_day,
        "tiles": figures.tiles_of(crew, rule, names),
        "charts": figures.charts_of(crew, rule, names),
        "day_heads": figures.DAY_HEADS,
        "day_rows": figures.day_rows(crew.daily, rule.daily, names),
        "people": people,
        "counts": counts_of(summary, evidence.tasks, crew.effects, names.say),
        "link": link,
        "notes": decisions.notes(),
        "days": decisions.days(),
        "earlier": decisions.earlier(),
        "shown": in_full,
        "talks": talks_of(evidence, sent_of(crew.effects, decisions.shown)),
        "all_threads": evidence.all_threads,
        "limits": sorted({row.limits for row in crew.effects if row.limits}),
        "definitions": background.DEFINITIONS,
        "assumptions": background.assumptions(world, names),
        "attribution": background.attribution(world),
        "world": world,
        "staff": employees(),
        "axis": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT},
        "script": Markup(script),
        "digest": _digest(script),
    }
    return environment(names.say.language).get_template("page.html.j2").render(views)


def _digest(script: str) -> str:
    """Give the digest by which the page's policy allows this script and no other."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def environment(language: Language) -> Environment:
    """Give the templates, which say their texts in a language."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    say = words_of(language)
    environment.globals.update(_=say.markup, pick=say.pick)
    return environment
