"""客户, the customer employee: inquiries, quotes and shipping."""

from pathlib import Path

from agents.roster import Employee

EMPLOYEE = Employee(
    name="customer",
    title="Customer",
    title_zh="客户",
    handoff_line="buyers' messages, quotes, and orders that have to leave",
    folder=Path(__file__).parent,
)
