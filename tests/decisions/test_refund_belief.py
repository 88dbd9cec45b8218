"""Money back by what evidence is worth: learnt from verdicts, never refusing everyone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.refund_belief import MEANS, SURE, grants, learn_verdicts

NONE = np.zeros(0)


def test_without_verdicts_the_prior_stands() -> None:
    assert learn_verdicts(NONE, NONE).theta == pytest.approx(MEANS)


def test_what_evidence_is_worth_is_found_from_decided_disputes() -> None:
    """Planted: genuine ones Beta(5, 2), false ones Beta(2, 4.5), even; the posterior at .5 and .9 is Bayes'."""
    luck = np.random.default_rng(1)
    genuine = luck.random(3000) < 0.5
    evidence = np.where(genuine, luck.beta(5, 2, 3000), luck.beta(2, 4.5, 3000))
    belief = learn_verdicts(evidence, genuine.astype(float))

    def bayes(e: float) -> float:
        one = e**4 * (1 - e) / (1 / 30)
        other = e * (1 - e) ** 3.5 * 53.625 / 2.5
        return one / (one + other)

    for e in (0.3, 0.5, 0.7):
        assert float(belief.genuine(np.array([e]))[0]) == pytest.approx(bayes(e), abs=0.08)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1, 1e4), st.floats(0, 500), st.floats(0, 500))
def test_better_evidence_and_a_dearer_dispute_never_turn_a_grant_into_a_refusal(
    low: float, more: float, amount: float, penalty: float, goodwill: float
) -> None:
    belief = learn_verdicts(NONE, NONE)
    one = np.array([amount])
    weak, strong = np.array([low]), np.array([low + more * (1 - low)])
    plain = bool(grants(belief, one, weak, penalty=penalty, goodwill=goodwill)[0])
    assert bool(grants(belief, one, strong, penalty=penalty, goodwill=goodwill)[0]) >= plain
    assert bool(grants(belief, one, weak, penalty=penalty + 100, goodwill=goodwill)[0]) >= plain


def test_refusing_everyone_is_never_learnt() -> None:
    """Even a large amount with sure evidence is given: pi above the line decides alone."""
    belief = learn_verdicts(NONE, NONE)
    evidence = np.array([0.95])
    assert float(belief.genuine(evidence)[0]) > SURE
    assert grants(belief, np.array([1e6]), evidence, penalty=0, goodwill=0).all()


@given(st.sampled_from([np.nan, np.inf, -100.0]), st.floats(0, 1), st.sampled_from([np.nan, 2.0, -1.0]))
def test_no_money_for_a_request_without_an_amount_or_evidence(amount: float, evidence: float, share: float) -> None:
    belief = learn_verdicts(NONE, NONE)
    asked = np.array([amount, 100.0, 100.0]), np.array([evidence, share, 1.0])
    assert grants(belief, *asked, penalty=500, goodwill=500).tolist() == [False, False, True]


@pytest.mark.parametrize("odd", [(np.nan, 1.0), (0.5, np.nan), (2.0, 1.0), (0.5, 9.0)])
def test_a_verdict_that_is_no_share_teaches_nothing(odd: tuple[float, float]) -> None:
    found = learn_verdicts(np.array([0.3, odd[0]]), np.array([1.0, odd[1]]))
    alone = learn_verdicts(np.array([0.3]), np.array([1.0]))
    assert found.verdicts == 1 and found.theta == pytest.approx(alone.theta, abs=1e-12)


def test_a_penalty_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="penalty must be"):
        grants(learn_verdicts(NONE, NONE), np.ones(1), np.ones(1), penalty=np.nan, goodwill=5)


@given(st.sampled_from([np.nan, np.inf, -0.1, 1.1]))
def test_evidence_that_is_no_share_has_no_chance_to_be_genuine(odd: float) -> None:
    with pytest.raises(ValueError, match="evidence must be finite numbers of at least 0 and at most 1, not"):
        learn_verdicts(NONE, NONE).genuine(np.array([0.5, odd]))
