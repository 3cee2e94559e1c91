"""Write down, change, order, publish and withdraw what was said."""

import hashlib
from collections.abc import Collection, Sequence
from secrets import token_hex

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core import audit
from core.codes import code_hash
from core.errors import N_, Closed, Conflict, Invalid
from core.nonces import code_of
from core.sealing import seal
from core.sql import erase_bytes_after_commit, insert_into
from core.uploads.services import delete_uploads
from core.vectors import forget_vectors
from forum.notes.enums import NoteKind, NoteState
from forum.notes.models import NoteEdit, NotePhoto, WorkshopNote
from forum.notes.owners import PHOTOS, PRINTS
from forum.notes.rules import MAX_LABEL, clean_sentences
from forum.workshops.enums import ANNOUNCED
from forum.workshops.models import Workshop

SEAL = "catatan-workshop"


def take_notes(
    session: Session,
    workshop: Workshop,
    *,
    group_label: str,
    kind: NoteKind,
    texts: Sequence[str],
    nonce: str,
    secret: str,
    actor_id: int | None,
) -> list[str]:
    """Keep the sentences in their order, after those of the table; the keys of the new ones.

    The nonces of the sentences follow from the form's: the same form sent twice keeps them once.
    """
    require_announced(workshop)
    kept = clean_sentences(texts)
    if not kept:
        raise Invalid(N_("Belum ada kalimat. Tulis paling sedikit satu."))
    label = _label(group_label)
    last = _last_position(session, workshop, label)
    rows = []
    for number, text in enumerate(kept, start=1):
        own = hashlib.sha256(f"kalimat:{nonce}:{number}".encode()).hexdigest()[:32]
        rows.append(
            {
                "key": token_hex(8),
                "workshop_id": workshop.id,
                "group_label": label,
                "position": last + number,
                "kind": kind,
                "state": NoteState.KEPT,
                "public": False,
                "text": text,
                "reason": "",
                "code_hash": code_hash(code_of(own, secret=secret)),
                "nonce_sealed": seal(own, secret=secret, purpose=SEAL),
            }
        )
    new = insert_into(session, WorkshopNote).values(rows).on_conflict_do_nothing()
    keys = list(session.scalars(new.returning(WorkshopNote.key)))
    if keys:
        drop_prints(session, workshop)
        _record(session, workshop, "note.create", actor_id=actor_id, count=len(keys))
    return keys


def require_announced(workshop: Workshop) -> None:
    """A draft can be deleted: nothing that people said hangs on it."""
    if workshop.state not in ANNOUNCED:
        raise Closed(N_("Workshop ini masih draf. Catatan dan foto menyusul setelah ia diumumkan."))


def _label(written: str) -> str:
    label = " ".join(written.split())
    if not label or len(label) > MAX_LABEL:
        raise Invalid(N_("Sebut meja atau kelompoknya, paling panjang %(limit)s huruf."), limit=MAX_LABEL)
    return label


def _last_position(session: Session, workshop: Workshop, label: str) -> int:
    last = select(func.max(WorkshopNote.position)).where(
        WorkshopNote.workshop_id == workshop.id, WorkshopNote.group_label == label
    )
    return session.scalar(last) or 0


def _record(
    session: Session, workshop: Workshop, action: str, *, actor_id: int | None, **facts: object
) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="workshop", key=workshop.key, **facts)


def drop_prints(session: Session, workshop: Workshop) -> None:
    """A print that was made before would show something else."""
    delete_uploads(session, owner_kind=PRINTS, owner_key=workshop.key, actor_id=None)


def change_note(
    session: Session,
    note: WorkshopNote,
    *,
    text: str,
    kind: NoteKind,
    group_label: str,
    before: str,
    actor_id: int | None,
) -> None:
    """Correct a sentence; what it said before is kept. What changes is no longer public until shown again.

    `before` is the text the change was made from: of two who correct at once, the second is told.
    """
    kept = clean_sentences([text])
    if not kept:
        raise Invalid(N_("Kalimatnya kosong. Untuk menghapusnya, pakai tombol hapus."))
    label = _label(group_label)
    position = note.position
    if label != note.group_label:
        position = _last_position(session, note.workshop, label) + 1
    same = (WorkshopNote.key == note.key, WorkshopNote.text == before, WorkshopNote.state == NoteState.KEPT)
    public = note.public and kept[0] == note.text
    changed = session.execute(
        update(WorkshopNote)
        .where(*same)
        .values(text=kept[0], kind=kind, group_label=label, position=position, public=public)
        .returning(WorkshopNote.key)
    )
    if changed.first() is None:
        raise Conflict(N_("Kalimat ini baru saja diubah orang lain. Muat ulang, lalu perbaiki lagi."))
    if kept[0] != before:
        number = select(func.count()).where(NoteEdit.note_key == note.key)
        session.add(NoteEdit(note_key=note.key, number=(session.scalar(number) or 0) + 1, text=before))
    session.flush()
    session.expire(note)
    drop_prints(session, note.workshop)
    _record(session, note.workshop, "note.change", actor_id=actor_id, changed=kept[0] != before)


def move_note(session: Session, note: WorkshopNote, *, up: bool, actor_id: int | None) -> None:
    """Change places with the neighbour at the same table; at the end nothing happens."""
    towards = WorkshopNote.position < note.position if up else WorkshopNote.position > note.position
    order = WorkshopNote.position.desc() if up else WorkshopNote.position
    other = session.scalar(
        select(WorkshopNote)
        .where(
            WorkshopNote.workshop_id == note.workshop_id,
            WorkshopNote.group_label == note.group_label,
            WorkshopNote.state == NoteState.KEPT,
            towards,
        )
        .order_by(order, WorkshopNote.key)
        .limit(1)
    )
    if other is not None:
        note.position, other.position = other.position, note.position
        session.flush()
        drop_prints(session, note.workshop)
        _record(session, note.workshop, "note.move", actor_id=actor_id)


def withdraw_note(session: Session, note: WorkshopNote, *, reason: str, actor_id: int | None) -> None:
    """Take a sentence out: its text and its history are gone, its code tells the reason."""
    why = " ".join(reason.split())
    if not why:
        raise Invalid(N_("Tulis alasannya: pemegang kode lacak akan membacanya."))
    taken = session.execute(
        update(WorkshopNote)
        .where(WorkshopNote.key == note.key, WorkshopNote.state == NoteState.KEPT)
        .values(state=NoteState.WITHDRAWN, text="", public=False, reason=why)
        .returning(WorkshopNote.key)
    )
    if taken.first() is None:
        raise Conflict(N_("Kalimat ini sudah dihapus."))
    session.execute(delete(NoteEdit).where(NoteEdit.note_key == note.key))
    forget_vectors(session, [note.key])
    session.expire(note)
    drop_prints(session, note.workshop)
    erase_bytes_after_commit(session)
    _record(session, note.workshop, "note.withdraw", actor_id=actor_id)


def publish_notes(
    session: Session, workshop: Workshop, *, keys: Collection[str], actor_id: int | None
) -> int:
    """Show these sentences to everybody: those that were in the preview, no others."""
    shown = session.scalars(
        update(WorkshopNote)
        .where(
            WorkshopNote.workshop_id == workshop.id,
            WorkshopNote.key.in_(list(keys)),
            WorkshopNote.state == NoteState.KEPT,
            WorkshopNote.public.is_(False),
        )
        .values(public=True)
        .returning(WorkshopNote.key)
    ).all()
    if shown:
        _record(session, workshop, "note.publish", actor_id=actor_id, count=len(shown))
    return len(shown)


def hide_notes(session: Session, workshop: Workshop, *, actor_id: int | None) -> int:
    """Take the page of the notes back."""
    hidden = session.scalars(
        update(WorkshopNote)
        .where(WorkshopNote.workshop_id == workshop.id, WorkshopNote.public)
        .values(public=False)
        .returning(WorkshopNote.key)
    ).all()
    if hidden:
        _record(session, workshop, "note.hide", actor_id=actor_id, count=len(hidden))
    return len(hidden)


def erase_notes(session: Session, workshop: Workshop, *, actor_id: int | None) -> int:
    """Everything that was said, the photos and the prints; the numbers of the letters stay given."""
    drop_prints(session, workshop)
    session.execute(delete(NotePhoto).where(NotePhoto.workshop_id == workshop.id))
    delete_uploads(session, owner_kind=PHOTOS, owner_key=workshop.key, actor_id=actor_id)
    gone = session.scalars(
        delete(WorkshopNote).where(WorkshopNote.workshop_id == workshop.id).returning(WorkshopNote.key)
    ).all()
    forget_vectors(session, gone)
    return len(gone)
