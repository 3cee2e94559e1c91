"""Who is invited, what they read, and that nobody is invited twice."""

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.base import utc_now
from core.errors import Closed, Conflict, Invalid
from core.jobs.models import Job
from core.mail.models import Mail, MailState
from core.outreach.pasted import Entry
from forum.calls import queries, services
from forum.calls.enums import CallState, InvitationState, Shown
from forum.calls.letters import Letter
from forum.calls.models import WorkshopCall, WorkshopInvitation
from forum.calls.recipients import Choice, Recipient, recipients_of
from forum.seats.enums import RegistrationState
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests.forum import factories
from tests.forum.calls.world import mails, office, work

LETTER = Letter("Undangan untuk {nama}", "Yth. {nama}\n\nkami mengundang Anda.\n")


def call(session: Session, workshop: Workshop, choice: Choice, *pasted: Entry) -> WorkshopCall:
    return services.call_out(
        session, workshop, choice=choice, pasted=pasted, letter=LETTER, lang="id", actor_id=None
    )


def names(session: Session, choice: Choice, *pasted: Entry) -> set[str]:
    return {one.name for one in recipients_of(session, choice, pasted)}


@pytest.mark.database
def test_whom_a_choice_reaches(session: Session) -> None:
    made = office(session)
    everybody = {"Yosef Bria", "Maria Tallo", "Ina Lede"}
    assert names(session, Choice()) == everybody
    assert names(session, Choice(units=(made.top.key,))) == {"Yosef Bria", "Maria Tallo"}
    assert names(session, Choice(units=(made.below.key,))) == {"Maria Tallo"}
    assert names(session, Choice(posts=(made.post.id,))) == {"Yosef Bria"}
    assert names(session, Choice(ranks=("II/c", "IV/a"))) == {"Maria Tallo"}
    assert names(session, Choice(staff=False)) == set()
    assert names(session, Choice(units=("tidak-ada",))) == set()
    factories.registration(session, factories.workshop(session), account=made.reached)
    waiting = RegistrationState.WAITING
    factories.registration(session, factories.workshop(session), account=made.other, state=waiting)
    assert names(session, Choice(never_served=True)) == {"Maria Tallo", "Ina Lede"}
    made.other.restricted_at = utc_now()
    session.flush()
    assert names(session, Choice()) == everybody - {"Ina Lede"}
    assert names(session, Choice(staff=False), Entry("Ina", "ina@example.go.id")) == set()


@pytest.mark.database
def test_a_pasted_address_of_an_account_is_that_account(session: Session) -> None:
    made = office(session)
    listed = (
        Entry("Ina dari daftar", "INA@example.go.id"),
        Entry("Tamu", "tamu@example.com", "+6281234567890"),
        Entry("Hanya HP", "", "+6281234567891"),
        Entry("Tamu lagi", "Tamu@example.com"),
    )
    found = {one.key: one for one in recipients_of(session, Choice(), listed)}
    assert len(found) == 5
    assert found[f"account:{made.other.id}"].name == "Ina dari daftar"
    assert found[f"person:{made.paper.id}"] == Recipient(
        f"person:{made.paper.id}", "Maria Tallo", person_id=made.paper.id, unit_id=made.below.id
    )
    assert {(r.name, r.address, r.phone) for r in found.values() if r.key[:4] in {"mail", "phon"}} == {
        ("Tamu", "tamu@example.com", "+6281234567890"),
        ("Hanya HP", "", "+6281234567891"),
    }
    assert not any("tamu" in key for key in found)


@pytest.mark.database
def test_a_call_writes_each_letter_once(app: Flask, session: Session) -> None:
    made, workshop = office(session), factories.workshop(session)
    listed = (Entry("Tamu", "tamu@example.com"), Entry("Hanya HP", "", "+6281234567891"))
    first = call(session, workshop, Choice(), *listed)
    assert mails(session) == []
    work(app, session)
    told = [
        ("ina@example.go.id", "Undangan untuk Ina Lede"),
        ("tamu@example.com", "Undangan untuk Tamu"),
        ("yosef@example.go.id", "Undangan untuk Yosef Bria"),
    ]
    assert sorted(mails(session)) == told
    assert session.scalars(select(Mail.body).where(Mail.to_address == "tamu@example.com")).one() == (
        "Yth. Tamu\n\nkami mengundang Anda.\n"
    )
    states = session.execute(select(WorkshopInvitation.name, WorkshopInvitation.state)).all()
    assert dict(iter(states)) == {
        "Ina Lede": InvitationState.MAILED,
        "Tamu": InvitationState.MAILED,
        "Yosef Bria": InvitationState.MAILED,
        "Maria Tallo": InvitationState.PAPER,
        "Hanya HP": InvitationState.PHONE,
    }
    assert (first.state, first.pasted) == (CallState.DONE, [])
    second = call(session, workshop, Choice(), *listed, Entry("Baru", "baru@example.com"))
    work(app, session)
    assert sorted(mails(session)) == sorted([*told, ("baru@example.com", "Undangan untuk Baru")])
    assert second.state == CallState.DONE
    elsewhere = factories.workshop(session)
    call(session, elsewhere, Choice(units=(made.top.key,)))
    work(app, session)
    assert len(mails(session)) == 5


@pytest.mark.database
def test_batches_go_on_where_one_ended(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 3)
    workshop = factories.workshop(session)
    call(session, workshop, Choice(staff=False), *(Entry("", f"o{n}@example.com") for n in range(10)))
    work(app, session)
    assert sorted(to for to, _subject in mails(session)) == sorted(f"o{n}@example.com" for n in range(10))
    done = session.scalars(select(Job.result).where(Job.name == services.INVITE_JOB).order_by(Job.id)).all()
    assert done == [{"invited": 3}, {"invited": 3}, {"invited": 3}, {"invited": 1}]


@pytest.mark.database
def test_a_workshop_that_is_cancelled_meanwhile_invites_nobody_more(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = factories.workshop(session)
    made = call(session, workshop, Choice(staff=False), Entry("Tamu", "tamu@example.com"))
    workshop.state = WorkshopState.CANCELLED
    work(app, session)
    assert (mails(session), made.state, made.pasted) == ([], CallState.DONE, [])


@pytest.mark.database
def test_refusals(session: Session) -> None:
    closed = factories.workshop(session, state=WorkshopState.CLOSED)
    with pytest.raises(Closed):
        call(session, closed, Choice())
    with pytest.raises(Invalid):
        call(session, factories.workshop(session), Choice(staff=False))
    assert session.scalars(select(WorkshopCall.id)).all() == []
    assert session.scalars(select(Job.id)).all() == []


@pytest.mark.database
def test_two_thousand_leave_the_request_at_once(session: Session) -> None:
    workshop, statements = factories.workshop(session), []
    connection = session.connection()

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", count)
    people = [Entry(f"Orang {n}", f"orang{n}@example.com") for n in range(2000)]
    call(session, workshop, Choice(), *people)
    event.remove(connection, "before_cursor_execute", count)
    assert len([s for s in statements if "SAVEPOINT" not in s.upper()]) <= 8
    assert mails(session) == []
    assert len(session.scalars(select(Job.id)).all()) == 1


@pytest.mark.database
def test_what_became_of_them(session: Session) -> None:
    from tests.forum.factories_calls import call as a_call
    from tests.forum.factories_calls import invitation

    workshop, noise = factories.workshop(session), factories.workshop(session)
    made = a_call(session, workshop)
    invitation(session, a_call(session, noise))
    for state in (MailState.SENT, MailState.WAITING, MailState.FAILED, MailState.HANDED, None):
        mail = None
        if state is not None:
            mail = Mail(to_address=f"{state}@example.com", subject="", body="", state=state)
            session.add(mail)
            session.flush()
        invitation(session, made, address=f"{state}@example.com", mail_id=mail.id if mail else None)
    invitation(session, made)
    invitation(session, made, phone="+6281234567890")
    invitation(session, made, address="datang@example.com")
    factories.registration(session, workshop, email="datang@example.com")
    factories.registration(session, noise, email="sent@example.com")
    factories.registration(session, workshop, email="failed@example.com", state=RegistrationState.CANCELLED)
    assert queries.invitation_counts(session, workshop) == {
        Shown.REGISTERED: 1,
        Shown.SENT: 3,
        Shown.WAITING: 1,
        Shown.FAILED: 1,
        Shown.PAPER: 1,
        Shown.PHONE: 1,
    }
    (failed,) = queries.list_invitations(session, workshop, shown=Shown.FAILED).rows
    services.mark_brought(session, failed[0], actor_id=None)
    with pytest.raises(Conflict):
        services.mark_brought(session, failed[0], actor_id=None)
    assert services.mark_slips_brought(session, workshop, actor_id=None) == 1
    assert queries.invitation_counts(session, workshop)[Shown.BROUGHT] == 2
    assert queries.invitation_counts(session, noise) == {Shown.PAPER: 1}
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-2:] == ["workshop.invitation_brought"] * 2
