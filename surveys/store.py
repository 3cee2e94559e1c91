"""Where answers become durable: the one place outside a view that commits.

A submit to a survey with accounts (or codes) writes participation (or that a code is used), intake and
spent in one transaction and nothing else (no job, no audit row, no session): any further row would link
account and answer by its transaction. A public form has no participation, so its answer is final at once.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import cast

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash
from core.db import writing
from core.errors import N_, Closed, Conflict
from core.sql import insert_into
from surveys import answer_pictures, quotas
from surveys.answer_models import Answer, Draft, Intake, Participation, Spent, SuspectAnswer
from surveys.answer_pictures import Pictures
from surveys.counting import Body, FinalRow, add_counts, count_rows
from surveys.enums import MIXED, Access, SurveyState
from surveys.group_commit import group_commit_of
from surveys.invitations.using import use_code
from surveys.junk import Sign
from surveys.models import Survey

OTHER_TEXT = N_(
    "Halaman ini sudah pernah dikirim dengan isi yang lain, dan kiriman itu tersimpan."
    " Isian yang sekarang belum terkirim."
)


@dataclass(frozen=True)
class Submission:
    """What one person sends once.

    `account_id` only for surveys with accounts, `invitation` (the hash of a code) only for those with codes;
    neither ever meets the body.

    `sign`: why it is set aside until staff have looked at it; the same answer sent again may have another.
    """

    survey_id: int
    version_id: int
    access: Access
    nonce: str = field(repr=False)
    body: Body = field(repr=False)
    account_id: int | None = None
    invitation: str = field(default="", repr=False)
    unit_id: int | None = None
    unit_key: str = ""
    pictures: Pictures = field(default_factory=dict, repr=False)
    sign: Sign | None = None

    def canonical(self) -> str:
        """The same text for the same answers, whatever the order of the fields."""
        return canonical([self.survey_id, self.version_id, self.unit_id, dict(self.body)])


@dataclass(frozen=True)
class Receipt:
    """Handed to the person, never stored or logged. `repeated`: this was already there."""

    code: str = field(repr=False)
    repeated: bool = False


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
    if submission.access in MIXED:
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
            pictures=submission.pictures,
        )
        finalise(session, survey, [row])
    # No participation to be found together with: the draft goes at once. Else the mixer takes it.
    spent = nonces.nonce_hash(submission.nonce)
    session.execute(delete(Draft).where(Draft.nonce_hash == spent))


def _set_aside(session: Session, submission: Submission, receipt_hash: str) -> None:
    key = token_hex(16)
    session.execute(
        insert_into(session, SuspectAnswer).values(
            key=key,
            survey_id=submission.survey_id,
            version_id=submission.version_id,
            unit_id=submission.unit_id,
            receipt_hash=receipt_hash,
            reason=submission.sign,
            discarded=False,
            body=dict(submission.body),
        )
    )
    answer_pictures.put(session, submission.survey_id, key, submission.pictures)


def _claim_nonce(session: Session, submission: Submission, secret: str) -> bool:
    """Whether this is the first submit under the nonce; a parallel one waits here for the outcome."""
    statement = insert_into(session, Spent).values(
        nonce_hash=nonces.nonce_hash(submission.nonce),
        body_hmac=nonces.body_seal(submission.nonce, submission.canonical(), secret=secret),
    )
    claimed = session.execute(statement.on_conflict_do_nothing().returning(Spent.nonce_hash))
    return claimed.first() is not None


def _take_part(session: Session, submission: Submission) -> None:
    if submission.access == Access.CODE:
        use_code(session, submission.survey_id, submission.invitation)
        return
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
    key = token_hex(16)
    session.execute(
        insert_into(session, Intake).values(
            key=key,
            survey_id=submission.survey_id,
            version_id=submission.version_id,
            receipt_hash=receipt_hash,
            body=dict(submission.body),
        )
    )
    answer_pictures.put(session, submission.survey_id, key, submission.pictures)


def finalise(
    session: Session, survey: Survey, rows: Sequence[FinalRow], *, removed: Sequence[FinalRow] = ()
) -> None:
    """Add final answers under new random keys, take others out, and count both, in the caller's transaction.

    Whoever takes out holds the survey's lock, so that no counter is read before and written after.
    """
    counts = count_rows(session, rows)
    counts.subtract(count_rows(session, removed))
    for row in removed:
        session.execute(delete(Answer).where(Answer.key == row.key))
    answer_pictures.drop(session, [row.key for row in removed])
    if rows:
        _insert(session, survey, rows)
    add_counts(session, survey.id, counts)


def _insert(session: Session, survey: Survey, rows: Sequence[FinalRow]) -> None:
    keyed = [(row.key or token_hex(16), row) for row in rows]
    session.execute(
        insert_into(session, Answer),
        [
            {
                "key": key,
                "survey_id": survey.id,
                "version_id": row.version_id,
                "unit_id": row.unit_id,
                "receipt_hash": row.receipt_hash,
                "body": dict(row.body),
            }
            for key, row in keyed
        ],
    )
    for key, row in keyed:
        answer_pictures.put(session, survey.id, key, row.pictures)
