"""A policy in numbers in a built shop: it sees the shop's own reading side and acts through the desk."""

from scenarios.at_desk.policy import AtDesk
from scenarios.at_desk.talks import Wish

__all__ = ["AtDesk", "Wish"]
