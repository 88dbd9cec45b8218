"""The market a shop lives in: buyers, carriers, factory and ads; hidden from those who run the shop."""

from scenarios.market.market import Market as Market
from scenarios.market.state import Inquiry as Inquiry
from scenarios.market.state import Lost as Lost
