"""店长, the store manager: plans the day, explains, and answers the owner."""

from pathlib import Path

from agents.roster import Employee

EMPLOYEE = Employee(
    name="store_manager",
    title="Store manager",
    title_zh="店长",
    handoff_line="the plan of the day, figures of the shop, why something was done, what the owner asks",
    folder=Path(__file__).parent,
)
