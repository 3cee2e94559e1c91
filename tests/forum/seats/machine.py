"""Everything that can happen to the seats of a workshop, in any order, and what must hold after each step."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import RembukError
from forum.seats import offering, rules, services, staffing
from forum.seats.enums import HOLDS_SEAT, RegistrationState
from forum.seats.models import Registration, RegistrationEvent
from forum.workshops import services as workshops
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.followers import Change
from forum.workshops.models import UnitQuota, Workshop
from tests import factories
from tests.forum import factories as forum
from tests.forum.seats.people import NOW, register

NUMBERS = st.integers(0, 40)
EVERY_EVENT = RegistrationEvent.id > 0
EVERY_AUDITED = AuditEvent.object_kind == "registration"


class Seats(RuleBasedStateMachine):
    """Each step is a transaction: refused, it leaves nothing behind."""

    connection: Connection
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.outer = self.connection.begin_nested()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        self.now = NOW
        self.states: dict[int, str] = {}
        self.last_event = self.last_audited = self.written = 0

    def teardown(self) -> None:
        try:
            assert self._count(RegistrationEvent.id, EVERY_EVENT) == self.written
            assert self._count(AuditEvent.id, EVERY_AUDITED) == self.written
        finally:
            self.session.close()
            self.outer.rollback()

    def _count(self, column: Any, of: ColumnElement[bool]) -> int:
        return self.session.scalar(select(func.count(column)).where(of)) or 0

    @initialize(
        seats=st.integers(1, 3), quota=st.integers(0, 2), rule=st.sampled_from(Rule), approval=st.booleans()
    )
    def begin(self, seats: int, quota: int, rule: Rule, approval: bool) -> None:
        self.units = [factories.unit(self.session), factories.unit(self.session)]
        made = forum.workshop(
            self.session, seats=seats, rule=rule, approval=approval, audience=Audience.PUBLIC
        )
        made.quotas.append(UnitQuota(unit_id=self.units[0].id, seats=quota))
        self.session.commit()
        self.workshop, self.key = made, made.id
        self.begins = rules.begins_at(made)
        self.unit_id = self.units[0].id

    def attempt(self, act: Callable[[], Any]) -> Any:
        """One transaction; a refusal undoes it."""
        try:
            result = act()
            self.session.commit()
        except RembukError:
            self.session.rollback()
            result = None
        return result

    def on(self, key: int | None, act: Callable[..., Any], **how: Any) -> None:
        one = self.session.get(Registration, key) if key is not None else None
        if one is not None:
            self.attempt(lambda: act(self.session, one, **how))

    @rule(target=people, unit=st.integers(0, 2), wait=st.booleans())
    def come(self, unit: int, wait: bool) -> int | None:
        made = self.attempt(
            lambda: register(
                self.session,
                self.workshop,
                unit=[*self.units, None][unit],
                wait=wait,
                now=self.now,
            )
        )
        return made.id if made else None

    @rule(key=people)
    def cancel(self, key: int | None) -> None:
        self.on(key, services.cancel, now=self.now)

    @rule(key=people)
    def confirm(self, key: int | None) -> None:
        self.on(key, services.confirm, now=self.now)

    @rule(key=people)
    def rejoin(self, key: int | None) -> None:
        self.on(key, services.rejoin, now=self.now)

    @rule(key=people)
    def accept(self, key: int | None) -> None:
        self.on(key, offering.accept_offer, now=self.now)

    @rule(key=people)
    def decline(self, key: int | None) -> None:
        self.on(key, offering.decline_offer, now=self.now)

    @rule(key=people)
    def approve(self, key: int | None) -> None:
        self.on(key, staffing.approve, actor_id=None)

    @rule(key=people)
    def refuse(self, key: int | None) -> None:
        self.on(key, staffing.refuse, reason="Alasan", now=self.now, actor_id=None)

    @rule(key=people)
    def offer(self, key: int | None) -> None:
        self.on(key, offering.offer_to, reason="Alasan", now=self.now, actor_id=None)

    @rule(key=people)
    def withdraw(self, key: int | None) -> None:
        self.on(key, offering.withdraw_offer, reason="Alasan", now=self.now, actor_id=None)

    @rule(hours=st.integers(1, 30))
    def wait_and_expire(self, hours: int) -> None:
        self.now: datetime = self.now + timedelta(hours=hours)
        self.attempt(lambda: offering.expire_offers(self.session, self.workshop, now=self.now))

    @rule(more=st.integers(1, 2))
    def raise_seats(self, more: int) -> None:
        def act() -> None:
            self.workshop.seats = Workshop.seats + more
            self.session.flush()
            staffing.follow(self.session, self.workshop, Change.SEATS, None)

        if self.workshop.state in rules.SERVING:
            self.attempt(act)

    @rule()
    def close(self) -> None:
        self.attempt(lambda: workshops.close_registration(self.session, self.workshop, actor_id=None))

    @rule()
    def reopen(self) -> None:
        self.attempt(
            lambda: workshops.open_registration(self.session, self.workshop, now=self.now, actor_id=None)
        )

    @rule(chance=NUMBERS)
    def call_off(self, chance: int) -> None:
        if chance == 0:
            self.attempt(
                lambda: workshops.cancel_workshop(self.session, self.workshop, reason="Sakit", actor_id=None)
            )

    @invariant()
    def promises_hold(self) -> None:
        """Plain columns, one query for each table: this runs after every one of ten thousand steps."""
        if not hasattr(self, "key"):
            return
        state, seats, taken = self.session.execute(
            select(Workshop.state, Workshop.seats, Workshop.taken).where(Workshop.id == self.key)
        ).one()
        limit, of_unit = self.session.execute(
            select(UnitQuota.seats, UnitQuota.taken).where(UnitQuota.workshop_id == self.key)
        ).one()
        rows = self.session.execute(
            select(
                Registration.id, Registration.unit_id, Registration.state, Registration.queue_number
            ).where(Registration.workshop_id == self.key)
        ).all()
        held = Counter(row.unit_id for row in rows if row.state in HOLDS_SEAT)
        assert held.total() == taken <= seats
        assert held[self.unit_id] == of_unit <= limit
        waiting = [row for row in rows if row.state == RegistrationState.WAITING]
        numbers = [row.queue_number for row in waiting]
        assert None not in numbers
        assert len(set(numbers)) == len(numbers)
        if state == WorkshopState.CANCELLED:
            assert not {row.state for row in rows} & {"waiting", "offered", "requested"}
        if state in rules.SERVING and self.now < self.begins and taken < seats:
            assert {row.unit_id for row in waiting} <= ({self.unit_id} if of_unit >= limit else set())
        self._every_step_is_written_down({row.id: row.state for row in rows})

    def _every_step_is_written_down(self, states: dict[int, str]) -> None:
        """The new steps lead from where each one stood to where they stand; each is in the audit log."""
        told: Counter[tuple[object, ...]] = Counter()
        for event, key in self.session.execute(
            select(RegistrationEvent, Registration.key)
            .join(Registration, RegistrationEvent.registration_id == Registration.id)
            .where(RegistrationEvent.id > self.last_event)
            .order_by(RegistrationEvent.id)
        ):
            assert event.before == self.states.get(event.registration_id, "")
            self.states[event.registration_id] = event.after
            self.last_event = event.id
            told[key, f"registration.{event.action}", event.before, event.after] += 1
        assert self.states == states
        audited: Counter[tuple[object, ...]] = Counter()
        for number, key, action, facts in self.session.execute(
            select(AuditEvent.id, AuditEvent.object_key, AuditEvent.action, AuditEvent.facts)
            .where(AuditEvent.id > self.last_audited, EVERY_AUDITED)
            .order_by(AuditEvent.id)
        ):
            self.last_audited = number
            audited[key, action, facts["before"], facts["after"]] += 1
        assert told == audited
        self.written += told.total()
