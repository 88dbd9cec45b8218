"""A hundred turns of the owner's chat, beside plain ``create_agent`` with subagents as tools: ``make bench``.

Both talk to the same deterministic endpoint on this machine. CPU is the process's less the endpoint's own; the staff's
includes what the other does not do: evidence from the shop, the kernel, the record in a database.
"""

from __future__ import annotations

import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI

from agents.chat_models import connect
from config.settings import Settings
from tests.support.endpoint import Endpoint, decide, endpoint
from tests.support.gift_shop import open_gift_shop

TURNS = 100
SHOWN = (1, 10, 50, 100)
ASKS = (
    "How was yesterday?",
    "Why did prices change yesterday?",
    "Raise the white hanging heart by 1%",
    "What is the plan of the day?",
    "Any news about the keywords?",
)
EMPLOYEES = ("store_manager", "product", "customer", "promotion")


@dataclass
class Measured:
    """What one system took: calls, CPU and the largest request of each turn."""

    calls: list[int] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    largest: list[int] = field(default_factory=list)
    total: int = 0


def measure(server: Endpoint, turn: Callable[[str], object]) -> Measured:
    """Let a system take all turns."""
    found = Measured()
    for number in range(TURNS):
        server.sizes.clear()
        began, busy = time.process_time(), server.busy_s
        turn(ASKS[number % len(ASKS)])
        found.cpu_ms.append(1000 * (time.process_time() - began - (server.busy_s - busy)))
        found.calls.append(len(server.sizes))
        found.largest.append(max(server.sizes, default=0))
        found.total += sum(server.sizes)
    return found


def staff(server: Endpoint) -> Measured:
    """Ask the staff of the gift shop."""
    model = connect(Settings(model="local-test", base_url=server.url))
    with tempfile.TemporaryDirectory() as home:
        shop = open_gift_shop(Path(home))

        def turn(text: str) -> None:
            shop.pass_time(seconds=1)
            shop.owner(text, model)

        try:
            return measure(server, turn)
        finally:
            shop.house.close()


def subagents(server: Endpoint) -> Measured:
    """Ask a main agent that has one subagent for each employee as a tool and keeps its conversation."""
    model = ChatOpenAI(model="local-test", base_url=server.url, api_key="none", use_responses_api=False)  # type: ignore[arg-type]

    def as_tool(name: str) -> Any:
        agent = create_agent(
            model, [], system_prompt=f"You are the {name} employee of a shop. Answer the task in a line."
        )

        def ask(task: str) -> str:
            return str(agent.invoke({"messages": [{"role": "user", "content": task}]})["messages"][-1].text)

        return tool(f"ask_{name}", description=f"Give a task to the {name} employee.")(ask)

    main = create_agent(
        model, [as_tool(name) for name in EMPLOYEES], system_prompt="You supervise a shop's staff. Use the tools."
    )
    messages: list[Any] = []

    def turn(text: str) -> None:
        messages.append({"role": "user", "content": text})
        messages[:] = main.invoke({"messages": messages})["messages"]

    return measure(server, turn)


def says(request: dict[str, Any]) -> dict[str, Any]:
    """Reply to the staff as a recommendation is followed; to the other system with one hand-off, then a line."""
    tools = [one["function"]["name"] for one in request.get("tools", ())]
    last = request["messages"][-1]
    if not any(name.startswith("ask_") for name in tools):
        return decide(request) if tools else {"role": "assistant", "content": "Sales were £8,279.92, prices stand."}
    if last["role"] == "tool":
        return {"role": "assistant", "content": f"The staff says: {last['content']}"}
    asked = sum(one["role"] == "user" for one in request["messages"])
    arguments = f'{{"task": "{last["content"]}"}}'
    call = {"name": tools[asked % len(tools)], "arguments": arguments}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": f"call_{asked}", "type": "function", "function": call}],
    }


def main() -> None:
    """Print the table."""
    print(f"{TURNS} turns of the owner's chat, Python {platform.python_version()}, one process, local endpoint")
    print(
        f"{'system':34} {'calls':>5} {'CPU ms/turn 2-10':>17} {'@100':>6} "
        + "".join(f"{f'B @{n}':>9}" for n in SHOWN)
        + "  total MB"
    )
    for name, run in (("shopstaff, last six messages", staff), ("create_agent, subagents as tools", subagents)):
        with endpoint() as server:
            server.says = says
            found = run(server)
        early = sum(found.cpu_ms[1:10]) / 9
        late = sum(found.cpu_ms[90:]) / 10
        sizes = "".join(f"{found.largest[n - 1]:>9,}" for n in SHOWN)
        print(f"{name:34} {sum(found.calls):>5} {early:>17.1f} {late:>6.1f} {sizes} {found.total / 1e6:>9.2f}")
    print("B @n: the largest request of turn n in bytes; @100: mean of turns 91 to 100. CPU is noisy.")
    print(
        "The staff's CPU includes evidence, kernel and record; a question of the staff's takes 1 or 2 calls, there 3."
    )


if __name__ == "__main__":
    main()
