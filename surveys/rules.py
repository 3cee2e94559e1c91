"""Who may answer what, and what may still be changed. Pure conditions; the phase of the cycle is data."""

from datetime import date

from core.cycles.enums import Action
from core.cycles.rules import require_open
from core.errors import N_, Closed, NotAllowed, RembukError
from core.policy import Role
from surveys.enums import Access, Purpose, SurveyState
from surveys.models import Survey

ACTIONS = {
    Purpose.ASPIRATION: Action.ANSWER_ASPIRATION,
    Purpose.FEEDBACK: Action.ANSWER_FEEDBACK,
}


def require_time(survey: Survey, *, today: date) -> None:
    """Raise Closed unless the survey takes answers today, whoever asks."""
    if survey.state == SurveyState.DRAFT:
        raise Closed(N_("Survei ini belum dibuka."))
    if survey.state == SurveyState.CLOSED:
        raise Closed(N_("Survei ini sudah ditutup. Terima kasih atas perhatian Anda."))
    if survey.opens_on is not None and survey.opens_on > today:
        raise Closed(
            N_("Survei ini dibuka pada %(day)s. Silakan kembali mulai hari itu."), day=survey.opens_on
        )
    if survey.closes_on is not None and survey.closes_on < today:
        raise Closed(
            N_(
                "Survei ini dapat diisi sampai %(day)s, jadi waktunya sudah lewat. Terima kasih atas perhatian Anda."
            ),
            day=survey.closes_on,
        )
    require_open(survey.cycle, ACTIONS[Purpose(survey.purpose)])


def require_person(survey: Survey, *, role: Role | None) -> None:
    """Raise NotAllowed unless somebody with this role (None: a guest) is asked by this survey."""
    if survey.access != Access.ACCOUNT:
        return  # a code is asked for when the answer is stored
    if role is None:
        raise NotAllowed(N_("Survei ini untuk pemilik akun. Masuk dahulu, lalu isi."))
    if survey.purpose == Purpose.ASPIRATION and role == Role.CITIZEN:
        raise NotAllowed(
            N_("Survei aspirasi ini untuk pegawai (ASN). Warga dapat menyampaikan masukan layanan.")
        )


def require_answerable(survey: Survey, *, role: Role | None, today: date) -> None:
    """Raise unless this person may answer now."""
    require_time(survey, today=today)
    require_person(survey, role=role)


def why_not(survey: Survey, *, role: Role | None, today: date) -> RembukError | None:
    """The reason why this person cannot answer now; None when they can."""
    try:
        require_answerable(survey, role=role, today=today)
    except RembukError as refusal:
        return refusal
    return None


def require_editable(survey: Survey) -> None:
    """A closed survey stays as it is; a copy of it can be edited."""
    if survey.state == SurveyState.CLOSED:
        raise Closed(N_("Survei ini sudah ditutup dan tidak dapat diubah. Buat salinannya bila perlu."))


def require_draft(survey: Survey) -> None:
    """Purpose and access are a promise to those who have answered."""
    if survey.state != SurveyState.DRAFT:
        raise Closed(N_("Tujuan dan cara mengisi tidak dapat diubah setelah survei terbit."))
