"""The words of the surveys slice."""

from enum import StrEnum

from core.errors import N_


class Purpose(StrEnum):
    """What a survey is for; decides the taxonomy of its free texts."""

    ASPIRATION = "aspiration"
    FEEDBACK = "feedback"


class Access(StrEnum):
    """PUBLIC: no account, no participation. ACCOUNT: one answer per account, unlinked by the mixer.

    CODE: one answer per invitation, unlinked in the same way.
    """

    PUBLIC = "public"
    ACCOUNT = "account"
    CODE = "code"


class SurveyState(StrEnum):
    """A closed survey does not open again; a new one is made from it."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Act(StrEnum):
    """What a row of the intake does when it is mixed."""

    NEW = "new"
    EDIT = "edit"
    WITHDRAWAL = "withdrawal"


class Gone(StrEnum):
    """Why a text is no longer there."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


PURPOSE_LABELS = {
    Purpose.ASPIRATION: N_("Survei aspirasi"),
    Purpose.FEEDBACK: N_("Masukan layanan"),
}
ACCESS_LABELS = {
    Access.PUBLIC: N_("Siapa saja, tanpa akun"),
    Access.ACCOUNT: N_("Pemilik akun, satu kali, tetap anonim"),
    Access.CODE: N_("Yang diundang dengan kode, satu kali, tetap anonim"),
}
# Somebody is known to have taken part, so the mixer keeps their answer apart from them.
MIXED = frozenset({Access.ACCOUNT, Access.CODE})
