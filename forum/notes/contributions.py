"""What was said in workshops, as the analysis and the plan see it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.contributions import Contribution, ContributionRef, ContributionSource, Tracked, TrackedNotice
from core.errors import N_
from forum.notes.enums import NoteKind, NoteState
from forum.notes.models import WorkshopNote
from forum.workshops.models import Workshop

KIND = "workshop_note"
FIELD = "text"
PURPOSE = "aspiration"
_AT_ONCE = 500
_STANDS = (WorkshopNote.kind == NoteKind.VOICE, WorkshopNote.state == NoteState.KEPT)

_WITHDRAWN = N_("Kalimat ini dihapus")
_WITHDRAWN_NOTE = N_("Teksnya tidak disimpan lagi. Alasan fasilitator:")
_CHANGED = N_("Kalimat ini diperbaiki fasilitator")
_CHANGED_NOTE = N_("Di bawah ini bunyinya sekarang. Bunyi sebelumnya tersimpan di riwayat.")
_OWN = N_("Dicatat sebagai keputusan atau tindak lanjut rapat")
_OWN_NOTE = N_("Kalimat ini menjadi bagian notulen, bukan masukan yang dikelompokkan menjadi tema.")


def _contribution(key: str, text: str) -> Contribution:
    return Contribution(ContributionRef(KIND, key, FIELD), PURPOSE, text)


def of_cycle(session: Session, cycle_id: int) -> Iterator[Contribution]:
    """Every voice of the cycle's workshops, in the order of their random keys."""
    rows = session.execute(
        select(WorkshopNote.key, WorkshopNote.text)
        .join(Workshop, Workshop.id == WorkshopNote.workshop_id)
        .where(Workshop.cycle_id == cycle_id, *_STANDS)
        .order_by(WorkshopNote.key)
        .execution_options(yield_per=1000)
    )
    for key, text in rows:
        yield _contribution(key, text)


def fetch(session: Session, refs: Sequence[ContributionRef]) -> list[Contribution]:
    """Those that still stand, in the order asked for."""
    keys = sorted({ref.key for ref in refs if (ref.kind, ref.field) == (KIND, FIELD)})
    found: dict[ContributionRef, Contribution] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = WorkshopNote.key.in_(keys[start : start + _AT_ONCE])
        for key, text in session.execute(select(WorkshopNote.key, WorkshopNote.text).where(some, *_STANDS)):
            made = _contribution(key, text)
            found[made.ref] = made
    return [found[ref] for ref in refs if ref in found]


def track(session: Session, code: str) -> Tracked | None:
    """The sentence behind a code, however it was typed; None when there is none."""
    if normalise(code) is None:
        return None
    note = session.scalar(select(WorkshopNote).where(WorkshopNote.code_hash == code_hash(code)))
    if note is None:
        return None
    titles = (note.workshop.title_id, note.workshop.title_en)
    if note.state == NoteState.WITHDRAWN:
        return Tracked(*titles, notices=(TrackedNotice(_WITHDRAWN, _WITHDRAWN_NOTE, said=note.reason),))
    if note.kind != NoteKind.VOICE:
        return Tracked(*titles, notices=(TrackedNotice(_OWN, _OWN_NOTE, said=note.text),))
    notices = (TrackedNotice(_CHANGED, _CHANGED_NOTE),) if note.edits else ()
    return Tracked(*titles, contributions=(ContributionRef(KIND, note.key, FIELD),), notices=notices)


SOURCE = ContributionSource(kind=KIND, of_cycle=of_cycle, fetch=fetch, track=track)
