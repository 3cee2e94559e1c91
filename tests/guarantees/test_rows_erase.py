"""Guarantee "erase", for what people said and gave at workshops: notes, answers in the room, registrations.

Each is made among others, changed once, and taken back; then the files of SQLite are read byte by byte, and
on both engines every row of every table.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.db import db, writing
from core.jobs.runner import run_due, run_periodic
from core.mail.models import Mail
from core.rights import erasing
from core.rights.erasing import ErasureReason, erase_account
from forum.notes import services as notes
from forum.notes.enums import NoteKind
from forum.notes.models import WorkshopNote
from forum.room import answering
from forum.room.enums import Phase
from forum.room.models import RoomAnswer
from forum.seats import offering, services
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration
from forum.seats.services import Answers, Applicant
from forum.workshops.enums import Audience
from forum.workshops.models import RegistrationForm
from rembuk.models import METADATA
from rembuk.slices import SLICES
from surveys.engine import QuestionDef, definition_of
from tests import factories
from tests.forum import factories as make
from tests.forum.notes.make import noted
from tests.forum.room import factories_room

SECRETS = ("kenarimaspertama", "kenarimasterakhir")
PERSON = (
    "Kenari Lestari",
    "kenari@rumah.example",
    "081277770001",
    "kenarimasjabatan",
    "kenarimasjawaban",
    "kenarimasalasan",
)
OTHERS = 40
NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)
PROVIDERS = tuple(data for s in SLICES for data in s.personal_data)


def in_files(folder: Path, secrets: tuple[str, ...]) -> list[str]:
    """Which of the secrets a reader of the files finds, the present log included."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert b"kata orang lain 7" in data, "the files are read"
    return [secret for secret in secrets if secret.encode() in data]


def in_rows(app: Flask, secrets: tuple[str, ...]) -> dict[str, list[str]]:
    """By table which of the secrets stand in a row."""
    with app.app_context():
        rows = {t.name: repr(db.session.execute(select(t)).all()) for t in METADATA.sorted_tables}
        db.session.rollback()
    assert any("kata orang lain 7" in text for text in rows.values())
    found = {name: [secret for secret in secrets if secret in text] for name, text in rows.items()}
    return {name: what for name, what in found.items() if what}


def done(app: Flask, do: Callable[[Session], None]) -> None:
    """One transaction at the edge."""
    with app.app_context(), writing():
        do(db.session())
        db.session.commit()
        db.session.remove()


def a_note(session: Session) -> None:
    workshop = make.workshop(session)
    (note,) = noted(session, workshop, f"{SECRETS[0]} mengeluh")
    noted(session, workshop, *(f"kata orang lain {number} " * 20 for number in range(OTHERS)))
    session.commit()
    how = {"kind": NoteKind.VOICE, "group_label": "Meja 1", "actor_id": None}
    notes.change_note(session, note, text=f"{SECRETS[1]} menyesal", before=note.text, **how)


def without_note(session: Session) -> None:
    note = session.scalars(select(WorkshopNote).where(WorkshopNote.text.contains("kenarimas"))).one()
    notes.withdraw_note(session, note, reason="Diminta penyampainya", actor_id=None)


def an_answer(session: Session) -> None:
    asked = factories_room.room(session, Phase.SORT).questions[0]
    own = factories_room.answer(session, asked, f"{SECRETS[0]} mengeluh. " * 20)
    for number in range(OTHERS):
        factories_room.answer(session, asked, f"kata orang lain {number} " * 20)
    session.commit()
    own.reason = f"{SECRETS[1]} menyebut nama"
    own.state = "hidden"


def without_answer(session: Session) -> None:
    own = session.scalars(select(RoomAnswer).where(RoomAnswer.text.contains("kenarimas"))).one()
    answering.withdraw_answer(session, own)


CASES = pytest.mark.parametrize(
    ("fill", "withdraw", "module"),
    [
        pytest.param(a_note, without_note, notes, id="note"),
        pytest.param(an_answer, without_answer, answering, id="room answer"),
    ],
)
Step = Callable[[Session], None]


@CASES
def test_no_byte_of_what_was_taken_back_is_left(
    own_app: Flask, tmp_path: Path, fill: Step, withdraw: Step, module: ModuleType
) -> None:
    done(own_app, fill)
    assert in_files(tmp_path, SECRETS) == list(SECRETS)
    done(own_app, withdraw)
    run_periodic(own_app)
    assert in_files(tmp_path, SECRETS) == []


@CASES
def test_sabotage_without_emptying_the_log_bytes_stay(
    own_app: Flask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fill: Step,
    withdraw: Step,
    module: ModuleType,
) -> None:
    done(own_app, fill)
    monkeypatch.setattr(module, "erase_bytes_after_commit", lambda _session: None)
    done(own_app, withdraw)
    assert in_files(tmp_path, SECRETS) != []


@CASES
def test_sabotage_without_secure_delete_bytes_stay(
    own_app: Flask, tmp_path: Path, fill: Step, withdraw: Step, module: ModuleType
) -> None:
    done(own_app, fill)
    with own_app.app_context(), db.engine.connect() as connection:
        connection.execute(text("PRAGMA secure_delete=OFF"))  # the pool hands this one connection out again
    done(own_app, withdraw)
    assert in_files(tmp_path, SECRETS) != []


@pytest.mark.database
@CASES
def test_no_row_holds_a_word_of_it(own_app: Flask, fill: Step, withdraw: Step, module: ModuleType) -> None:
    done(own_app, fill)
    assert in_rows(own_app, SECRETS)
    done(own_app, withdraw)
    assert in_rows(own_app, SECRETS) == {}


def registered(app: Flask) -> None:
    """The person asks, staff give the seat with a reason, a letter goes to an address the account does not have."""

    def fill(session: Session) -> None:
        workshop = make.workshop(session, audience=Audience.ACCOUNT, seats=1)
        question = QuestionDef(name="harapan", kind="longtext", label_id="Apa yang ingin Anda pelajari?")
        form = RegistrationForm(workshop_id=workshop.id, number=1, definition=definition_of([question]))
        person = factories.account(session, name=PERSON[0])
        other = make.workshop(session, seats=OTHERS)
        session.add(form)
        for number in range(OTHERS):
            make.registration(session, other, post=f"kata orang lain {number} " * 20, email=PERSON[1])
        make.registration(session, workshop)
        session.flush()
        own = services.register(
            session,
            workshop,
            applicant=Applicant(PERSON[0], post=PERSON[3], phone=PERSON[2], email=PERSON[1]),
            answers=Answers(form, {"harapan": PERSON[4]}),
            nonce="9" * 32,
            wait=True,
            now=NOW,
            role=person.role,
            actor_id=person.id,
            secret="a key for tests only",
        )
        workshop.seats = 2
        session.flush()
        offering.offer_to(session, own, reason=PERSON[5], now=NOW, actor_id=None)

    done(app, fill)
    run_due(app)


def erased(session: Session) -> None:
    person = session.scalars(select(Account).where(Account.name == PERSON[0])).one()
    how = {"providers": PROVIDERS, "reason": ErasureReason.SELF}
    erase_account(session, person, actor_id=person.id, **how)


# The address is also given by others, who stay: only the person's letters go.
THEIRS = tuple(word for word in PERSON if word != PERSON[1])


@pytest.mark.database
def test_no_row_names_who_had_registered(own_app: Flask) -> None:
    registered(own_app)
    letters = in_rows(own_app, PERSON)
    assert {"registration", "registration_event", "mail"} <= letters.keys()
    done(own_app, erased)
    assert in_rows(own_app, PERSON) == {"registration": [PERSON[1]]}
    with own_app.app_context():
        own = db.session.scalars(select(Registration).where(Registration.state == "cancelled")).one()
        assert (own.name, own.post, own.email, own.phone, own.answers) == ("–", "", "", "", {})
        assert (
            db.session.scalars(select(Registration.email).where(Registration.email != "")).all()
            == [PERSON[1]] * OTHERS
        )
        assert db.session.scalars(select(Mail)).all() == []
        db.session.rollback()


def test_no_byte_of_a_registration_is_left(own_app: Flask, tmp_path: Path) -> None:
    registered(own_app)
    assert in_files(tmp_path, THEIRS) == list(THEIRS)
    done(own_app, erased)
    run_periodic(own_app)
    assert in_files(tmp_path, THEIRS) == []


def test_sabotage_of_a_registration_bytes_stay_in_the_log(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(own_app)
    monkeypatch.setattr(erasing, "erase_bytes_after_commit", lambda _session: None)
    done(own_app, erased)
    assert in_files(tmp_path, THEIRS) != []


@pytest.mark.database
def test_who_was_there_stays_by_name_without_a_word_about_them(session: Session) -> None:
    held = make.workshop(session, state="held", seats=5)
    person = factories.account(session, name=PERSON[0])
    own = make.registration(session, held, account=person, email=PERSON[1], phone=PERSON[2])
    session.commit()
    erased(session)
    session.refresh(own)
    assert (own.name, own.state, own.email, own.phone) == (PERSON[0], RegistrationState.REGISTERED, "", "")
    assert own.account_id is None


@pytest.mark.database
@pytest.mark.parametrize("kept", ["own", "other"])
def test_merging_loses_no_seat_and_forgets_the_second_row(session: Session, kept: str) -> None:
    """Of two registrations for one workshop the one that lasts stays, whichever account it came from."""
    workshop = make.workshop(session, seats=5)
    workshop.sessions[0].starts_at, workshop.sessions[0].ends_at = NOW, NOW + timedelta(hours=1)
    source, target = factories.account(session), factories.account(session)
    gone, seat = RegistrationState.CANCELLED, RegistrationState.REGISTERED
    theirs = make.registration(
        session, workshop, account=source, state=seat if kept == "other" else gone, email="satu@x.example"
    )
    ours = make.registration(
        session, workshop, account=target, state=gone if kept == "other" else seat, email="dua@x.example"
    )
    session.commit()
    for data in PROVIDERS:
        if data.key == "registrations":
            data.merge(session, source.id, target.id)
    stays, left = (theirs, ours) if kept == "other" else (ours, theirs)
    session.expire_all()
    assert (stays.account_id, stays.state, workshop.taken) == (target.id, seat, 1)
    assert (left.account_id, left.name, left.email) == (None, "–", "")
