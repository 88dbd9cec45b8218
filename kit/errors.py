"""Every error of the house, sorted by who must act.

ShopstaffError
├── Retry            the model: the text goes back to it as the tool's result
├── NeedsApproval    a person: the effect is held, the task goes on
├── Unavailable      wait: try again later with backoff
├── Refused          nobody: the shop's or the kernel's final no
└── Misconfigured    the operator: a setting, a file or an argument is wrong
    └── BadInput     the user: a file or an argument with several faults, one a line

The docstring of a class is its default message and names the remedy. Anything else that is raised is a bug
and surfaces.
"""

from __future__ import annotations


class ShopstaffError(Exception):
    """Something went wrong; run `shopstaff doctor` to see what is configured."""

    code = "error"
    http_status = 500
    exit_code = 1

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Retry(ShopstaffError):
    """The call cannot be carried out as it is written; correct the arguments and call again."""

    code = "retry"
    http_status = 422


class NeedsApproval(ShopstaffError):
    """A person has to decide; see `shopstaff approvals list`."""

    code = "needs_approval"
    http_status = 202


class Unavailable(ShopstaffError):
    """The other side does not answer now; try again later."""

    code = "unavailable"
    http_status = 503


class Refused(ShopstaffError):
    """The shop says no, and will say no again to the same request."""

    code = "refused"
    http_status = 409


class Misconfigured(ShopstaffError):
    """A setting is missing or wrong; `shopstaff doctor` names it."""

    code = "misconfigured"
    http_status = 500
    exit_code = 2


class BadInput(Misconfigured):
    """The input has faults; correct the lines named and run the command again."""

    code = "bad_input"
    http_status = 400

    def __init__(self, message: str | None = None, faults: list[str] | None = None) -> None:
        self.faults = faults or []
        super().__init__(message)
