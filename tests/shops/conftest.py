"""Failing rules of the contract kit show their values like tests of our own."""

import pytest

pytest.register_assert_rewrite("shops.contract")
