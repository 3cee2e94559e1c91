"""Answers as contributions: what the analysis and the plan read, and what a tracking code opens."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, ContributionSource, Tracked, TrackedNotice
from core.errors import N_
from forum.room import rules
from forum.room.answering import find_answer
from forum.room.enums import PHASES, AnswerState, RoomState
from forum.room.models import Room, RoomAnswer, RoomQuestion
from forum.workshops.models import Workshop

KIND = "room_answer"
FIELD = "text"
_AT_ONCE = 500
_REVEALED = [phase for phase, rule in PHASES.items() if rule.reveals]


def _readable() -> Select[str, str, str]:
    """Answers that anybody could read in the room: neither hidden nor withdrawn, and revealed."""
    return (
        select(RoomAnswer.key, RoomAnswer.text, RoomQuestion.purpose)
        .join(RoomQuestion, RoomQuestion.id == RoomAnswer.question_id)
        .join(Room, Room.id == RoomQuestion.room_id)
        .where(
            RoomAnswer.state == AnswerState.SHOWN,
            or_(Room.state == RoomState.CLOSED, RoomQuestion.phase.in_(_REVEALED)),
        )
    )


def _contribution(key: str, text: str, purpose: str) -> Contribution:
    return Contribution(ContributionRef(KIND, key, FIELD), purpose, text)


def of_cycle(session: Session, cycle_id: int) -> Iterator[Contribution]:
    """Every readable answer of the cycle's workshops, in the order of random keys."""
    wanted = _readable().join(Workshop, Workshop.id == Room.workshop_id).where(Workshop.cycle_id == cycle_id)
    for row in session.execute(wanted.order_by(RoomAnswer.key)):
        yield _contribution(row.key, row.text, row.purpose)


def fetch(session: Session, refs: Sequence[ContributionRef]) -> list[Contribution]:
    """Those that can still be read, in the order asked for."""
    keys = sorted({ref.key for ref in refs if ref.kind == KIND and ref.field == FIELD})
    found: dict[ContributionRef, Contribution] = {}
    for start in range(0, len(keys), _AT_ONCE):
        among = _readable().where(RoomAnswer.key.in_(keys[start : start + _AT_ONCE]))
        for row in session.execute(among):
            made = _contribution(row.key, row.text, row.purpose)
            found[made.ref] = made
    return [found[ref] for ref in refs if ref in found]


def track(session: Session, code: str) -> Tracked | None:
    """The answer behind a code, and how its writer takes it back."""
    answer = find_answer(session, code)
    if answer is None:
        return None
    question = session.get_one(RoomQuestion, answer.question_id)
    workshop = question.room.workshop
    readable = answer.state == AnswerState.SHOWN and rules.reveals(question.room, question)
    return Tracked(
        workshop.title_id,
        workshop.title_en,
        waiting=answer.state == AnswerState.SHOWN and not readable,
        contributions=(ContributionRef(KIND, answer.key, FIELD),) if readable else (),
        notices=_notices(answer, code),
        moderation=N_("Tampil di ruang workshop") if readable else "",
    )


def _notices(answer: RoomAnswer, code: str) -> tuple[TrackedNotice, ...]:
    if answer.state == AnswerState.WITHDRAWN:
        return (
            TrackedNotice(
                N_("Jawaban ini sudah ditarik"),
                note=N_("Tulisannya sudah dihapus. Yang tersisa hanya bahwa pernah ada satu jawaban."),
            ),
        )
    withdrawal = TrackedNotice(
        N_("Ini jawaban Anda di ruang workshop"),
        note=N_("Anda boleh menariknya kapan saja: tulisannya lalu dihapus."),
        url=f"/lacak/{code}/tarik-jawaban",
        action=N_("Tarik jawaban saya"),
    )
    if answer.state != AnswerState.HIDDEN:
        return (withdrawal,)
    hidden = TrackedNotice(
        N_("Jawaban Anda disembunyikan oleh moderator"),
        note=N_("Alasannya:"),
        said=answer.reason,
    )
    return (hidden, withdrawal)


SOURCE = ContributionSource(kind=KIND, of_cycle=of_cycle, fetch=fetch, track=track)
