"""The rules of the optional port of samples: the fee is the one stated, paid once, and comes back once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from shops.contract.bench import DONE, REFUSED, START, Bench, ContractBase, needed, port, repeat, retried
from shops.models import Outcome, OutcomeStatus
from shops.samples import Sample, SampleReader, SampleStatus, SampleWrites

WEEK = timedelta(days=7)


class SampleRules(ContractBase):
    """Offering, paying, giving the fee back."""

    def test_a_free_sample_leaves_at_once_and_takes_a_piece(self, tmp_path: Path) -> None:
        """Nothing is due for it, and nothing comes back."""
        bench, reads, writes = self._sampling(tmp_path)
        repeat(lambda: _offer(writes, "mug", 0, key="k1"))
        (sample,) = reads.list_samples(customer_id="b1", since=START)
        assert (sample.fee, sample.status, bench.stock("mug")[0]) == (0, SampleStatus.SENT, 99)
        assert not bench.market.pay_sample(sample.id, at=START) and not reads.list_samples(customer_id="b2")

    def test_a_sample_for_a_fee_is_sent_when_it_is_paid(self, tmp_path: Path) -> None:
        """Once; too late it lapses, and no piece is taken."""
        bench, reads, writes = self._sampling(tmp_path)
        terms = needed(reads.sample_terms("mug"))
        assert terms.fee == terms.material + terms.set_up > 0
        made, late = (needed(_offer(writes, "mug", terms.fee, key=key).object_id) for key in ("k1", "k2"))
        assert [one.status for one in reads.list_samples()] == [SampleStatus.DUE] * 2 and bench.stock("mug")[0] == 100
        assert bench.market.pay_sample(made, at=START + WEEK) and not bench.market.pay_sample(made, at=START + WEEK)
        assert not bench.market.pay_sample(late, at=START + WEEK + timedelta(seconds=1))
        assert [one.status for one in reads.list_samples()] == [SampleStatus.SENT, SampleStatus.LAPSED]
        assert bench.stock("mug")[0] == 99
        with retried():
            bench.market.pay_sample("nowhere", at=START)

    def test_a_fee_that_is_not_the_stated_one_is_refused(self, tmp_path: Path) -> None:
        """And an unknown SKU or buyer is the caller's to correct."""
        _, reads, writes = self._sampling(tmp_path)
        fee = needed(reads.sample_terms("mug")).fee
        for number, wrong in enumerate((fee - 1, fee + 1, -1)):
            assert _offer(writes, "mug", wrong, key=f"k{number}").status is REFUSED
        with retried():
            _offer(writes, "pot", 0, key="k5")
        with retried():
            reads.sample_terms("pot")
        with retried():
            writes.offer_sample("nobody", "mug", fee=0, pay_until=START + WEEK, thread_id=None, key="k6")
        assert not reads.list_samples()

    def test_the_fee_comes_back_once_with_enough_pieces_that_have_left(self, tmp_path: Path) -> None:
        """Not before they left, not for too few, not twice."""
        bench, reads, writes = self._sampling(tmp_path)
        sample = self._paid(bench, reads, writes)
        few, many = bench.order(("mug", sample.credit_from - 1)), bench.order(("mug", sample.credit_from))
        assert writes.credit_sample(sample.id, many.id, key="k2").status is REFUSED
        bench.ship(few, sample.credit_from - 1, key="s1")
        bench.ship(many, sample.credit_from, key="s2")
        assert writes.credit_sample(sample.id, few.id, key="k3").status is REFUSED
        repeat(lambda: writes.credit_sample(sample.id, many.id, key="k4"))
        assert writes.credit_sample(sample.id, many.id, key="k5").status is REFUSED
        (after,) = reads.list_samples()
        assert (after.credited, after.credit_order) == (sample.fee, many.id)
        with retried():
            writes.credit_sample("nowhere", many.id, key="k6")

    def test_a_free_sample_and_an_unpaid_one_bring_nothing_back(self, tmp_path: Path) -> None:
        """There is no fee to give back."""
        bench, reads, writes = self._sampling(tmp_path)
        terms = needed(reads.sample_terms("mug"))
        order = bench.order(("mug", terms.credit_from))
        bench.ship(order, terms.credit_from, key="s1")
        for number, fee in enumerate((0, terms.fee)):
            made = needed(_offer(writes, "mug", fee, key=f"k{number}").object_id)
            assert writes.credit_sample(made, order.id, key=f"c{number}").status is REFUSED

    def test_a_sample_whose_answer_was_lost_is_sent_once(self, tmp_path: Path) -> None:
        """It can be probed."""
        bench, reads, _ = self._sampling(tmp_path)
        losing = port(self.connect_losing_answers(tmp_path, bench.clock), "way to lose answers")
        writes = port(losing.writes.samples, "samples")
        assert _offer(writes, "mug", 0, key="k1").status is OutcomeStatus.UNKNOWN
        assert needed(bench.shop.writes.shop.probe("k1")).status is DONE
        _offer(writes, "mug", 0, key="k1")
        assert len(reads.list_samples()) == 1 and bench.stock("mug")[0] == 99

    def _sampling(self, home: Path) -> tuple[Bench, SampleReader, SampleWrites]:
        bench = self.bench(home)
        return bench, port(bench.shop.reads.samples, "samples"), port(bench.shop.writes.samples, "samples")

    def _paid(self, bench: Bench, reads: SampleReader, writes: SampleWrites) -> Sample:
        made = needed(_offer(writes, "mug", needed(reads.sample_terms("mug")).fee, key="k1").object_id)
        assert bench.market.pay_sample(made, at=START)
        return reads.list_samples()[0]


def _offer(writes: SampleWrites, sku: str, fee: int, *, key: str) -> Outcome:
    return writes.offer_sample("b1", sku, fee=fee, pay_until=START + WEEK, thread_id=None, key=key)
