"""A person changes or takes back an answer with its tracking code (docs/decisions/withdrawal.md).

The code is all that is asked for: no account is read or written here, no time, no job, no audit row.
Each call is one transaction of its own under the survey's lock, so that the mixer, the closing and
a second tab come wholly before or wholly after it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from secrets import randbelow, token_hex
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core import nonces
from core.db import writing
from core.errors import N_, Conflict, NotFound
from core.sql import erase_bytes_after_commit, insert_into
from core.vectors import forget_vectors
from surveys import answer_pictures, quotas, rules
from surveys.answer_models import Answer, Intake, Spent, SuspectAnswer, Tombstone, WithdrawnAnswer
from surveys.answer_pictures import Pictures
from surveys.contributions import refs_of
from surveys.counting import Body
from surveys.definition import questions_of
from surveys.enums import Access, Act, Gone
from surveys.held import (
    Held,
    Leaving,
    contributions_change,
    final_row,
    held_by,
    lock_survey,
    own_of,
    replaced_row,
)
from surveys.models import SurveyVersion
from surveys.questions import picture_names
from surveys.store import canonical, finalise

T = TypeVar("T")
_FIRST_NUMBER, _NUMBERS = 100_000, 900_000


@dataclass(frozen=True)
class Change:
    """The answers of an edit form, as they were checked against the version they were asked by."""

    code: str
    nonce: str
    version_id: int
    body: Body
    pictures: Pictures = field(default_factory=dict, repr=False)


def require_kept(held: Held) -> None:
    """Raise Conflict where staff threw it away."""
    if held.discarded:
        raise Conflict(
            N_("Kiriman ini tidak dimasukkan karena tampak dikirim otomatis, jadi tidak dapat diubah lagi.")
        )


def withdraw(session: Session, code: str) -> Leaving | None:
    """Take an answer back for good; None where it was gone before. Raises NotFound for an unknown code."""
    return _alone(session, lambda: _withdraw(session, code))


def change(session: Session, wanted: Change, *, today: date, secret: str) -> bool:
    """Put other answers in the place of those given; False where this very form was sent before.

    Raises NotFound, Conflict (taken back, other text under the nonce) or Closed.
    """
    return _alone(session, lambda: _change(session, wanted, today, secret))


def _alone(session: Session, write: Callable[[], T]) -> T:
    session.rollback()
    with writing():
        try:
            outcome = write()
            session.commit()
        except BaseException:
            session.rollback()
            raise
    return outcome


def _locked(session: Session, code: str) -> Held:
    found = held_by(session, code)
    if found is not None:
        lock_survey(session, found.survey.id)
        found = held_by(session, code)
    if found is None:
        raise NotFound(N_("Kode lacak itu tidak dikenal. Periksa sekali lagi huruf dan angkanya."))
    return found


def _withdraw(session: Session, code: str) -> Leaving | None:
    held = _locked(session, code)
    if held.withdrawn:
        return None
    leaving = held.leaving
    _drop_waiting(session, held)
    if leaving != Leaving.FIGURES_STAND and held.suspect is None:
        # At once, whenever the figures follow: a full survey gets no batch for them to follow with.
        unit_key = final_row(session, held.answer).unit_key if held.answer is not None else ""
        quotas.give_back(session, held.survey, unit_key)
    if held.answer is not None:
        _bury(session, held.answer, Gone.WITHDRAWN)
        _take_out(session, held, held.answer)
    session.execute(
        insert_into(session, WithdrawnAnswer).values(receipt_hash=held.receipt_hash, survey_id=held.survey.id)
    )
    erase_bytes_after_commit(session)
    return leaving


def _take_out(session: Session, held: Held, answer: Answer) -> None:
    """Out of the results: by the next batch, at once, or without touching figures that stand published."""
    if held.leaving == Leaving.FIGURES_STAND:
        session.execute(delete(Answer).where(Answer.key == answer.key))
        answer_pictures.drop(session, [answer.key])
    elif held.leaving == Leaving.AT_ONCE:
        finalise(session, held.survey, [], removed=[final_row(session, answer)])
    else:
        _blank(session, answer, own_of(session, answer))
        _wait(session, held, {}, Act.WITHDRAWAL)


def _change(session: Session, wanted: Change, today: date, secret: str) -> bool:
    held = _locked(session, wanted.code)
    if held.withdrawn:
        raise Conflict(N_("Jawaban ini sudah Anda tarik, jadi tidak dapat diubah lagi."))
    require_kept(held)
    if not _claim_nonce(session, held, wanted, secret):
        return False
    rules.require_time(held.survey, today=today)
    if held.version_id != wanted.version_id:
        raise Conflict(
            N_("Jawaban ini tidak dapat diubah lewat halaman ini. Buka lagi dari kode lacak Anda.")
        )
    if held.body != wanted.body:
        _put(session, held, wanted.body, _pictures(session, held, wanted))
    return True


def _pictures(session: Session, held: Held, wanted: Change) -> dict[str, bytes]:
    """Those of the new answer: that came with it, or that stay. Raises PictureMissing."""
    version = session.get_one(SurveyVersion, wanted.version_id)
    named = [str(wanted.body[n]) for n in picture_names(questions_of(version)) if wanted.body.get(n)]
    if not named:
        return {}
    rows = [row.key for row in (held.answer, held.waiting, held.suspect) if row is not None]
    kept = {digest: data for key in rows for digest, data in answer_pictures.of_row(session, key).items()}
    return answer_pictures.require_all(named, {**kept, **wanted.pictures})


def _put(session: Session, held: Held, body: Body, pictures: Pictures) -> None:
    answer = held.answer
    if held.suspect is not None:
        mine = SuspectAnswer.key == held.suspect.key
        session.execute(update(SuspectAnswer).where(mine).values(body=dict(body)))
        answer_pictures.drop(session, [held.suspect.key])
        answer_pictures.put(session, held.survey.id, held.suspect.key, pictures)
    elif answer is None:
        _drop_waiting(session, held)
        _wait(session, held, body, Act.NEW, pictures)
    elif held.survey.access == Access.PUBLIC:
        row = replaced_row(session, answer, body, pictures)
        if not row.key:
            _bury(session, answer, Gone.REPLACED)
        finalise(session, held.survey, [row], removed=[final_row(session, answer)])
    else:
        own = own_of(session, answer)
        if contributions_change(session, answer, body):
            _bury(session, answer, Gone.REPLACED)
            _blank(session, answer, own)
        else:
            _blank(session, answer, [name for name, value in own.items() if value != body.get(name)])
        _drop_waiting(session, held)
        _wait(session, held, body, Act.EDIT, pictures)
    erase_bytes_after_commit(session)


def _claim_nonce(session: Session, held: Held, wanted: Change, secret: str) -> bool:
    """Whether this form is sent for the first time. Raises Conflict for another text under its nonce."""
    text = canonical([held.receipt_hash, wanted.version_id, dict(wanted.body)])
    seal = nonces.body_seal(wanted.nonce, text, secret=secret)
    spent = nonces.nonce_hash(wanted.nonce)
    claim = insert_into(session, Spent).values(nonce_hash=spent, body_hmac=seal)
    if session.execute(claim.on_conflict_do_nothing().returning(Spent.nonce_hash)).first() is not None:
        return True
    if session.get_one(Spent, spent, populate_existing=True).body_hmac != seal:
        raise Conflict(
            N_(
                "Halaman ini sudah pernah dikirim dengan isi yang lain, dan kiriman itu tersimpan."
                " Isian yang sekarang belum terkirim."
            )
        )
    return False


def _drop_waiting(session: Session, held: Held) -> None:
    gone: list[str] = []
    for model in (Intake, SuspectAnswer):
        mine = delete(model).where(model.receipt_hash == held.receipt_hash)
        gone += session.scalars(mine.returning(model.key))
    answer_pictures.drop(session, gone)


def _wait(
    session: Session, held: Held, body: Body, act: Act, pictures: Pictures = MappingProxyType({})
) -> None:
    """A row under a new key: written now, it no longer shares its transaction with a participation."""
    key = token_hex(16)
    session.execute(
        insert_into(session, Intake).values(
            key=key,
            survey_id=held.survey.id,
            version_id=held.version_id,
            receipt_hash=held.receipt_hash,
            act=act,
            body=dict(body),
        )
    )
    answer_pictures.put(session, held.survey.id, key, pictures)


def _blank(session: Session, answer: Answer, names: Iterable[str]) -> None:
    """Empty these values at once. "" and not absent: the counters know that there was one."""
    body: dict[str, object] = {**answer.body, **dict.fromkeys(names, "")}
    if body != answer.body:
        session.execute(update(Answer).where(Answer.key == answer.key).values(body=body))
        answer_pictures.drop(session, [answer.key], but=[str(value) for value in body.values()])


def _bury(session: Session, answer: Answer, reason: Gone) -> None:
    """A numbered tombstone for each text, in whose place pages say what became of it; no vector stays."""
    forget_vectors(session, [answer.key])
    mine = (Tombstone.survey_id == answer.survey_id, Tombstone.contribution_key == answer.key)
    session.execute(update(Tombstone).where(*mine).values(reason=reason))
    version = session.get_one(SurveyVersion, answer.version_id)
    for ref in refs_of(answer.key, version, answer.body):
        placed = None
        while placed is None:
            stone = insert_into(session, Tombstone).values(
                survey_id=answer.survey_id,
                number=_FIRST_NUMBER + randbelow(_NUMBERS),
                contribution_kind=ref.kind,
                contribution_key=ref.key,
                contribution_field=ref.field,
                reason=reason,
            )
            taken = stone.on_conflict_do_nothing(index_elements=["survey_id", "number"])
            placed = session.execute(taken.returning(Tombstone.number)).scalar()
