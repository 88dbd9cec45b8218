"""Rows of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from agents.language import language_of
from shops.models import Customer
from shopstaff.importing.cells import Row, language, moment, need, take, word
from shopstaff.importing.held import Held, Target
from shopstaff.importing.products import find_repeats
from shopstaff.importing.report import Report
