"""Where answers become durable: the one place outside a view that commits.

A submit to a survey with accounts writes participation, intake and spent in one transaction and
nothing else (no job, no audit row, no session): any further row would link account and answer by
its transaction. A public form has no participation, so its answer is final at once.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from secrets import token_hex
from typing import Any, cast

from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash
from core.db import writing
from core.errors import N_, Closed, Conflict
from core.sql import insert_into
from surveys import quotas
from surveys.answer_models import Answer, AnswerCount, Draft, Intake, Participation, Spent, SuspectAnswer
from surveys.definition import QuestionDef, questions_of
from surveys.enums import Access, SurveyState
from surveys.group_commit import group_commit_of
from surveys.junk import Sign
from surveys.models import Survey, SurveyVersion
from surveys.questions import answerable, kind_of

Body = Mapping[str, object]
OTHER_TEXT = N_(
    "Halaman ini sudah pernah dikirim dengan isi yang lain, dan kiriman itu tersimpan."
    " Isian yang sekarang belum terkirim."
)


@dataclass(frozen=True)
class Submission:
    """What one person sends once. `account_id` only for surveys with accounts; it never meets the body.

    `sign`: why it is set aside until staff have looked at it; the same answer sent again may have another.
    """

    survey_id: int
    version_id: int
    access: Access
    nonce: str = field(repr=False)
    body: Body = field(repr=False)
    account_id: int | None = None
    unit_id: int | None = None
    unit_key: str = ""
    sign: Sign | None = None

    def canonical(self) -> str:
        """The same text for the same answers, whatever the order of the fields."""
        return canonical([self.survey_id, self.version_id, self.unit_id, dict(self.body)])


@dataclass(frozen=True)
class Receipt:
    """Handed to the person, never stored or logged. `repeated`: this was already there."""

    code: str = field(repr=False)
    repeated: bool = False


@dataclass(frozen=True)
class FinalRow:
    """An answer on its way to the results; `receipt_hash` None where nobody holds a code (imports).

    `key` is empty but for an edit that keeps the answer's trace, and for answers that are taken out.
    """

    version_id: int
    body: Body = field(repr=False)
    unit_id: int | None = None
    unit_key: str = ""
    receipt_hash: str | None = field(default=None, repr=False)
    key: str = ""


def canonical(value: object) -> str:
    """JSON with one spelling."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def find_repeat(session: Session, submission: Submission, *, secret: str) -> Receipt | None:
    """The receipt of this very submit if it is already stored. Raises Conflict for another text."""
    spent = session.get(Spent, nonces.nonce_hash(submission.nonce), populate_existing=True)
    if spent is None:
        return None
    if spent.body_hmac != nonces.body_seal(submission.nonce, submission.canonical(), secret=secret):
        raise Conflict(OTHER_TEXT)
    return Receipt(nonces.code_of(submission.nonce, secret=secret), repeated=True)


def append(session: Session, submission: Submission, *, secret: str) -> Receipt:
    """Store the answers durably. Safe to repeat: the same nonce and text give the same receipt.

    Uses a transaction of its own: whatever the session had open and uncommitted is rolled back.
    On SQLite submits that come at once share one commit (group_commit.py); PostgreSQL does that itself.
    Raises Conflict (other text under the nonce, second answer of an account), Closed or Full.
    """
    session.rollback()

    def write(own: Session) -> Receipt:
        return _write(own, submission, secret)

    engine = session.get_bind()
    if isinstance(engine, Engine) and engine.dialect.name == "sqlite":
        return cast(Receipt, group_commit_of(engine).run(write))
    with writing():
        try:
            receipt = write(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
    return receipt


def _write(session: Session, submission: Submission, secret: str) -> Receipt:
    # The lock is shared: submits do not wait for each other, but closing waits for them and they for it.
    survey = session.get_one(
        Survey, submission.survey_id, with_for_update={"read": True, "of": Survey}, populate_existing=True
    )
    if not _claim_nonce(session, submission, secret):
        repeat = find_repeat(session, submission, secret=secret)
        assert repeat is not None
        return repeat
    if survey.state != SurveyState.OPEN:
        raise Closed(N_("Survei ini baru saja ditutup. Jawaban Anda belum tersimpan."))
    code = nonces.code_of(submission.nonce, secret=secret)
    if submission.access == Access.ACCOUNT:
        _take_part(session, submission)
        quotas.take(session, survey, "")
        _into_intake(session, submission, code_hash(code))
    else:
        _into_public(session, survey, submission, code_hash(code))
    return Receipt(code)


def _into_public(session: Session, survey: Survey, submission: Submission, receipt_hash: str) -> None:
    """Final at once, or set aside: then it holds no place and is in no figure."""
    if submission.sign is not None:
        _set_aside(session, submission, receipt_hash)
    else:
        quotas.take(session, survey, submission.unit_key)
        row = FinalRow(
            version_id=submission.version_id,
            body=submission.body,
            unit_id=submission.unit_id,
            unit_key=submission.unit_key,
            receipt_hash=receipt_hash,
        )
        finalise(session, survey, [row])
    # No participation to be found together with: the draft goes at once. Else the mixer takes it.
    spent = nonces.nonce_hash(submission.nonce)
    session.execute(delete(Draft).where(Draft.nonce_hash == spent))


def _set_aside(session: Session, submission: Submission, receipt_hash: str) -> None:
    session.execute(
        insert_into(session, SuspectAnswer).values(
            key=token_hex(16),
            survey_id=submission.survey_id,
            version_id=submission.version_id,
            unit_id=submission.unit_id,
            receipt_hash=receipt_hash,
            reason=submission.sign,
            discarded=False,
            body=dict(submission.body),
        )
    )


def _claim_nonce(session: Session, submission: Submission, secret: str) -> bool:
    """Whether this is the first submit under the nonce; a parallel one waits here for the outcome."""
    statement = insert_into(session, Spent).values(
        nonce_hash=nonces.nonce_hash(submission.nonce),
        body_hmac=nonces.body_seal(submission.nonce, submission.canonical(), secret=secret),
    )
    claimed = session.execute(statement.on_conflict_do_nothing().returning(Spent.nonce_hash))
    return claimed.first() is not None


def _take_part(session: Session, submission: Submission) -> None:
    statement = insert_into(session, Participation).values(
        survey_id=submission.survey_id, account_id=submission.account_id
    )
    took = session.execute(statement.on_conflict_do_nothing().returning(Participation.survey_id))
    if took.first() is None:
        raise Conflict(
            N_(
                "Akun Anda sudah mengisi survei ini. Setiap akun mengisi satu kali;"
                " isian yang sekarang tidak disimpan."
            )
        )


def _into_intake(session: Session, submission: Submission, receipt_hash: str) -> None:
    session.execute(
        insert_into(session, Intake).values(
            key=token_hex(16),
            survey_id=submission.survey_id,
            version_id=submission.version_id,
            receipt_hash=receipt_hash,
            body=dict(submission.body),
        )
    )


def finalise(
    session: Session, survey: Survey, rows: Sequence[FinalRow], *, removed: Sequence[FinalRow] = ()
) -> None:
    """Add final answers under new random keys, take others out, and count both, in the caller's transaction.

    Whoever takes out holds the survey's lock, so that no counter is read before and written after.
    """
    counts = _count(session, rows)
    counts.subtract(_count(session, removed))
    for row in removed:
        session.execute(delete(Answer).where(Answer.key == row.key))
    if rows:
        session.execute(
            insert_into(session, Answer),
            [
                {
                    "key": row.key or token_hex(16),
                    "survey_id": survey.id,
                    "version_id": row.version_id,
                    "unit_id": row.unit_id,
                    "receipt_hash": row.receipt_hash,
                    "body": dict(row.body),
                }
                for row in rows
            ],
        )
    _add_counts(session, survey.id, counts)


def _count(session: Session, rows: Sequence[FinalRow]) -> Counter[tuple[str, str, str]]:
    """How often each (unit, question, value) occurs; ("", "") counts the answers themselves."""
    questions: dict[int, tuple[QuestionDef, ...]] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if row.version_id not in questions:
            version = session.get_one(SurveyVersion, row.version_id)
            questions[row.version_id] = answerable(questions_of(version))
        given = [("", "")]
        for question in questions[row.version_id]:
            value = row.body.get(question.name)
            if value is not None:
                # "" is a text that its writer emptied: it was counted, and is taken out as it was.
                values = ("",) if value == "" else kind_of(question).count_values(value)
                given += [(question.name, one) for one in values]
        for unit in {"", row.unit_key}:
            counts.update((unit, name, value) for name, value in given)
    return counts


def _add_counts(session: Session, survey_id: int, counts: Counter[tuple[str, str, str]]) -> None:
    # In one order everywhere: two transactions that lock the same rows crosswise would deadlock.
    changed = sorted((place, count) for place, count in counts.items() if count)
    for grows, group in groupby(changed, key=lambda item: item[1] > 0):
        rows = [
            {"survey_id": survey_id, "unit_key": unit, "question": name, "value": value, "count": count}
            for (unit, name, value), count in group
        ]
        (_raise_counts if grows else _lower_counts)(session, rows)


def _raise_counts(session: Session, rows: list[dict[str, Any]]) -> None:
    statement = insert_into(session, AnswerCount)
    statement = statement.on_conflict_do_update(
        index_elements=["survey_id", "unit_key", "question", "value"],
        set_={"count": AnswerCount.count + statement.excluded.count},
    )
    session.execute(statement, rows)


def _lower_counts(session: Session, rows: list[dict[str, Any]]) -> None:
    """Never below nothing: a counter that would be is wrong, and then nothing of the change is written."""
    counter = AnswerCount.__table__.c
    for row in rows:
        lost = -row.pop("count")
        mine = [counter[name] == value for name, value in row.items()]
        lower = update(AnswerCount).where(*mine, AnswerCount.count >= lost)
        left = session.execute(
            lower.values(count=AnswerCount.count - lost).returning(AnswerCount.count),
            execution_options={"synchronize_session": False},
        ).scalar()
        if left is None:
            raise RuntimeError(f"a counter of survey {row['survey_id']} holds less than is taken out")
        if left == 0:
            session.execute(
                delete(AnswerCount).where(*mine), execution_options={"synchronize_session": False}
            )
