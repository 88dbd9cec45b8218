"""The desk: the only door to a shop's writes.

``submit`` writes the intent down, asks the kernel, and only then touches the shop. Every step is committed before the
next one, so a task that is run again continues each effect where it stood. What was sent and not answered is
``unknown``; it is probed, never repeated blindly. ``submit_all`` takes the same steps with many effects at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import select

from authority import docket, levels, offers, snapshot
from authority.docket import Docket
from authority.effect import Effect, Exposure, read_effect
from authority.intents import id_of, intent_of, key_of
from authority.kept_limits import keep_limits
from authority.kernel import judge
from authority.ledger import Ledger, Link
from authority.limits import Limits
from authority.looking import once
from authority.receipts import Asked as Asked
from authority.receipts import Receipt as Receipt
from authority.receipts import Requester as Requester
from authority.receipts import intent_body, receipt_of
from authority.records import effect_digest, verdict_body
from authority.roles import Role, as_role, may_approve
from authority.rows import StopRow
from authority.superseding import supersede
from authority.task_log import askers
from kit.clock import Clock
from kit.errors import Refused, Retry, ShopstaffError, Unavailable
from kit.money import format_minor
from kit.store import Database
from shops.models import Outcome, OutcomeStatus
from shops.port import Reads
from shops.writes import Writes

IN_FLIGHT = ("applying", "unknown")
"""States of an allowed effect whose outcome is not known yet."""


class _Taken(NamedTuple):
    """An effect that is written down; of a new one also what is to be carried out, and what the ledger is to hold."""

    row: Docket
    effect: Effect | None = None
    links: Sequence[Link] = ()


class Desk:
    """The desk of one shop.

    Args:
        database: The staff's database.
        reads: The shop, to read.
        writes: The shop, to write; nobody else holds it.
        limits: Gives the limits in force at the moment of judging.
        ledger: The shop's chain.
        clock: The time.
    """

    def __init__(
        self,
        database: Database,
        reads: Reads,
        writes: Writes,
        *,
        limits: Callable[[], Limits],
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self._database = database
        self._reads = reads
        self._writes = writes
        self._limits = limits
        self._ledger = ledger
        self._clock = clock
        self._kept: set[str] = set()
        self._named: tuple[Limits, str] | None = None

    def submit(self, effect: Effect, by: Requester, *, reason: str = "", undoes: str | None = None) -> Receipt:
        """Judge an effect and, if allowed, carry it out. A known key continues its row.

        Args:
            effect: What is to be done.
            by: Who asks, and where in the task.
            reason: Why, in words with numbers; kept for `explain`.
            undoes: Id of the effect that this one takes back, marked as undone when this is done.

        Returns:
            The receipt: done, held for a person, denied with the rule, or how the shop answered.
        """
        (result,) = self.submit_all([Asked(effect, by, reason, undoes)])
        if isinstance(result, ShopstaffError):
            raise result
        return result

    def submit_all(self, asked: Sequence[Asked]) -> list[Receipt | Retry | Refused]:
        """Judge effects and carry out those that are allowed, each as :meth:`submit` does.

        Every intent and verdict is committed before the first effect is sent, and the outcomes together after the last.
        Each is judged on the shop as it is before the first, and counts those before it as spent; so they are to be
        about different objects, like a morning's prices.

        Returns:
            For each effect, in order, its receipt, or why it could not be asked for; that keeps no other from its own.
        """
        with self._database.writing() as connection:
            reads = once(self._reads)
            taken = [self._take_in(connection, reads, one) for one in asked]
            new = [one for one in taken if isinstance(one, _Taken) and one.effect is not None]
            self._ledger.append_all(connection, [link for one in new for link in one.links], at=self._clock.now())
            for one in new:
                supersede(connection, self._ledger, one.row, now=one.row.submitted_at)
        done = dict(zip((one.row.id for one in new), self._carry_out(new), strict=True))
        return [
            one if not isinstance(one, _Taken) else done[one.row.id] if one.effect else self._resume(one.row)
            for one in taken
        ]

    def _take_in(self, connection: sa.Connection, reads: Reads, asked: Asked) -> _Taken | Retry | Refused:
        """Judge an effect and write it down, if it is not written down already."""
        # what is judged is what will be carried out: the kind that was found, never a class of the caller's own
        effect = read_effect(asked.effect.kind, asked.effect.model_dump(mode="json"))
        shop = self._ledger.shop
        known = docket.find(connection, id_of(key_of(shop, asked.by, effect.kind)))
        if known is not None:
            if known.payload != effect.model_dump(mode="json"):
                return Retry(f"{effect.kind} was asked for at this place already with another payload; ask once")
            return _Taken(known)
        try:
            exposure = effect.exposure(reads)
        except (Retry, Refused) as error:
            return error
        row = intent_of(shop, replace(asked, effect=effect), exposure, money=self._money, now=self._clock.now())
        links = [
            ("intent", row.id, intent_body(row)),
            ("verdict", row.id, self._rule(connection, row, exposure, reads)),
        ]
        docket.add(connection, row)
        return _Taken(row, effect, links)

    def approve(self, effect_id: str, *, by: str, role: Role = "owner") -> Receipt:
        """Approve a held effect: it is judged again as of now and carried out once.

        Args:
            effect_id: The effect, e.g. ``"ef_3f0c9a51d2b7e846"``.
            by: Who decides, for the record.
            role: The class of who decides: ``owner``, or ``manager`` and ``store_manager`` for what these may approve.

        Raises:
            Refused: It is not held (any more), the approval came too late, the class is too low, 店长 asked for it
                itself, or the effect is not the one that was held.
        """
        now = self._clock.now()
        with self._database.writing() as connection:
            row = self._held(connection, effect_id, now)
            if row is not None:
                digest = self._unchanged(connection, row)
                if not may_approve(role, row.approver):
                    raise Refused(f"{effect_id} needs the {row.approver or 'owner'}; a {role} may not approve it")
                if role == "store_manager":
                    _refuse_own(connection, row)
                row.decided_by, row.decided_as = by, role
                body = {"decision": "approve", "by": by, "role": role, "digest": digest}
                links = [("approval", effect_id, body), ("verdict", effect_id, self._rule_again(connection, row))]
                docket.write_judged(connection, row)
                self._ledger.append_all(connection, links, at=now)
        if row is None:
            raise Refused(f"the approval of {effect_id} has expired; ask for the effect again")
        return self._carry_on(row)

    def reject(self, effect_id: str, *, by: str, why: str) -> Receipt:
        """Reject a held effect; nothing is done and it counts no longer as spent."""
        now = self._clock.now()
        with self._database.writing() as connection:
            row = self._held(connection, effect_id, now)
            if row is not None:
                body = {"decision": "reject", "by": by, "why": why}
                self._ledger.append(connection, "approval", effect_id, body, at=now)
                row.decided_by, row.state, row.settled_at, row.why = by, "rejected", now, why
                docket.write_judged(connection, row)
                levels.review(connection, self._ledger, self._limits(), row.action, now=now)
        return self.receipt(effect_id) if row is None else receipt_of(row)

    def expire(self) -> int:
        """Let held effects run out whose time has passed; give their number."""
        now = self._clock.now()
        with self._database.writing() as connection:
            late = docket.late(connection, self._ledger.shop, now)
            for effect_id in late:
                self._held(connection, effect_id, now)
        return len(late)

    def settle(self) -> int:
        """Probe effects of unknown outcome and those a crash left half way; give how many are still unknown."""
        with self._database.reading() as connection:
            pending = docket.find_all(connection, self._ledger.shop, order=("submitted_at", "id"), state=IN_FLIGHT)
        return sum(self._settled(row) == "unknown" for row in pending)

    def stop(self, scope: str, *, why: str, by: str = "owner") -> None:
        """Pull the kill switch for ``shop``, ``employee:NAME`` or ``action:NAME``.

        Raises:
            Retry: The scope is none of these; a misspelt one would stop nothing.
        """
        if scope != "shop" and not re.fullmatch(r"(employee|action):[a-z_]+", scope):
            raise Retry(f"{scope!r} cannot be stopped; use shop, employee:NAME or action:NAME")
        now = self._clock.now()
        with self._database.exclusive() as session:
            session.merge(StopRow(shop=self._ledger.shop, scope=scope, since=now, why=why))
            self._ledger.append(session.connection(), "stop", scope, {"by": by, "why": why}, at=now)

    def resume(self, scope: str, *, by: str = "owner") -> bool:
        """Release a kill switch; tell whether it was pulled."""
        with self._database.exclusive() as session:
            row = session.get(StopRow, (self._ledger.shop, scope))
            if row is not None:
                session.delete(row)
                self._ledger.append(session.connection(), "resume", scope, {"by": by}, at=self._clock.now())
        return row is not None

    def stops(self) -> dict[str, str]:
        """List the pulled kill switches with their reasons, by scope."""
        with self._database.session() as session:
            rows = session.exec(select(StopRow).where(StopRow.shop == self._ledger.shop)).all()
        return {row.scope: row.why for row in sorted(rows, key=lambda row: row.scope)}

    def receipt(self, effect_id: str) -> Receipt:
        """Give what became of an effect; an unknown id is a Retry."""
        with self._database.reading() as connection:
            return receipt_of(self._row(connection, effect_id))

    def _money(self, amount: int) -> str:
        return format_minor(amount, self._reads.shop.info().currency)

    def _unchanged(self, connection: sa.Connection, row: Docket) -> str:
        """Give the digest of a held effect; refuse if row and ledger do not show the same effect."""
        digest = effect_digest(row.shop, row.kind, row.payload)
        if self._ledger.intact_body(connection, row.id, "intent").get("digest") != digest:
            raise Refused(
                f"{row.id} was tampered with: it is not the effect that was held; "
                "nothing was done, run `shopstaff audit verify` and reject it"
            )
        return digest

    def _rule_again(self, connection: sa.Connection, row: Docket) -> dict[str, Any]:
        """Judge a stored effect as of now, and give what the ledger is to hold of the verdict."""
        reads = once(self._reads)
        return self._rule(connection, row, read_effect(row.kind, row.payload).exposure(reads), reads)

    def _rule(self, connection: sa.Connection, row: Docket, exposure: Exposure | None, reads: Reads) -> dict[str, Any]:
        """Judge an effect as of now, and give what the ledger is to hold of the verdict."""
        limits, now = self._limits(), self._clock.now()
        seen = snapshot.take(connection, reads, limits, row, exposure or Exposure(), now=now)
        offers.note(connection, row, exposure or Exposure(), seen)
        role = as_role(row.decided_as)
        verdict = judge(limits, seen, exposure, approved=role)
        row.verdict, row.rule, row.why, row.limits = verdict.ruling, verdict.rule, verdict.why, self._id_of(limits)
        row.state = {"allow": "applying", "hold": "held", "deny": "denied"}[verdict.ruling]
        if verdict.ruling == "hold":
            row.approver, row.decided_by, row.decided_as = verdict.approver, None, None
            # an approval that was not enough does not buy time
            row.expires_at = row.expires_at or now + timedelta(hours=limits.approval_hours)
        if verdict.ruling == "deny":
            row.settled_at = now
        if row.limits not in self._kept and keep_limits(connection, row.shop, limits):
            self._kept.add(row.limits)
        return verdict_body(verdict, row.limits, seen, exposure, role)

    def _id_of(self, limits: Limits) -> str:
        """Give the digest of limits, made once for the same ones."""
        if self._named is None or self._named[0] is not limits:
            self._named = (limits, limits.digest)
        return self._named[1]

    def _resume(self, row: Docket) -> Receipt:
        """Go on with an effect that was cut short; one that never arrived is judged as of now before it is sent."""
        if row.state in IN_FLIGHT and self._writes.shop.probe(row.key) is None:
            with self._database.writing() as connection:
                row = self._row(connection, row.id)
                if row.state in IN_FLIGHT:
                    body = self._rule_again(connection, row)
                    docket.write_judged(connection, row)
                    self._ledger.append(connection, "verdict", row.id, body, at=self._clock.now())
        return self._carry_on(row)

    def _settled(self, row: Docket) -> str:
        """Settle one effect; one that cannot be settled now does not keep the others waiting."""
        try:
            return self._resume(row).state
        except ShopstaffError:
            return "unknown"

    def _carry_on(self, row: Docket) -> Receipt:
        """Take an allowed effect to its outcome."""
        (receipt,) = self._carry_out([_Taken(row)])
        return receipt

    def _carry_out(self, taken: Sequence[_Taken]) -> list[Receipt]:
        """Take allowed effects to their outcomes; what is not new is probed first, for it may have been sent before."""
        sent = []
        for row, new, _ in taken:
            if row.state in IN_FLIGHT:
                effect = new or read_effect(row.kind, row.payload)
                outcome = (None if new else self._writes.shop.probe(row.key)) or self._apply(effect, row.key)
                sent.append((row, effect, outcome))
        seen = [(row, one, one.status != OutcomeStatus.DONE or self._shown(effect, one)) for row, effect, one in sent]
        if seen:
            now = self._clock.now()
            with self._database.writing() as connection:
                links = [self._came_out(connection, *one, now=now) for one in seen]
                self._ledger.append_all(connection, links, at=now)
                for row in (row for row, _, _ in seen if row.undoes is not None or row.state == "refused"):
                    levels.review(connection, self._ledger, self._limits(), row.action, now=now)
        return [receipt_of(one.row) for one in taken]

    def _came_out(
        self, connection: sa.Connection, row: Docket, outcome: Outcome, shown: bool, *, now: datetime
    ) -> Link:
        """Write down what came out, ``unknown`` where the shop does not show it; give what the ledger is to hold."""
        row.state = outcome.status.value if shown else "unknown"
        row.outcome = outcome.model_dump(mode="json")
        row.settled_at = None if row.state == "unknown" else now
        docket.write_outcome(connection, row)
        if row.undoes is not None and row.state == "done":
            first = self._row(connection, row.undoes)
            first.undone_by = row.id
            docket.write_undone(connection, first)
        return "outcome", row.id, {**row.outcome, "shown": shown}

    def _apply(self, effect: Effect, key: str) -> Outcome:
        if getattr(self._writes, effect.port) is None:
            return Outcome(status=OutcomeStatus.UNSUPPORTED, message=f"this platform has no {effect.port}")
        try:
            return effect.apply(self._writes, key)
        except Unavailable as error:
            return Outcome(status=OutcomeStatus.UNKNOWN, message=str(error))
        except (Refused, Retry) as error:
            return Outcome(status=OutcomeStatus.REFUSED, message=str(error))

    def _shown(self, effect: Effect, outcome: Outcome) -> bool:
        try:
            return effect.holds(self._reads, outcome)
        except (Retry, Unavailable):
            return False  # it was written: raising here would say "not done", and it would be asked for again

    def _held(self, connection: sa.Connection, effect_id: str, now: datetime) -> Docket | None:
        """Give a held row; None when its time has just run out (which is then written down)."""
        row = self._row(connection, effect_id)
        if row.state != "held":
            raise Refused(f"{effect_id} is {row.state}, not held; nothing was done")
        if row.expires_at is not None and row.expires_at <= now:
            row.state, row.settled_at = "expired", now
            docket.write_judged(connection, row)
            self._ledger.append(connection, "approval", effect_id, {"decision": "expired"}, at=now)
            return None
        return row

    def _row(self, connection: sa.Connection, effect_id: str) -> Docket:
        row = docket.find(connection, effect_id)
        if row is None or row.shop != self._ledger.shop:
            raise Retry(f"shop {self._ledger.shop} has no effect {effect_id!r}; see `shopstaff approvals list`")
        return row


def _refuse_own(connection: sa.Connection, row: Docket) -> None:
    """Refuse 店长 what it asked for itself, or had another employee ask for: a hand-off is its own request."""
    if "store_manager" in {row.employee, *askers(connection, row.task)}:
        raise Refused(f"{row.id} goes back to the store manager itself; a person has to decide it")
