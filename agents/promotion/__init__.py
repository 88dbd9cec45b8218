"""推广, the promotion employee: keyword ads."""

from pathlib import Path

from agents.roster import Employee

EMPLOYEE = Employee(
    name="promotion",
    title="Promotion",
    title_zh="推广",
    handoff_line="keyword bids and what the ads bring",
    folder=Path(__file__).parent,
)
