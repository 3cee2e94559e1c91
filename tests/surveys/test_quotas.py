"""The places of a quota: taken with the answer, given back with its withdrawal, and never by anybody else."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Full, Invalid
from surveys import authoring, importing, mixer, publishing, quotas, store, withdrawing
from surveys.answer_models import Answer, Intake, Participation, QuotaCount, Spent
from surveys.enums import Access, Purpose
from surveys.models import Survey
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
NEED: dict[str, object] = {"kebutuhan": "Arsip"}
WORD: dict[str, object] = {"nama_layanan": "KTP"}


def send(session: Session, survey: Survey, nonce: str = "", **how: object) -> str:
    body = NEED if survey.access == "account" else WORD
    if survey.access == "account":
        how.setdefault("account_id", factories.account(session).id)
        session.commit()
    wanted = make.submission(survey, body, nonce=nonce, **how)  # type: ignore[arg-type]
    return store.append(session, wanted, secret=SECRET).code


def taken(session: Session, survey: Survey) -> dict[str, int]:
    session.expire_all()
    rows = select(QuotaCount.unit_key, QuotaCount.taken).where(QuotaCount.survey_id == survey.id)
    return {row[0]: row[1] for row in session.execute(rows)}


def stored(session: Session) -> tuple[int, ...]:
    session.expire_all()
    models = (Participation, Intake, Spent, Answer)
    return tuple(session.scalars(select(func.count()).select_from(model)).one() for model in models)


def limit(session: Session, survey: Survey, **wanted: int | None) -> None:
    details = authoring.SurveyDetails(
        title_id=survey.title_id,
        purpose=Purpose(survey.purpose),
        access=Access(survey.access),
        **wanted,  # type: ignore[arg-type]
    )
    authoring.change_survey(session, survey, details=details, actor_id=None)
    session.commit()


def test_a_full_survey_takes_no_answer_and_leaves_no_row_of_it(session: Session) -> None:
    survey, noise = make.survey(session, quota=2), make.survey(session, quota=2)
    session.commit()
    send(session, noise)
    send(session, survey)
    assert quotas.why_full(session, survey) is None
    send(session, survey)
    before = stored(session)
    with pytest.raises(Full, match="Kuotanya penuh sebelum jawaban Anda sampai"):
        send(session, survey)
    assert (before, stored(session)) == ((3, 3, 3, 0), (3, 3, 3, 0))
    assert (taken(session, survey), taken(session, noise)) == ({"": 2}, {"": 1})
    assert isinstance(quotas.why_full(session, survey), Full)
    assert quotas.why_full(session, noise) is None


def test_without_a_quota_nothing_is_counted(session: Session) -> None:
    survey = make.feedback(session)
    session.commit()
    send(session, survey)
    assert taken(session, survey) == {}
    assert quotas.full_of(session, [survey]) == {survey.id: frozenset()}


def test_a_refused_form_is_sent_again_when_there_is_room(session: Session) -> None:
    survey = make.feedback(session, quota=1)
    session.commit()
    first, nonce = send(session, survey), "ab" * 16
    with pytest.raises(Full):
        send(session, survey, nonce)
    withdrawing.withdraw(session, first)
    assert taken(session, survey) == {"": 0}
    code = send(session, survey, nonce)
    # What was accepted is acknowledged again, whoever has filled the quota.
    assert send(session, survey, nonce) == code
    assert taken(session, survey) == {"": 1}


def test_a_full_unit_closes_itself_and_no_other(session: Session) -> None:
    survey = make.feedback(session, unit_quota=1, quota=3)
    one, other, third = (factories.unit(session) for _ in range(3))
    session.commit()
    code = send(session, survey, unit=one)
    with pytest.raises(Full):
        send(session, survey, unit=one)
    # The refused one took no place of the whole either.
    assert taken(session, survey) == {"": 1, one.key: 1}
    send(session, survey, unit=other)
    send(session, survey)
    assert taken(session, survey) == {"": 3, one.key: 1, other.key: 1}
    assert quotas.full_keys(session, survey) == {"", one.key, other.key}
    withdrawing.withdraw(session, code)
    assert taken(session, survey) == {"": 2, one.key: 0, other.key: 1}
    assert quotas.why_full(session, survey, one.key) is None
    assert "Unit lain" in str(quotas.why_full(session, survey, other.key))
    send(session, survey, unit=third)
    assert "jumlah jawaban" in str(quotas.why_full(session, survey, one.key))


def test_a_withdrawal_gives_the_place_back_once_wherever_the_answer_is(session: Session) -> None:
    survey = make.survey(session, quota=5, batch_size=3)
    session.commit()
    codes = [send(session, survey) for _ in range(3)]
    mixer.mix(session, {})(session)
    session.commit()
    late = [send(session, survey) for _ in range(2)]
    assert stored(session)[1:] == (2, 5, 3)
    withdrawing.withdraw(session, late[0])
    assert taken(session, survey) == {"": 4}
    # Of a mixed answer the figures go with a batch; the place does not wait for one.
    withdrawing.withdraw(session, codes[0])
    withdrawing.withdraw(session, codes[0])
    assert taken(session, survey) == {"": 3}
    limit(session, survey, quota=4)
    assert taken(session, survey) == {"": 3}
    send(session, survey)
    with pytest.raises(Full):
        send(session, survey)


def test_a_changed_quota_counts_what_is_there(session: Session) -> None:
    survey, unit = make.feedback(session), factories.unit(session)
    noise = make.feedback(session)
    session.commit()
    for about in (unit, unit, None):
        send(session, survey, unit=about)
    send(session, noise, unit=unit)
    limit(session, survey, quota=3, unit_quota=3)
    assert taken(session, survey) == {"": 3, unit.key: 2}
    for wanted in ({"quota": 2}, {"unit_quota": 1}):
        with pytest.raises(Invalid, match="lebih banyak daripada kuota"):
            limit(session, survey, **wanted)
        session.rollback()
    assert (survey.quota, survey.unit_quota) == (3, 3)
    with pytest.raises(Full):
        send(session, survey)
    limit(session, survey, quota=4)
    assert taken(session, survey) == {"": 3}
    send(session, survey, unit=unit)
    limit(session, survey)
    assert taken(session, survey) == {}
    send(session, survey)


def test_rows_of_a_file_take_places_and_are_not_turned_away(session: Session) -> None:
    survey, unit = make.feedback(session, quota=3, unit_quota=2), factories.unit(session)
    session.commit()
    send(session, survey, unit=unit)
    rows = [{"l": "KTP", "u": unit.key}, {"l": "KK", "u": unit.key}, {"l": "Akta", "u": ""}]
    done = importing.import_rows(
        session, survey, rows=rows, mapping={"l": "nama_layanan"}, unit_column="u", actor_id=None
    )
    session.commit()
    assert (done.imported, done.errors) == (3, ())
    assert taken(session, survey) == {"": 4, unit.key: 3}
    with pytest.raises(Full):
        send(session, survey)


def test_a_closed_survey_keeps_no_counter(session: Session) -> None:
    survey, noise = make.feedback(session, quota=2), make.feedback(session, quota=2)
    session.commit()
    code = send(session, survey)
    send(session, noise)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    assert (taken(session, survey), taken(session, noise)) == ({}, {"": 1})
    withdrawing.withdraw(session, code)
    assert taken(session, survey) == {}


def test_the_audit_of_a_quota_says_who_changed_it_and_nothing_of_answers(session: Session) -> None:
    survey = make.feedback(session)
    session.commit()
    send(session, survey)
    limit(session, survey, quota=5)
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (last.action, last.object_key, last.facts) == ("survey.change", survey.key, {})
