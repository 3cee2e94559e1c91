"""What a new installation still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, exists, literal, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.accounts.one_time import OneTimeCode
from core.accounts.passwords import NO_PASSWORD
from core.audit import AuditEvent
from core.cycles.models import Cycle
from core.policy import Role
from core.staff.models import Person
from core.units.models import Unit

BACKUP_ACTION = "backup.make"


class Step(StrEnum):
    """The steps, in the order in which they are easiest."""

    OFFICE = "office"
    SECOND_FACTOR = "second_factor"
    UNITS = "units"
    STAFF = "staff"
    ASN = "asn"
    FACILITATOR = "facilitator"
    PLANNER = "planner"
    CYCLE = "cycle"
    MAIL = "mail"
    BACKUP = "backup"


@dataclass(frozen=True)
class Progress:
    """Which steps are done; `hidden` when somebody put the guide away."""

    done: Mapping[Step, bool]
    hidden: bool

    @property
    def count(self) -> int:
        return sum(self.done.values())

    @property
    def total(self) -> int:
        return len(self.done)

    @property
    def open(self) -> bool:
        """Whether it should still be put before the administrator."""
        return not self.hidden and self.count < self.total


def _somebody(role: Role) -> Select[int]:
    return select(Account.id).where(Account.role == role, Account.active)


def _reached() -> Select[int]:
    """Civil servants who hold a code or have used it."""
    printed = select(OneTimeCode.account_id)
    return _somebody(Role.ASN).where(or_(Account.password_hash != NO_PASSWORD, Account.id.in_(printed)))


def progress(session: Session, values: Mapping[str, str], *, has_mail_server: bool) -> Progress:
    """One query for all that stands in tables; `values` are the site's."""
    found = {
        Step.UNITS: select(Unit.id).where(Unit.active),
        Step.STAFF: select(Person.id),
        Step.ASN: _reached(),
        Step.FACILITATOR: _somebody(Role.FACILITATOR),
        Step.PLANNER: _somebody(Role.PLANNER),
        Step.CYCLE: select(Cycle.id),
        Step.BACKUP: select(AuditEvent.id).where(AuditEvent.action == BACKUP_ACTION),
    }
    row = session.execute(select(literal(1), *(exists(rows) for rows in found.values()))).one()
    done = dict(zip(found, (bool(value) for value in row[1:]), strict=True))
    done[Step.OFFICE] = bool(values.get("office_id"))
    done[Step.SECOND_FACTOR] = values.get("second_factor") == "1"
    done[Step.MAIL] = has_mail_server or values.get("mail_by_hand") == "1"
    return Progress({step: done[step] for step in Step}, hidden=values.get("guide_hidden") == "1")
