"""What invitations keep about the holder of an account, and for how long."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, drop_rows, repoint, rows_of, unlink
from surveys.answer_models import UsedCode
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey


def collect(session: Session, account_id: int) -> object:
    """The invitations with what leads to a code left out, and the calls they sent (not whom)."""
    hidden = {"salt", "code_hash"}
    return {
        "survey_invitation": rows_of(session, SurveyInvitation.account_id, account_id, hidden=hidden),
        "survey_call": rows_of(session, SurveyCall.created_by, account_id, hidden={"pasted"}),
    }


def erase(session: Session, account_id: int) -> None:
    """Nothing of the person stays, and their code opens nothing; a call stays without who sent it."""
    drop_rows(session, SurveyInvitation.account_id, account_id)
    unlink(session, SurveyCall.created_by, account_id)


def merge(session: Session, old: int, new: int) -> None:
    """Whoever was invited with either account was invited."""
    own = update(SurveyInvitation).where(
        SurveyInvitation.account_id == old, SurveyInvitation.recipient == f"account:{old}"
    )
    session.execute(own.values(recipient=f"account:{new}"))
    repoint(session, SurveyInvitation.account_id, old, new)
    repoint(session, SurveyCall.created_by, old, new)


PERSONAL_DATA = (
    PersonalData(
        "survey_invitations",
        N_("Undangan survei"),
        frozenset({"survey_invitation.account_id", "survey_call.created_by"}),
        collect,
        erase,
        merge,
    ),
)

_CLOSED = select(Survey.id).where(Survey.closed_on.is_not(None))


def _invited(before: datetime) -> ColumnElement[bool]:
    return SurveyInvitation.survey_id.in_(_CLOSED.where(Survey.closed_on < before.date()))


def _used(before: datetime) -> ColumnElement[bool]:
    return UsedCode.survey_id.in_(_CLOSED.where(Survey.closed_on < before.date()))


_INVITATIONS, _USED = Ended(SurveyInvitation, _invited), Ended(UsedCode, _used)


def _purge(session: Session, before: datetime) -> int:
    return _INVITATIONS.purge(session, before) + _USED.purge(session, before)


def _due(session: Session, before: datetime) -> int:
    return _INVITATIONS.count(session, before) + _USED.count(session, before)


RETENTION = (
    Retention(
        "survey_invitations",
        N_("Undangan survei dengan kode"),
        N_(
            "Untuk tingkat pengisian per unit. Nama, alamat, dan surat dihapus saat survei ditutup; sisanya dihitung"
            " sejak hari itu."
        ),
        frozenset({SurveyCall.__tablename__, SurveyInvitation.__tablename__, UsedCode.__tablename__}),
        days=365,
        purge=_purge,
        due=_due,
    ),
)
