"""A code answers once, and what is stored of its use leads to no answer."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.errors import Conflict
from surveys import mixer, publishing, store
from surveys.answer_models import Answer, Intake, Participation, Spent, UsedCode
from surveys.invitations.codes import code_of
from surveys.invitations.models import SurveyInvitation
from tests.surveys import factories_invitations as invite
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database


def counts(session: Session) -> dict[str, int]:
    models = (UsedCode, Intake, Spent, Answer, Participation)
    return {m.__tablename__: session.scalar(select(func.count()).select_from(m)) or 0 for m in models}


def test_a_code_is_used_once_and_its_form_may_be_repeated(session: Session) -> None:
    survey, other = invite.survey(session), invite.survey(session)
    code, noise = invite.invitation(session, survey), invite.invitation(session, other)
    session.commit()
    sent = invite.submission(survey, code)
    first = store.append(session, sent, secret=SECRET)
    again = store.append(session, sent, secret=SECRET)
    assert (first.code, first.repeated, again.code, again.repeated) == (first.code, False, first.code, True)
    for refused in (
        invite.submission(survey, code),
        invite.submission(survey, noise),
        invite.submission(survey, "ABCD-EFGH-JKMN-PQRS"),
        replace(invite.submission(survey, code), invitation=""),
    ):
        with pytest.raises(Conflict, match="Kode undangan ini sudah dipakai"):
            store.append(session, refused, secret=SECRET)
    assert counts(session) == {"used_code": 1, "intake": 1, "spent": 1, "answer": 0, "participation": 0}
    assert session.execute(select(UsedCode.survey_id, UsedCode.code_hash)).all() == [
        (survey.id, code_hash(code))
    ]


def test_answers_wait_for_their_batch_and_closing_forgets_who_was_invited(session: Session) -> None:
    survey = invite.survey(session, batch_size=2)
    codes = [
        invite.invitation(
            session,
            survey,
            name=f"Orang {n}",
            address=f"o{n}@example.go.id",
            phone="+6281",
            unit_key="kupang",
        )
        for n in range(3)
    ]
    noise = invite.survey(session)
    invite.invitation(session, noise, name="Lain", address="lain@example.go.id")
    invite.call(session, survey)
    invite.call(session, noise)
    session.commit()
    for n, code in enumerate(codes):
        store.append(session, invite.submission(survey, code, {"kebutuhan": f"k{n}"}), secret=SECRET)
        mixer.mix(session, {})(session)
        session.commit()
    assert counts(session) | {"spent": 0} == {
        "used_code": 3, "intake": 1, "spent": 0, "answer": 2, "participation": 0,
    }  # fmt: skip
    before = set(session.scalars(select(SurveyInvitation.key).where(SurveyInvitation.survey_id == survey.id)))
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    rows = session.scalars(select(SurveyInvitation).where(SurveyInvitation.survey_id == survey.id)).all()
    assert {row.code_hash for row in rows} == {code_hash(code) for code in codes}
    assert not before & {row.key for row in rows}
    blank = {
        (r.recipient, r.name, r.address, r.phone, r.salt, r.account_id, r.person_id, r.mail_id) for r in rows
    }
    assert blank == {("", "", "", "", "", None, None, None)}
    assert {row.unit_key for row in rows} == {"kupang"}
    left = session.scalars(select(SurveyInvitation.name).where(SurveyInvitation.survey_id == noise.id)).all()
    assert left == ["Lain"]
    assert counts(session)["intake"] == 0


def test_a_code_cannot_be_made_from_the_database_alone(session: Session) -> None:
    code = invite.invitation(session, invite.survey(session))
    row = session.scalars(select(SurveyInvitation)).one()
    assert code_of(row.salt, secret=SECRET) == code
    assert code_of(row.salt, secret="another key") != code
    assert code not in {str(value) for value in vars(row).values()}
