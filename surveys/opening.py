"""When a survey takes answers, said once: from what its authors decided, today's day and the places left."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from core.errors import N_, Invalid, RembukError
from core.policy import Role
from surveys import quotas, rules
from surveys.checking import Problem
from surveys.enums import Access, Purpose, SurveyState
from surveys.models import Survey


class Standing(StrEnum):
    """What a survey is to somebody who comes today. Nothing stores it: it follows from the rest."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    FULL = "full"
    OVER = "over"
    CLOSED = "closed"


STANDING_LABELS = {
    Standing.DRAFT: N_("Draf"),
    Standing.SCHEDULED: N_("Terjadwal"),
    Standing.OPEN: N_("Dibuka"),
    Standing.FULL: N_("Kuota penuh"),
    Standing.OVER: N_("Lewat hari terakhir"),
    Standing.CLOSED: N_("Ditutup"),
}


class Plan(Protocol):
    """What an author writes about days and numbers; a survey has the same."""

    @property
    def opens_on(self) -> date | None: ...
    @property
    def closes_on(self) -> date | None: ...
    @property
    def quota(self) -> int | None: ...
    @property
    def unit_quota(self) -> int | None: ...
    @property
    def purpose(self) -> str: ...
    @property
    def access(self) -> str: ...


def standing_of(survey: Survey, *, full: bool, today: date) -> Standing:
    """Where the survey stands on this day; `full`: no place is left at all."""
    if survey.state != SurveyState.OPEN:
        return Standing(survey.state)
    if survey.opens_on is not None and survey.opens_on > today:
        return Standing.SCHEDULED
    if survey.closes_on is not None and survey.closes_on < today:
        return Standing.OVER
    return Standing.FULL if full else Standing.OPEN


def standings_of(session: Session, surveys: Sequence[Survey], *, today: date) -> dict[int, Standing]:
    """The same of several surveys by their id."""
    full = quotas.full_of(session, surveys)
    return {one.id: standing_of(one, full=quotas.ALL in full[one.id], today=today) for one in surveys}


def is_due(survey: Survey, *, today: date) -> bool:
    """Whether today is one of the survey's days."""
    return standing_of(survey, full=False, today=today) == Standing.OPEN


def why_not(
    session: Session, survey: Survey, *, unit_key: str = "", role: Role | None, today: date
) -> RembukError | None:
    """The reason why this person cannot answer now, about this unit; None when they can."""
    return rules.why_not(survey, role=role, today=today) or quotas.why_full(session, survey, unit_key)


def require_sensible(plan: Plan) -> None:
    """Raise Invalid with the first contradiction in what an author wrote."""
    for message in _contradictions(plan):
        raise Invalid(message)


def require_publishable(survey: Survey, *, today: date) -> None:
    """Raise Invalid unless somebody can answer the survey once it is published."""
    for problem in _stops(survey, today):
        raise Invalid(problem.message, **problem.params)


def problems_of(session: Session, survey: Survey, *, today: date) -> tuple[Problem, ...]:
    """What the days and the quota say against publishing, and what an author should know."""
    found = list(_stops(survey, today))
    if not found and survey.opens_on is not None and survey.opens_on > today:
        message = N_("Survei ini baru menerima jawaban mulai %(day)s.")
        found.append(Problem("", message, {"day": survey.opens_on}, stops=False))
    if quotas.why_full(session, survey) is not None:
        message = N_("Kuotanya sudah penuh, jadi versi baru ini belum akan menerima jawaban.")
        found.append(Problem("", message, stops=False))
    return tuple(found)


def _stops(survey: Survey, today: date) -> Iterator[Problem]:
    for message in _contradictions(survey):
        yield Problem("", message)
    if survey.closes_on is not None and survey.closes_on < today:
        message = N_("Hari terakhir mengisi, %(day)s, sudah lewat. Tidak ada yang akan dapat menjawab.")
        yield Problem("", message, {"day": survey.closes_on})


def _contradictions(plan: Plan) -> Iterator[str]:
    if plan.opens_on is not None and plan.closes_on is not None and plan.opens_on > plan.closes_on:
        yield N_("Hari pertama mengisi jatuh sesudah hari terakhir. Tukar atau perbaiki salah satunya.")
    if plan.unit_quota is not None:
        if (plan.purpose, plan.access) != (Purpose.FEEDBACK, Access.PUBLIC):
            yield N_(
                "Kuota per unit hanya untuk masukan layanan tanpa akun: di sana orang memilih unit yang dibicarakan."
                " Jawaban survei dengan akun tidak menyimpan unit, supaya tetap anonim."
            )
        if plan.quota is not None and plan.unit_quota > plan.quota:
            yield N_("Kuota per unit lebih besar daripada kuota seluruhnya, jadi tidak pernah tercapai.")
