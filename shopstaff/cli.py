"""The commands, their options and their help; each one's work is in `shopstaff/commands/`, imported when it runs.

Exit codes: 0 done, 1 refused or failed, 2 wrong use or configuration. An error is one line that says the remedy.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from kit.errors import BadInput, ShopstaffError

app = typer.Typer(
    help="Shopstaff 数字店员: four digital employees that run a factory's online shop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
approvals = typer.Typer(help="The owner's inbox: effects that wait for a decision.", no_args_is_help=True)
audit = typer.Typer(help="The ledger of everything that was done.", no_args_is_help=True)
app.add_typer(approvals, name="approvals")
app.add_typer(audit, name="audit")
limits = typer.Typer(help="What the staff may do; changing it is yours alone.", no_args_is_help=True)
autonomy = typer.Typer(help="Levels by action class, with measured error.", invoke_without_command=True)
talks = typer.Typer(help="Conversations with buyers: take one over, give it back.", no_args_is_help=True)
quotes = typer.Typer(help="The binding offers and their signatures.", no_args_is_help=True)
scenario = typer.Typer(help="Worlds to measure policies in.", no_args_is_help=True)
app.add_typer(scenario, name="scenario")
app.add_typer(talks, name="talks")
app.add_typer(quotes, name="quotes")
app.add_typer(limits, name="limits")
app.add_typer(autonomy, name="autonomy", epilog="Example: shopstaff autonomy")

ShopOption = Annotated[str | None, typer.Option("--shop", help="Shop to work on; one shop needs no flag.")]
WhyOption = Annotated[str, typer.Option(help="Reason; it is kept.")]
EmployeeOption = Annotated[str | None, typer.Option(help="Only this employee, e.g. product.")]
ActionOption = Annotated[str | None, typer.Option(help="Only this action class, e.g. refund.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON (docs/json.md).")]


@app.command(epilog="Example: shopstaff demo --days 10 --json demo.json --html report.html")
def demo(
    world: Annotated[str, typer.Option(help="World to live in, a name or a folder.")] = "giftware",
    days: Annotated[int, typer.Option(help="Days to run, 1 to 730.")] = 10,
    seed: Annotated[int, typer.Option(help="Seed of all luck in the market, 0 or more.")] = 1,
    json: Annotated[Path | None, typer.Option("--json", help="Write the results as JSON to this file.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the report here (default: in the home).")] = None,
    language: Annotated[
        str | None, typer.Option(help="Of the report: zh, en or both (default: zh for a shop in yuan, else en).")
    ] = None,
    market: Annotated[
        str | None, typer.Option(help="Who plays the buyers: module:Class or a command (docs/market.md).")
    ] = None,
    market_timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a market's command may take a day.")] = 60.0,
) -> None:
    """Let the crew run a shop in a market, beside a plain fixed rule, and report."""
    around = {"market": market, "market_timeout": market_timeout}
    _run("demo", world=world, days=days, seed=seed, json_file=json, html_file=html, language=language, **around)


@app.command("import", epilog="Example: shopstaff import products.csv orders.csv --shop my-shop")
def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV of products, customers, orders or stock; docs/import.md.")],
    shop: ShopOption = None,
    currency: Annotated[str, typer.Option(help="Currency of a new shop, ISO 4217.")] = "CNY",
    json: JsonFlag = False,
) -> None:
    """Read catalogue, stock, customers and orders from CSV; nothing is half imported."""
    _run("import_files", files=files, shop=shop, currency=currency, as_json=json)


@app.command(epilog='Example: shopstaff chat "Raise the white hanging heart by 8%"')
def chat(
    text: Annotated[str, typer.Argument(help="What you say, Chinese or English.")],
    speaker: Annotated[str, typer.Option("--as", help="owner, buyer, or buyer:ID.")] = "owner",
    to: Annotated[str | None, typer.Option(help="Employee to ask, e.g. product.")] = None,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Say one thing to the staff and read the answer and its effects."""
    _run("chat", text=text, speaker=speaker, to=to, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff jobs")
def jobs(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """List what each employee does, when, and how it went."""
    _run("jobs", shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff work --once")
def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now and stop.")] = False,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Do the work that is due: events of the shop and jobs whose time has come."""
    _run("work", once=once, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff explain ef_3f0c9a51d2b7e846")
def explain(
    effect_id: Annotated[str, typer.Argument(help="Id of an effect, ef_…, or of a task, task_….")],
    language: Annotated[str | None, typer.Option(help="zh or en; the task's own if not given.")] = None,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Say why something was done: facts, numbers, verdict, approval, outcome."""
    _run("explain", subject=effect_id, language=language, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff replay ef_3f0c9a51d2b7e846")
def replay(
    subject: Annotated[str, typer.Argument(help="Id of an effect, ef_…, or of a task, task_….")],
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Think and judge again from what was stored, and compare; nothing is done."""
    _run("replay", subject=subject, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff undo ef_3f0c9a51d2b7e846")
def undo(effect_id: str, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Take an effect back through the same door, or say why it is final."""
    _run("undo", effect_id=effect_id, shop=shop, as_json=json)


@app.command("forget-buyer", epilog="Example: shopstaff forget-buyer 17850")
def forget_buyer(
    buyer: Annotated[str, typer.Argument(help="Id of the buyer.")], shop: ShopOption = None, json: JsonFlag = False
) -> None:
    """Blank a buyer's personal data everywhere; orders, money and the ledger's chain stay."""
    _run("forget_buyer", buyer=buyer, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff redteam --calls 2000 --json redteam.json")
def redteam(
    calls: Annotated[int, typer.Option(help="Hostile tool calls, 0 or more; 100000 is the full drill.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of the hostile model.")] = 1,
    legal: Annotated[int, typer.Option(help="Legal effects of scenario runs that must pass, 0 or more.")] = 0,
    json: Annotated[Path | None, typer.Option("--json", help="Write the results as JSON to this file.")] = None,
) -> None:
    """Attack the staff: a hostile model at every tool, and every known public failure, on shops made for it."""
    _run("redteam", calls=calls, seed=seed, legal=legal, json_file=json)


@app.command(epilog="Example: shopstaff doctor")
def doctor(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Say what is configured, what is missing, and what to do about it."""
    _run("doctor", shop=shop, as_json=json)


@approvals.command("list", epilog="Example: shopstaff approvals list")
def approvals_list(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """List the effects that wait for a decision."""
    _run("approvals", "show", shop=shop, as_json=json)


@approvals.command("approve", epilog="Example: shopstaff approvals approve ef_3f0c9a51d2b7e846")
def approvals_approve(
    effect_id: str,
    role: Annotated[str, typer.Option(help="Who decides: owner or manager.")] = "owner",
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Approve one effect; it is judged again and carried out once."""
    _run("approvals", "approve", effect_id=effect_id, role=role, shop=shop, as_json=json)


@approvals.command("edit", epilog="Example: shopstaff approvals edit ef_3f0c9a51d2b7e846 --set amount=900")
def approvals_edit(
    effect_id: str,
    changes: Annotated[list[str], typer.Option("--set", help="field=value; a path as in tiers.0.unit_price=290.")],
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Reject one effect and submit it in your own form, which is judged anew."""
    _run("approvals", "edit", effect_id=effect_id, changes=changes, shop=shop, as_json=json)


@approvals.command("reject", epilog='Example: shopstaff approvals reject ef_3f0c9a51d2b7e846 --why "too much"')
def approvals_reject(
    effect_id: str,
    why: Annotated[str, typer.Option(help="Reason; the staff remembers it.")],
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Reject one effect; nothing is done."""
    _run("approvals", "reject", effect_id=effect_id, why=why, shop=shop, as_json=json)


@talks.command("list", epilog="Example: shopstaff talks list")
def talks_list(
    everything: Annotated[bool, typer.Option("--all", help="Those of the staff, too.")] = False,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """List the conversations that a person has, with what they should know."""
    _run("talks", "show", everything=everything, shop=shop, as_json=json)


@talks.command("take", epilog='Example: shopstaff talks take thread_3f0c9a51d2b7e846 --why "an old customer"')
def talks_take(thread_id: str, why: WhyOption, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Take a conversation over; the staff is silent in it."""
    _run("talks", "take", thread_id=thread_id, why=why, shop=shop, as_json=json)


@talks.command("say", epilog='Example: shopstaff talks say thread_3f0c9a51d2b7e846 "We can do that by Friday."')
def talks_say(thread_id: str, text: str, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Answer a buyer yourself, in a conversation you have taken over."""
    _run("talks", "say", thread_id=thread_id, text=text, shop=shop, as_json=json)


@talks.command("give-back", epilog="Example: shopstaff talks give-back thread_3f0c9a51d2b7e846")
def talks_give_back(thread_id: str, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Give a conversation back to the staff."""
    _run("talks", "give_back", thread_id=thread_id, shop=shop, as_json=json)


@quotes.command("list", epilog="Example: shopstaff quotes list --buyer 17850")
def quotes_list(
    buyer: Annotated[str | None, typer.Option(help="Only this buyer's.")] = None,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """List the binding offers, newest first."""
    _run("quotes", "show", buyer=buyer, shop=shop, as_json=json)


@quotes.command("verify", epilog="Example: shopstaff quotes verify quote_3f0c9a51d2b7e846 5be1c0…")
def quotes_verify(
    quote_id: str,
    signature: Annotated[str, typer.Argument(help="At least its first 16 digits.")],
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Check that an offer somebody shows is the one this shop made."""
    _run("quotes", "verify", quote_id=quote_id, signature=signature, shop=shop, as_json=json)


@audit.command("verify", epilog="Example: shopstaff audit verify")
def audit_verify(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Check the ledger's chain link by link."""
    _run("audit", shop=shop, as_json=json)


@app.command(epilog='Example: shopstaff stop --action refund --why "audit"')
def stop(
    why: WhyOption,
    employee: EmployeeOption = None,
    action: ActionOption = None,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Pull the kill switch; what is in flight is listed."""
    _run("stop", employee=employee, action=action, why=why, shop=shop, as_json=json)


@app.command(epilog="Example: shopstaff resume --action refund")
def resume(
    employee: EmployeeOption = None, action: ActionOption = None, shop: ShopOption = None, json: JsonFlag = False
) -> None:
    """Release the kill switch."""
    _run("stop", "resume", employee=employee, action=action, shop=shop, as_json=json)


@limits.command("show", epilog="Example: shopstaff limits show")
def limits_show(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Print the limits in force."""
    _run("limits", "show", shop=shop, as_json=json)


@limits.command("set", epilog='Example: shopstaff limits set refund.auto_per_effect 5000 --why "busy season"')
def limits_set(
    key: Annotated[str, typer.Argument(help="Table and name, e.g. refund.auto_per_effect.")],
    value: Annotated[str, typer.Argument(help="Money in minor units, rates as shares of 1, times as 22:00.")],
    why: WhyOption,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also if prices are then below the floor.")] = False,
    shop: ShopOption = None,
    json: JsonFlag = False,
) -> None:
    """Change one limit; after any fault the old limits stay."""
    _run("limits", "change", key=key, value=value, why=why, anyway=anyway, shop=shop, as_json=json)


@limits.command("history", epilog="Example: shopstaff limits history")
def limits_history(shop: ShopOption = None, json: JsonFlag = False) -> None:
    """List the versions: when, by whom, why."""
    _run("limits", "history", shop=shop, as_json=json)


@autonomy.callback()
def autonomy_show(context: typer.Context, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """List action classes: level, effects, errors with interval, and what the next level takes."""
    if context.invoked_subcommand is None:
        _run("autonomy", "show", shop=shop, as_json=json)


@autonomy.command("set", epilog='Example: shopstaff autonomy set price 3 --why "a good quarter"')
def autonomy_set(action: str, level: str, why: WhyOption, shop: ShopOption = None, json: JsonFlag = False) -> None:
    """Set the level of one action class, 0 to 3."""
    _run("autonomy", "change", action=action, level=level, why=why, shop=shop, as_json=json)


@scenario.command("list", epilog="Example: shopstaff scenario list")
def scenario_list(json: JsonFlag = False) -> None:
    """List the worlds and the policies."""
    _run("scenario", "show", as_json=json)


@scenario.command("run", epilog="Example: shopstaff scenario run giftware --policy crew,rule --days 30 --seeds 1-5")
def scenario_run(
    world: Annotated[str, typer.Argument(help="A world's name, folder or file; several: a,b or sixteen-test-01..20.")],
    policy: Annotated[
        str,
        typer.Option(
            help="Policies, with commas: crew, crew-no-memory, engines, desk-engines, rule, best-rule, oracle."
        ),
    ],
    days: Annotated[int, typer.Option(help="Days to run, 1 to 730.")] = 30,
    seeds: Annotated[str, typer.Option(help="Seeds of the market's luck: 1-5, or 1,4,7.")] = "1-5",
    jobs: Annotated[int, typer.Option(help="Runs at once.")] = 1,
    json: Annotated[Path | None, typer.Option("--json", help="Write the results as JSON to this file.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write the report to this file; contest.html in the home if not given.")
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(help="Who plays the buyers instead: module:Class, or a command that speaks JSON lines."),
    ] = None,
    market_timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a market's command may take a day.")] = 60.0,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a parameter: traffic.search_visits=500, articles.SKU-14.cost=320."),
    ] = None,
) -> None:
    """Measure policies beside each other; a batch that was stopped goes on where it was."""
    around = {"market": market, "market_timeout": market_timeout, "overrides": set_ or ()}
    plan = {"world": world, "policy": policy, "days": days, "seeds": seeds, "jobs": jobs}
    _run("scenario", **plan, json_file=json, report=report, **around)


def main() -> None:
    """Run the command line."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        # before numpy is loaded: its matrices here are small, and threads of several runs stand in each other's way
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign gets a question mark
    try:
        app()
    except BadInput as error:
        _fail(error, [str(error), *error.faults])
    except ShopstaffError as error:
        _fail(error, [str(error)])
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(error: ShopstaffError, lines: list[str]) -> None:
    print("error: " + "\n  ".join(" ".join(line.split()) for line in lines), file=sys.stderr)
    sys.exit(error.exit_code)


def _run(command: str, action: str = "run", /, **options: Any) -> None:
    # the whole stack costs 3 CPU seconds to import; help and doctor must not pay for it
    getattr(import_module(f"shopstaff.commands.{command}"), action)(**options)
