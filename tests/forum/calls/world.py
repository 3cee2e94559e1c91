"""A small office for these tests: people with and without mail, in two units."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.jobs import runner
from core.mail.models import Mail
from core.policy import Role
from core.staff.models import Person, Post
from core.units.models import Unit
from tests import factories

WITA = ZoneInfo("Asia/Makassar")


@dataclass
class Office:
    """Two units, one below the other; `reached` has an address, `paper` has none."""

    top: Unit
    below: Unit
    post: Post
    reached: Account
    paper: Person
    other: Account


def person(session: Session, name: str, **values: object) -> Person:
    made = Person(name=name, **values)
    session.add(made)
    session.flush()
    return made


def with_mail(session: Session, name: str, address: str, unit: Unit | None = None) -> Account:
    account = factories.account(session, role=Role.ASN, name=name, unit=unit)
    account.email = address
    session.flush()
    return account


def office(session: Session) -> Office:
    top, below = factories.unit(session), factories.unit(session)
    below.parent_id = top.id
    post = Post(name="Pelaksana")
    session.add(post)
    session.flush()
    reached = with_mail(session, "Akun Yosef", "yosef@example.go.id", top)
    person(session, "Yosef Bria", unit_id=top.id, post_id=post.id, account_id=reached.id, rank_group="III/a")
    paper = person(session, "Maria Tallo", unit_id=below.id, rank_group="II/c")
    other = with_mail(session, "Ina Lede", "ina@example.go.id", factories.unit(session))
    person(session, "Sudah Berhenti", unit_id=top.id, left_on=datetime(2026, 1, 1).date())
    factories.account(session, role=Role.CITIZEN, name="Warga").email = "warga@example.com"
    session.commit()
    return Office(top, below, post, reached, paper, other)


def work(app: Flask, session: Session) -> None:
    """The worker runs until nothing is due; there is no mail server."""
    session.commit()
    while runner.run_due(app):
        pass
    session.expire_all()


def tick(app: Flask, session: Session) -> None:
    """A minute of the worker: what is periodic."""
    session.commit()
    runner.run_periodic(app)
    session.expire_all()


def mails(session: Session) -> list[tuple[str, str]]:
    """(to, subject) of every mail, in order."""
    found = session.execute(select(Mail.to_address, Mail.subject).order_by(Mail.id))
    return [(to, subject) for to, subject in found]


@contextmanager
def clock(text: str) -> Iterator[None]:
    """The clock of the office stands at "2027-02-26 08:00"."""
    with time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=WITA), tick=False):
        yield
