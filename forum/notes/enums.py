"""The kinds of sentence, and the papers that are made of a workshop."""

from enum import StrEnum

from core.errors import N_


class NoteKind(StrEnum):
    """What a sentence is. Only a voice is a contribution; the others are the meeting's own."""

    VOICE = "voice"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"


KIND_LABELS = {
    NoteKind.VOICE: N_("masukan atau aspirasi"),
    NoteKind.DECISION: N_("keputusan rapat"),
    NoteKind.FOLLOW_UP: N_("tindak lanjut"),
}


class NoteState(StrEnum):
    """A withdrawn note has no text any more; its code still tells why."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class PaperKind(StrEnum):
    """The five papers, in the order of the bundle."""

    INVITATION = "undangan"
    ATTENDANCE = "daftar-hadir"
    MINUTES = "notulen"
    RECORD = "berita-acara"
    PHOTOGRAPHS = "dokumentasi"


PAPER_LABELS = {
    PaperKind.INVITATION: N_("Surat undangan"),
    PaperKind.ATTENDANCE: N_("Daftar hadir"),
    PaperKind.MINUTES: N_("Notulen"),
    PaperKind.RECORD: N_("Berita acara"),
    PaperKind.PHOTOGRAPHS: N_("Dokumentasi"),
}
# These carry a number of the office; the list of those present and the pictures are attachments.
NUMBERED = (PaperKind.INVITATION, PaperKind.MINUTES, PaperKind.RECORD)
