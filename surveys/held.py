"""What the holder of a tracking code has: the answer in the results, what waits to be mixed, or that it is gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.units.models import Unit
from surveys.answer_models import Answer, Intake, SuspectAnswer, WithdrawnAnswer
from surveys.answer_pictures import Pictures
from surveys.contributions import free_text_fields
from surveys.counting import FinalRow
from surveys.definition import questions_of
from surveys.enums import Access, Act, SurveyState
from surveys.models import Survey, SurveyVersion
from surveys.questions import answerable, kind_of


class Leaving(StrEnum):
    """How an answer that is taken back leaves the results."""

    BEFORE_COUNTED = "before_counted"
    WITH_A_BATCH = "with_a_batch"
    AT_ONCE = "at_once"
    FIGURES_STAND = "figures_stand"


R = TypeVar("R", Intake, Answer, SuspectAnswer, WithdrawnAnswer)


@dataclass(frozen=True)
class Held:
    """An answer by its code. `answer` is in the results, `waiting` in the intake; an edit has both.

    `suspect` is set aside until staff have looked at it, or was thrown away by them.
    """

    survey: Survey
    receipt_hash: str
    answer: Answer | None
    waiting: Intake | None
    withdrawn: bool = False
    suspect: SuspectAnswer | None = None

    @property
    def discarded(self) -> bool:
        """Whether staff threw it away."""
        return self.suspect is not None and self.suspect.discarded

    @property
    def _newest(self) -> Answer | Intake | SuspectAnswer | None:
        if self.suspect is not None:
            return self.suspect
        waits = self.waiting is not None and self.waiting.act != Act.WITHDRAWAL
        return self.waiting if waits else self.answer

    @property
    def body(self) -> Mapping[str, object]:
        """The answers as their writer left them last."""
        return self._newest.body if self._newest is not None and not self.withdrawn else {}

    @property
    def version_id(self) -> int | None:
        """The version whose questions were answered; it stays the same through all edits."""
        return self._newest.version_id if self._newest is not None else None

    @property
    def leaving(self) -> Leaving:
        """What a withdrawal does to the figures: they must not show one person's answers as a difference."""
        if self.answer is None:
            return Leaving.BEFORE_COUNTED
        if self.survey.state != SurveyState.OPEN:
            return Leaving.FIGURES_STAND
        return Leaving.AT_ONCE if self.survey.access == Access.PUBLIC else Leaving.WITH_A_BATCH


def held_by(session: Session, code: str) -> Held | None:
    """What a code opens, however it was typed; None when it is not one of a survey answer.

    The mixer moves from the intake to the answers, staff from what was set aside, a withdrawal from all to
    the codes taken back: read in this order, nothing that moves meanwhile is missed.
    """
    if normalise(code) is None:
        return None
    wanted = code_hash(code)
    waiting = _row(session, Intake, wanted)
    suspect = _row(session, SuspectAnswer, wanted)
    answer = _row(session, Answer, wanted)
    gone = _row(session, WithdrawnAnswer, wanted)
    found = waiting or answer or suspect or gone
    if found is None:
        return None
    survey = session.get_one(Survey, found.survey_id)
    suspect = None if answer is not None else suspect
    return Held(survey, wanted, answer, waiting, withdrawn=gone is not None, suspect=suspect)


def _row(session: Session, model: type[R], receipt_hash: str) -> R | None:
    found = select(model).where(model.receipt_hash == receipt_hash)
    return session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def lock_survey(session: Session, survey_id: int) -> Survey:
    """Submits to the survey, mixers, edits and withdrawals wait until this transaction ends."""
    return session.get_one(Survey, survey_id, with_for_update={"of": Survey}, populate_existing=True)


def final_row(session: Session, answer: Answer) -> FinalRow:
    """A final answer as it was counted."""
    unit = session.get(Unit, answer.unit_id) if answer.unit_id is not None else None
    return FinalRow(
        answer.version_id,
        answer.body,
        unit_id=answer.unit_id,
        unit_key=unit.key if unit else "",
        receipt_hash=answer.receipt_hash,
        key=answer.key,
    )


def replaced_row(
    session: Session, answer: Answer, body: Mapping[str, object], pictures: Pictures
) -> FinalRow:
    """The answer that an edit puts in the place of this one.

    With the same texts it keeps its key, and with it its trace. With other texts it gets a new one:
    nobody has read them yet, so they must not stand under a theme, or as a quote, that was chosen
    for other words.
    """
    old = final_row(session, answer)
    same = not contributions_change(session, answer, body)
    return FinalRow(
        old.version_id,
        body,
        unit_id=old.unit_id,
        unit_key=old.unit_key,
        receipt_hash=old.receipt_hash,
        key=old.key if same else "",
        pictures=pictures,
    )


def contributions_change(session: Session, answer: Answer, body: Mapping[str, object]) -> bool:
    """Whether this body, given to the same version, has other free texts than the answer."""
    version = session.get_one(SurveyVersion, answer.version_id)
    return any(answer.body.get(name) != body.get(name) for name in free_text_fields(version))


def own_of(session: Session, answer: Answer) -> dict[str, object]:
    """What its writer did not choose but make: words, places, pictures. Emptied at once when taken back."""
    version = session.get_one(SurveyVersion, answer.version_id)
    own = (part.name for part in answerable(questions_of(version)) if kind_of(part).is_own)
    return {name: answer.body[name] for name in own if name in answer.body}
