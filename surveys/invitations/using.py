"""Use a code once, in the transaction that stores the answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.errors import N_, Conflict, NotFound
from core.sql import insert_into
from surveys.answer_models import UsedCode
from surveys.invitations.models import SurveyInvitation
from surveys.models import Survey

USED = N_(
    "Kode undangan ini sudah dipakai untuk mengirim satu jawaban, atau sudah tidak berlaku. Isian yang sekarang tidak"
    " disimpan. Bila Anda sendiri yang mengirimnya, ubah lewat kode lacak dari waktu itu; bila bukan, hubungi kantor"
    " yang mengundang Anda."
)
UNKNOWN = N_(
    "Kode undangan itu tidak dikenal. Periksa huruf dan angkanya pada slip, surat, atau pesan undangan (huruf I, L, O,"
    " dan U tidak dipakai), lalu ketik sekali lagi. Bila tetap tidak cocok, hubungi kantor yang mengundang Anda."
)


def use_code(session: Session, survey_id: int, stored: str) -> None:
    """One statement: of two who send with one code together one gets no row. Raises Conflict for the other.

    It writes nothing but that the code is used; the invitation, which knows the person, is only read.
    """
    invited = select(SurveyInvitation.survey_id, SurveyInvitation.code_hash).where(
        SurveyInvitation.survey_id == survey_id, SurveyInvitation.code_hash == stored
    )
    statement = insert_into(session, UsedCode).from_select(["survey_id", "code_hash"], invited)
    used = session.execute(statement.on_conflict_do_nothing().returning(UsedCode.survey_id))
    if used.first() is None:
        raise Conflict(USED)


def survey_of_code(session: Session, code: str) -> Survey:
    """The survey that a code invites to, used or not: who holds a printed code must not learn whether its
    person has answered. Raises NotFound."""
    survey = session.scalar(
        select(Survey)
        .join(SurveyInvitation, SurveyInvitation.survey_id == Survey.id)
        .where(SurveyInvitation.code_hash == code_hash(code))
    )
    if survey is None:
        raise NotFound(UNKNOWN)
    return survey
