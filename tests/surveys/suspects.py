"""What tests of answers that are set aside share: a clock, a form that looks for junk, and what is stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.policy import Role
from surveys import store
from surveys.answer_models import Answer, SuspectAnswer
from surveys.enums import Purpose
from surveys.junk import Sign
from surveys.models import Survey
from surveys.views import answer as view
from surveys.views import screening
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET, TODAY

BrowserOf = Callable[[Role], Browser]
OPENED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NONCE, OTHER = "ab" * 16, "cd" * 16
TEXT = "Antrean KTP terlalu lama"
BODY: dict[str, object] = {"nama_layanan": TEXT, "mendesak": "4"}


class Clock:
    """The time that the pages see."""

    def __init__(self) -> None:
        self.now = OPENED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(view, "now", made)
    monkeypatch.setattr(view, "today", lambda: TODAY)
    monkeypatch.setattr(screening, "least_seconds", lambda: 3)
    return made


@pytest.fixture
def survey(session: Session) -> Survey:
    """A screened public form, with an open one beside it that is not."""
    cycle = factories.cycle(session)
    made = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, screened=True, key="disaring")
    noise = make.feedback(session, cycle=cycle, purpose=Purpose.ASPIRATION, screened=False, key="lain")
    session.commit()
    store.append(session, make.submission(noise, {"nama_layanan": "Lain"}), secret=SECRET)
    return made


def paged(session: Session, survey: Survey) -> Survey:
    """The same questions on two pages, so that the form can be kept."""
    questions = (make.NAME, replace(make.URGENT, starts_page=True))
    how = {"cycle": survey.cycle, "purpose": Purpose.ASPIRATION, "screened": True}
    made = make.feedback(session, questions=questions, key="berhalaman", **how)
    session.commit()
    return made


def set_aside(session: Session, survey: Survey, sign: Sign = Sign.FAST, **how: object) -> str:
    sent = replace(make.submission(survey, BODY, **how), sign=sign)  # type: ignore[arg-type]
    return store.append(session, sent, secret=SECRET).code


def suspects(session: Session) -> list[tuple[str, bool, dict[str, object]]]:
    session.expire_all()
    return [(one.reason, one.discarded, one.body) for one in session.scalars(select(SuspectAnswer))]


def answered(session: Session, survey: Survey) -> int:
    session.expire_all()
    mine = select(func.count()).select_from(Answer).where(Answer.survey_id == survey.id)
    return session.scalars(mine).one()


def audited(session: Session) -> list[tuple[str, str, dict[str, object]]]:
    """What was noted about reviews."""
    events = select(AuditEvent).where(AuditEvent.action.startswith("survey.review")).order_by(AuditEvent.id)
    return [(one.action, one.object_key, one.facts) for one in session.scalars(events)]


def key_of(session: Session) -> str:
    session.expire_all()
    return session.scalars(select(SuspectAnswer.key)).one()
