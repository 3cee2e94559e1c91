"""Sentences are kept once, keep their history, and leave nothing behind when they go."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Conflict, Invalid
from core.nonces import new_nonce
from forum.notes import queries, services
from forum.notes.enums import NoteKind
from forum.notes.models import NoteEdit, WorkshopNote
from forum.workshops.enums import WorkshopState
from tests.forum import factories
from tests.forum.notes.make import SECRET, code_of_note, noted


def texts(session: Session, workshop: object) -> list[tuple[str, str]]:
    return [(n.group_label, n.text) for n in queries.notes_of(session, workshop)]  # type: ignore[arg-type]


@pytest.mark.database
def test_sentences_stand_by_table_in_their_order(session: Session) -> None:
    workshop, other = factories.workshop(session), factories.workshop(session)
    noted(session, other, "Lain.")
    noted(session, workshop, "Satu.", "", "Dua.", label="Meja 2")
    noted(session, workshop, "Tiga.", label=" Meja  1 ")
    noted(session, workshop, "Empat.", label="Meja 2")
    expected = [("Meja 1", "Tiga."), ("Meja 2", "Satu."), ("Meja 2", "Dua."), ("Meja 2", "Empat.")]
    assert texts(session, workshop) == expected


@pytest.mark.database
def test_the_same_form_sent_twice_keeps_its_sentences_once(session: Session) -> None:
    workshop, nonce = factories.workshop(session), new_nonce()
    first = noted(session, workshop, "Satu.", "Dua.", nonce=nonce)
    assert noted(session, workshop, "Satu.", "Dua.", nonce=nonce) == []
    assert [n.key for n in queries.notes_of(session, workshop)] == [n.key for n in first]
    noted(session, workshop, "Satu.", nonce=new_nonce())
    assert len(queries.notes_of(session, workshop)) == 3


def test_slips_are_printed_again_for_voices_only(session: Session) -> None:
    workshop = factories.workshop(session)
    one, two = noted(session, workshop, "Satu.", "Dua.")
    noted(session, workshop, "Putus.", kind=NoteKind.DECISION, label="Pleno")
    slips = queries.codes_of(queries.notes_of(session, workshop), secret=SECRET)
    assert slips == [(one, code_of_note(one)), (two, code_of_note(two))]
    assert queries.codes_of([one], secret="another key") == []


def test_a_change_keeps_what_was_said_before(session: Session) -> None:
    workshop = factories.workshop(session)
    note, other = noted(session, workshop, "Satu.", "Dua.")
    services.publish_notes(session, workshop, keys=[note.key, other.key], actor_id=None)
    how = {"kind": NoteKind.VOICE, "group_label": "Meja 1", "actor_id": None}
    services.change_note(session, note, text="Satu baru.", before="Satu.", **how)  # type: ignore[arg-type]
    services.change_note(session, note, text="Satu lagi.", before="Satu baru.", **how)  # type: ignore[arg-type]
    assert [edit.text for edit in note.edits] == ["Satu.", "Satu baru."]
    assert [n.key for n in queries.notes_of(session, workshop, public_only=True)] == [other.key]
    with pytest.raises(Conflict):
        services.change_note(session, note, text="Lain.", before="Satu.", **how)  # type: ignore[arg-type]
    assert note.text == "Satu lagi."


def test_moving_changes_places_at_the_table(session: Session) -> None:
    workshop = factories.workshop(session)
    one, two, three = noted(session, workshop, "1.", "2.", "3.")
    noted(session, workshop, "lain.", label="Meja 2")
    services.move_note(session, three, up=True, actor_id=None)
    services.move_note(session, one, up=True, actor_id=None)
    services.move_note(session, two, up=False, actor_id=None)
    assert [n.text for n in queries.notes_of(session, workshop)] == ["1.", "3.", "2.", "lain."]


@pytest.mark.database
def test_a_withdrawn_sentence_leaves_only_the_reason(session: Session) -> None:
    workshop = factories.workshop(session)
    note, other = noted(session, workshop, "Rahasia satu.", "Dua.")
    how = {"kind": NoteKind.VOICE, "group_label": "Meja 1", "actor_id": None}
    services.change_note(session, note, text="Rahasia dua.", before="Rahasia satu.", **how)  # type: ignore[arg-type]
    services.withdraw_note(session, note, reason="Diminta  penyampainya.", actor_id=None)
    session.refresh(note)
    assert (note.text, note.reason, note.public) == ("", "Diminta penyampainya.", False)
    assert session.scalars(select(NoteEdit)).all() == []
    assert [n.key for n in queries.notes_of(session, workshop)] == [other.key]
    with pytest.raises(Conflict):
        services.withdraw_note(session, note, reason="Lagi.", actor_id=None)


def test_only_what_was_in_the_preview_is_shown(session: Session) -> None:
    workshop, elsewhere = factories.workshop(session), factories.workshop(session)
    seen, later = noted(session, workshop, "Satu.", "Dua.")
    (foreign,) = noted(session, elsewhere, "Lain.")
    keys = [seen.key, foreign.key, "tidak ada"]
    assert services.publish_notes(session, workshop, keys=keys, actor_id=None) == 1
    session.expire_all()
    assert [(n.text, n.public) for n in (seen, later, foreign)] == [
        ("Satu.", True),
        ("Dua.", False),
        ("Lain.", False),
    ]
    assert services.hide_notes(session, workshop, actor_id=None) == 1
    assert queries.notes_of(session, workshop, public_only=True) == []


def test_what_cannot_be_kept_is_refused(session: Session) -> None:
    workshop = factories.workshop(session)
    draft = factories.workshop(session, state=WorkshopState.DRAFT)
    with pytest.raises(Invalid):
        noted(session, workshop, " ")
    with pytest.raises(Invalid):
        noted(session, workshop, "Satu.", label=" ")
    with pytest.raises(Closed):
        noted(session, draft, "Satu.")
    (note,) = noted(session, workshop, "Satu.")
    with pytest.raises(Invalid):
        services.withdraw_note(session, note, reason=" ", actor_id=None)


def test_the_audit_log_holds_counts_and_no_text(session: Session) -> None:
    workshop = factories.workshop(session)
    (note, _other) = noted(session, workshop, "Satu.", "Dua.")
    services.withdraw_note(session, note, reason="Sebab.", actor_id=None)
    mine = select(AuditEvent).where(AuditEvent.object_key == workshop.key).order_by(AuditEvent.id)
    events = [(e.action, e.facts) for e in session.scalars(mine)]
    assert events == [("note.create", {"count": 2}), ("note.withdraw", {})]


def test_nothing_tells_who_said_it_or_when() -> None:
    columns = set(WorkshopNote.__table__.columns.keys())
    assert columns == {
        "key",
        "workshop_id",
        "group_label",
        "position",
        "kind",
        "state",
        "public",
        "text",
        "reason",
        "code_hash",
        "nonce_sealed",
    }
