"""The report of a demo: one HTML file that works offline, for a phone and a desktop."""

from shopstaff.report.page import write_report

__all__ = ["write_report"]
