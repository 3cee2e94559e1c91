"""Everything that can happen to the seats of a workshop, in any order, and what must hold after each step."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, func, select
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


class Seats(RuleBasedStateMachine):
    """Each step is a transaction: refused, it leaves nothing behind."""

    connection: Connection
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.outer = self.connection.begin_nested()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        self.now = NOW
        self.steps: Counter[int] = Counter()

    def teardown(self) -> None:
        self.session.close()
        self.outer.rollback()

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
        self.workshop = made

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
    def seats_are_exact(self) -> None:
        if not hasattr(self, "workshop"):
            return
        held = self._held()
        self.session.refresh(self.workshop)
        assert sum(held.values()) == self.workshop.taken <= self.workshop.seats
        quota = self.session.get_one(UnitQuota, (self.workshop.id, self.units[0].id), populate_existing=True)
        assert held.get(quota.unit_id, 0) == quota.taken <= quota.seats

    def _held(self) -> dict[int | None, int]:
        counted = self.session.execute(
            select(Registration.unit_id, func.count())
            .where(Registration.workshop_id == self.workshop.id, Registration.state.in_(HOLDS_SEAT))
            .group_by(Registration.unit_id)
        )
        return dict(counted.all())

    @invariant()
    def nobody_is_lost(self) -> None:
        if not hasattr(self, "workshop"):
            return
        rows = self._rows()
        assert {row.state for row in rows} <= set(RegistrationState)
        numbers = [row.queue_number for row in rows if row.state == RegistrationState.WAITING]
        assert None not in numbers
        assert len(set(numbers)) == len(numbers)
        if self.workshop.state == WorkshopState.CANCELLED:
            assert not {row.state for row in rows} & {"waiting", "offered", "requested"}
        if rules.may_offer(self.workshop, now=self.now):
            self.session.expire(self.workshop, ["quotas"])
            assert offering.next_of(self.session, self.workshop) is None

    def _rows(self) -> list[Registration]:
        mine = select(Registration).where(Registration.workshop_id == self.workshop.id)
        return list(self.session.scalars(mine.execution_options(populate_existing=True)))

    @invariant()
    def every_step_is_written_down(self) -> None:
        if not hasattr(self, "workshop"):
            return
        audited = Counter(
            (key, action, facts["before"], facts["after"])
            for key, action, facts in self.session.execute(
                select(AuditEvent.object_key, AuditEvent.action, AuditEvent.facts).where(
                    AuditEvent.object_kind == "registration"
                )
            )
        )
        told: Counter[tuple[str, str, object, object]] = Counter()
        for row in self._rows():
            events = self.session.scalars(
                select(RegistrationEvent)
                .where(RegistrationEvent.registration_id == row.id)
                .order_by(RegistrationEvent.id)
            ).all()
            states = ["", *(event.after for event in events)]
            assert [event.before for event in events] == states[:-1]
            assert states[-1] == row.state
            told.update((row.key, f"registration.{e.action}", e.before, e.after) for e in events)
        assert told == audited
