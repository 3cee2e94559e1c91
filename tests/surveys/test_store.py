"""What one submit writes, and what a repeated one does not."""

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from core import nonces
from core.audit import AuditEvent
from core.base import Base
from core.codes import code_hash
from core.errors import Closed, Conflict, Invalid
from core.jobs.models import Job
from core.policy import Role
from surveys import publishing, store
from surveys.answer_models import (
    Answer,
    AnswerCount,
    Intake,
    Participation,
    QuotaCount,
    Spent,
    SuspectAnswer,
    Tombstone,
    WithdrawnAnswer,
)
from surveys.enums import SurveyState
from surveys.models import Survey
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
ANONYMOUS = (
    Participation,
    Intake,
    Spent,
    Answer,
    AnswerCount,
    QuotaCount,
    SuspectAnswer,
    Tombstone,
    WithdrawnAnswer,
)


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    session.expire_all()
    tables = Base.metadata.sorted_tables
    return {table.name: len(session.execute(select(table)).all()) for table in tables}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def counts(session: Session, survey: Survey) -> dict[tuple[str, str, str], int]:
    found = session.execute(
        select(AnswerCount.unit_key, AnswerCount.question, AnswerCount.value, AnswerCount.count).where(
            AnswerCount.survey_id == survey.id
        )
    )
    return {(unit, question, value): count for unit, question, value, count in found}


def test_a_submit_with_an_account_writes_three_rows_and_nothing_else(session: Session) -> None:
    survey, account = make.survey(session), factories.account(session, role=Role.ASN)
    session.commit()
    before = rows(session)
    submission = make.submission(survey, account_id=account.id)
    receipt = store.append(session, submission, secret=SECRET)
    assert grown(before, rows(session)) == {"participation": 1, "intake": 1, "spent": 1}
    intake = session.scalars(select(Intake)).one()
    assert (intake.survey_id, intake.version_id) == (survey.id, make.version_of(survey).id)
    assert intake.body == {"kebutuhan": "Pelatihan komputer"}
    assert intake.receipt_hash == code_hash(receipt.code)
    assert session.scalars(select(Participation.account_id)).all() == [account.id]


def test_a_public_submit_is_final_at_once_and_counted(session: Session) -> None:
    survey, unit = make.feedback(session), factories.unit(session)
    noise = make.feedback(session)
    session.commit()
    before = rows(session)
    body: dict[str, object] = {"nama_layanan": "KTP", "mendesak": "4"}
    receipt = store.append(session, make.submission(survey, body, unit=unit), secret=SECRET)
    assert grown(before, rows(session)) == {"answer": 1, "spent": 1, "answer_count": 6}
    answer = session.scalars(select(Answer)).one()
    assert (answer.survey_id, answer.unit_id, answer.body) == (survey.id, unit.id, body)
    assert answer.receipt_hash == code_hash(receipt.code)
    expected = {("", ""): 1, ("nama_layanan", ""): 1, ("mendesak", "4"): 1}
    assert counts(session, survey) == {
        (place, *key): count for place in ("", unit.key) for key, count in expected.items()
    }
    assert counts(session, noise) == {}


def test_the_same_nonce_and_text_give_the_same_receipt(session: Session) -> None:
    survey, account = make.survey(session), factories.account(session)
    session.commit()
    submission = make.submission(survey, {"kebutuhan": "A", "jabatan": "pejabat"}, account_id=account.id)
    first = store.append(session, submission, secret=SECRET)
    before = rows(session)
    turned = make.submission(
        survey, {"jabatan": "pejabat", "kebutuhan": "A"}, nonce=submission.nonce, account_id=account.id
    )
    again = store.append(session, turned, secret=SECRET)
    assert again == store.Receipt(first.code, repeated=True)
    assert store.find_repeat(session, turned, secret=SECRET) == again
    assert grown(before, rows(session)) == {}


def test_the_same_receipt_also_after_closing(session: Session) -> None:
    survey, account = make.survey(session), factories.account(session)
    session.commit()
    submission = make.submission(survey, account_id=account.id)
    first = store.append(session, submission, secret=SECRET)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.commit()
    assert store.append(session, submission, secret=SECRET).code == first.code


def test_the_same_nonce_with_another_text_is_a_conflict(session: Session) -> None:
    survey = make.feedback(session)
    session.commit()
    nonce = "ab" * 16
    store.append(session, make.submission(survey, {"mendesak": "1"}, nonce=nonce), secret=SECRET)
    before = rows(session)
    other = make.submission(survey, {"mendesak": "2"}, nonce=nonce)
    with pytest.raises(Conflict):
        store.find_repeat(session, other, secret=SECRET)
    with pytest.raises(Conflict):
        store.append(session, other, secret=SECRET)
    assert grown(before, rows(session)) == {}


def test_the_same_nonce_and_text_about_another_unit_is_a_conflict(session: Session) -> None:
    survey, one, two = make.feedback(session), factories.unit(session), factories.unit(session)
    session.commit()
    nonce = "cd" * 16
    store.append(session, make.submission(survey, {"mendesak": "1"}, nonce=nonce, unit=one), secret=SECRET)
    with pytest.raises(Conflict):
        store.append(
            session, make.submission(survey, {"mendesak": "1"}, nonce=nonce, unit=two), secret=SECRET
        )


def test_an_account_answers_once(session: Session) -> None:
    survey, account, other = make.survey(session), factories.account(session), factories.account(session)
    session.commit()
    store.append(session, make.submission(survey, account_id=account.id), secret=SECRET)
    before = rows(session)
    with pytest.raises(Conflict):
        store.append(session, make.submission(survey, account_id=account.id), secret=SECRET)
    assert grown(before, rows(session)) == {}
    store.append(session, make.submission(survey, account_id=other.id), secret=SECRET)
    assert grown(before, rows(session)) == {"participation": 1, "intake": 1, "spent": 1}


@pytest.mark.parametrize("state", [SurveyState.DRAFT, SurveyState.CLOSED])
def test_a_survey_that_is_not_open_takes_nothing(session: Session, state: SurveyState) -> None:
    survey, account = make.survey(session), factories.account(session)
    session.execute(update(Survey).where(Survey.id == survey.id).values(state=state))
    session.commit()
    before = rows(session)
    with pytest.raises(Closed):
        store.append(session, make.submission(survey, account_id=account.id), secret=SECRET)
    assert grown(before, rows(session)) == {}


def test_neither_nonce_nor_code_is_stored(session: Session) -> None:
    survey, account = make.survey(session), factories.account(session)
    public = make.feedback(session)
    session.commit()
    secrets = []
    for one, who in ((survey, account.id), (public, None)):
        submission = make.submission(one, account_id=who)
        receipt = store.append(session, submission, secret=SECRET)
        secrets += [submission.nonce, receipt.code, receipt.code.replace("-", "")]
    stored = str([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])
    assert [secret for secret in secrets if secret in stored] == []
    assert repr(submission).count(submission.nonce) == 0
    assert receipt.code not in repr(receipt)


def test_no_audit_row_and_no_job_comes_with_an_answer(session: Session) -> None:
    survey, account = make.survey(session), factories.account(session)
    session.commit()
    known = {event.id for event in session.scalars(select(AuditEvent))}
    store.append(session, make.submission(survey, account_id=account.id), secret=SECRET)
    assert {event.id for event in session.scalars(select(AuditEvent))} == known
    assert session.scalars(select(Job)).all() == []


def test_finalise_counts_every_kind_by_unit_and_together(session: Session) -> None:
    survey = make.survey(session, questions=make.ALL_KINDS)
    unit = factories.unit(session)
    version = make.version_of(survey).id
    bodies: list[dict[str, object]] = [
        {"kebutuhan": "a", "cara": ["kelas", "magang"], "mendesak": "4", "jam": 2.5, "hari": "2026-01-02"},
        {"kebutuhan": "b", "cara": ["kelas"], "jabatan": "pejabat", "jam": 2.5, "gone": "x"},
    ]
    store.finalise(
        session,
        survey,
        [
            store.FinalRow(version, bodies[0], unit_id=unit.id, unit_key=unit.key),
            store.FinalRow(version, bodies[1]),
        ],
    )
    store.finalise(session, survey, [store.FinalRow(version, {"jabatan": "pejabat"})])
    store.finalise(session, survey, [])
    session.commit()
    here = {("", ""): 1, ("kebutuhan", ""): 1, ("cara", "kelas"): 1, ("cara", "magang"): 1}
    here |= {("mendesak", "4"): 1, ("jam", "2.5"): 1, ("hari", "2026-01-02"): 1}
    everywhere = here | {("", ""): 3, ("kebutuhan", ""): 2, ("cara", "kelas"): 2, ("jam", "2.5"): 2}
    everywhere |= {("jabatan", "pejabat"): 2}
    assert counts(session, survey) == {(unit.key, *key): n for key, n in here.items()} | {
        ("", *key): n for key, n in everywhere.items()
    }
    assert len({answer.key for answer in session.scalars(select(Answer))}) == 3


def test_the_anonymous_tables_have_no_time_no_serial_number_and_no_person() -> None:
    columns = {
        model.__tablename__: {column.key: column for column in inspect(model).columns} for model in ANONYMOUS
    }
    assert {name: set(found) for name, found in columns.items()} == {
        "participation": {"survey_id", "account_id"},
        "intake": {"key", "survey_id", "version_id", "receipt_hash", "act", "body"},
        "spent": {"nonce_hash", "body_hmac"},
        "answer": {"key", "survey_id", "version_id", "unit_id", "receipt_hash", "body"},
        "answer_count": {"survey_id", "unit_key", "question", "value", "count"},
        "quota_count": {"survey_id", "unit_key", "taken"},
        "suspect_answer": {"key", "survey_id", "version_id", "unit_id", "receipt_hash"}
        | {"reason", "discarded", "body"},
        "tombstone": {"survey_id", "number", "reason"}
        | {"contribution_kind", "contribution_key", "contribution_field"},
        "withdrawn_answer": {"receipt_hash", "survey_id"},
    }
    people = {
        table: [k for k, c in found.items() if any(f.column.table.name == "account" for f in c.foreign_keys)]
        for table, found in columns.items()
    }
    assert {table: keys for table, keys in people.items() if keys} == {"participation": ["account_id"]}


@pytest.mark.parametrize("raw", ["", "xyz", "12" * 15, "12" * 17, "zz" * 16])
def test_a_nonce_has_128_bits(raw: str) -> None:
    with pytest.raises(Invalid):
        nonces.read_nonce(raw)


def test_any_128_bit_nonce_is_accepted() -> None:
    assert nonces.read_nonce(" " + "AB" * 16) == "ab" * 16
    assert nonces.read_nonce(nonces.new_nonce()) != nonces.new_nonce()
