"""What the surveys hold about accounts: that somebody took part, never what they answered."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, drop_rows, move_rows, name_of, pointing
from surveys import answer_pictures
from surveys.answer_models import Draft, Participation, SuspectAnswer
from surveys.models import AnswerImport, Survey, SurveyUndo


def collect(session: Session, account_id: int) -> object:
    """The surveys that the account has answered. Which answer it was is not known to anybody."""
    taken = (
        select(Survey.id, Survey.key, Survey.title_id)
        .join(Participation, Participation.survey_id == Survey.id)
        .where(Participation.account_id == account_id)
        .order_by(Survey.id)
    )
    rows = session.execute(taken)
    return {
        "participation": [
            {"account_id": account_id, "survey_id": number, "survey": key, "title": title}
            for number, key, title in rows
        ]
    }


def erase(session: Session, account_id: int) -> None:
    """Forget that the account took part; its answers carry no name."""
    drop_rows(session, Participation.account_id, account_id)


def merge(session: Session, old: int, new: int) -> None:
    """Whoever answered with either account has answered."""
    move_rows(session, Participation.account_id, old, new)


PERSONAL_DATA = (
    PersonalData(
        key="surveys",
        label=N_("Survei yang sudah Anda isi"),
        columns=frozenset({name_of(Participation.account_id)}),
        collect=collect,
        erase=erase,
        merge=merge,
    ),
    pointing(
        "survey_imports",
        N_("Berkas jawaban yang Anda unggah"),
        {AnswerImport.created_by: ("content", "mapping")},
    ),
    pointing(
        "survey_changes",
        N_("Perubahan terakhir Anda pada survei"),
        {SurveyUndo.account_id: ("definition",)},
    ),
)

_CLOSED = select(Survey.id).where(Survey.closed_on.is_not(None))
TAKEN = Ended(
    Participation,
    lambda before: Participation.survey_id.in_(_CLOSED.where(Survey.closed_on < before.date())),
)


class SetAside(Ended):
    """What was set aside, with its photos."""

    def purge(self, session: Session, time: datetime) -> int:
        gone = session.scalars(
            delete(SuspectAnswer).where(self.before(time)).returning(SuspectAnswer.key)
        ).all()
        answer_pictures.drop(session, gone)
        return len(gone)


SET_ASIDE = SetAside(
    SuspectAnswer,
    lambda before: SuspectAnswer.survey_id.in_(_CLOSED.where(Survey.closed_on < before.date())),
)
LEFT_FILES = Ended(
    AnswerImport, lambda before: (AnswerImport.state == "uploaded") & (AnswerImport.created_at < before)
)

# Their last day is stored with them: nobody chooses another one afterwards.
ENDED_DRAFTS = Ended(Draft, lambda before: Draft.expires_on < before.date())

RETENTION = (
    Retention(
        key="answers",
        label=N_("Survei, masukan, dan jawabannya"),
        reason=N_("Dasar rencana pengembangan. Jawaban disimpan tanpa nama dan tanpa jam."),
        tables=frozenset(
            {
                "survey",
                "question",
                "survey_version",
                "survey_link",
                "survey_promise",
                "survey_undo",
                "survey_xlsform",
                "intake",
                "spent",
                "answer",
                "answer_picture",
            }
            | {"answer_count", "quota_count", "tombstone", "withdrawn_answer"}
        ),
    ),
    Retention(
        key="participation",
        label=N_("Catatan siapa sudah mengisi survei"),
        reason=N_("Agar setiap orang mengisi satu kali; dihitung sejak survei ditutup."),
        tables=frozenset({"participation"}),
        days=365,
        purge=TAKEN.purge,
        due=TAKEN.count,
    ),
    Retention(
        key="drafts",
        label=N_("Isian survei yang belum dikirim"),
        reason=N_(
            "Terkunci dengan kode lanjut; berakhir 14 hari setelah terakhir disimpan, atau saat dikirim."
        ),
        tables=frozenset({"draft", "draft_picture"}),
        days=1,
        purge=ENDED_DRAFTS.purge,
        due=ENDED_DRAFTS.count,
    ),
    Retention(
        key="suspect_answers",
        label=N_("Kiriman formulir yang disisihkan untuk diperiksa"),
        reason=N_("Sampai petugas memutuskan; yang tersisa dihapus sesudah survei ditutup."),
        tables=frozenset({"suspect_answer"}),
        days=30,
        purge=SET_ASIDE.purge,
        due=SET_ASIDE.count,
    ),
    Retention(
        key="answer_files",
        label=N_("Berkas jawaban yang belum diimpor"),
        reason=N_("Hanya sampai diimpor; isinya dikosongkan setelah itu."),
        tables=frozenset({"answer_import"}),
        days=30,
        purge=LEFT_FILES.purge,
        due=LEFT_FILES.count,
    ),
)
