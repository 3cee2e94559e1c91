"""Taking back the last change of a draft: exactly that one, and never somebody else's later one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed
from core.policy import Role
from surveys import authoring, changing, publishing, undoing
from surveys.changing import Overtaken
from surveys.definition import QuestionDef, definition_of, drafted
from surveys.models import Survey, SurveyUndo
from tests import factories
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

BrowserOf = Callable[[Role], Browser]
Change = Callable[[Session, Survey], object]
ASKED = (make.NEED, make.POST, make.URGENT, make.HOURS)


def asked(session: Session, survey: Survey) -> tuple[QuestionDef, ...]:
    session.flush()
    session.expire_all()
    return drafted(survey.questions)


def reword(session: Session, survey: Survey) -> None:
    definition = replace(make.URGENT, name="baru", label_id="Baru", config=make.options("1", "2"))
    authoring.change_question(session, survey.questions[2], definition=definition, actor_id=None)


CHANGES: dict[str, Change] = {
    "add": lambda s, survey: authoring.add_question(s, survey, definition=make.DAY, actor_id=None),
    "several": lambda s, survey: authoring.add_questions(
        s, survey, definitions=(make.DAY, make.NAME), actor_id=None
    ),
    "change": reword,
    "move": lambda s, survey: authoring.move_question(s, survey.questions[3], steps=-1, actor_id=None),
    "duplicate": lambda s, survey: authoring.duplicate_question(s, survey.questions[0], actor_id=None),
    "delete": lambda s, survey: authoring.delete_question(s, survey.questions[1], actor_id=None),
}


@pytest.mark.database
@pytest.mark.parametrize("name", CHANGES)
def test_the_last_change_is_taken_back_and_can_be_made_again(session: Session, name: str) -> None:
    survey, other = make.draft(session, questions=ASKED), make.draft(session)
    authoring.move_question(session, survey.questions[0], steps=1, actor_id=None)
    noise, before = asked(session, other), asked(session, survey)
    CHANGES[name](session, survey)
    after = asked(session, survey)
    assert after != before
    undoing.undo_change(session, survey, seen=survey.revision, actor_id=None)
    assert asked(session, survey) == before
    assert [q.position for q in survey.questions] == [1, 2, 3, 4]
    undoing.undo_change(session, survey, seen=survey.revision, actor_id=None)
    assert asked(session, survey) == after
    assert (asked(session, other), other.revision) == (noise, 2)
    kept = select(SurveyUndo.survey_id, SurveyUndo.revision).order_by(SurveyUndo.survey_id)
    assert session.execute(kept).all() == [(survey.id, survey.revision), (other.id, 2)]
    mine = select(AuditEvent.action).where(AuditEvent.object_key == survey.key).order_by(AuditEvent.id)
    assert list(session.scalars(mine))[-2:] == ["survey.question.undo"] * 2


@pytest.mark.database
def test_a_later_change_is_never_taken_back(session: Session) -> None:
    survey = make.draft(session, questions=ASKED)
    CHANGES["delete"](session, survey)
    seen = survey.revision
    authoring.change_question(session, survey.questions[0], definition=make.DAY, actor_id=None)
    now = asked(session, survey)
    for shown in (seen, seen + 2, -1, 2**40):
        with pytest.raises(Overtaken):
            undoing.undo_change(session, survey, seen=shown, actor_id=None)
    assert asked(session, survey) == now


def test_sabotage_an_undo_that_does_not_look_takes_back_what_was_not_shown(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later change of another author would be gone without a word."""
    survey = make.draft(session, questions=ASKED)
    CHANGES["delete"](session, survey)
    seen = survey.revision
    authoring.change_question(session, survey.questions[0], definition=make.DAY, actor_id=None)
    step = session.get_one(SurveyUndo, (survey.id, survey.revision))
    step.revision = survey.revision = seen
    monkeypatch.setattr(undoing, "claim", lambda session, survey, seen: changing.claim(session, survey))
    undoing.undo_change(session, survey, seen=seen, actor_id=None)
    assert asked(session, survey)[0] == make.NEED


def test_other_changes_end_it(session: Session) -> None:
    survey, account = make.draft(session), factories.account(session)
    authoring.move_question(session, survey.questions[0], steps=1, actor_id=account.id)
    found = undoing.last_change(session, survey)
    assert found is not None
    assert (found[0].action, found[1]) == ("survey.question.move", account)
    authoring.change_survey(session, survey, details=authoring.SurveyDetails("Baru"), actor_id=None)
    assert undoing.last_change(session, survey) is None
    assert undoing.last_change(session, make.draft(session, questions=())) is None


def test_a_published_version_stays_and_a_closed_survey_too(session: Session) -> None:
    survey = make.survey(session, questions=ASKED)
    CHANGES["delete"](session, survey)
    undoing.undo_change(session, survey, seen=survey.revision, actor_id=None)
    assert make.version_of(survey).definition == definition_of(ASKED)
    assert not publishing.has_changes(session, survey)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.expire_all()
    with pytest.raises(Closed):
        undoing.undo_change(session, survey, seen=survey.revision, actor_id=None)


def test_the_page_says_whose_change_it_was(session: Session, browser_of: BrowserOf) -> None:
    survey = make.draft(session, questions=ASKED)
    session.commit()
    at = f"/kelola/survei/{survey.key}"
    first, second = browser_of(Role.FACILITATOR), browser_of(Role.PLANNER)
    first.post(f"{at}/pertanyaan/{survey.questions[1].id}/hapus")
    told = "form[action$=urungkan] p:first-of-type"
    assert first.get(at).texts(told) == ["Perubahan terakhir: menghapus pertanyaan, oleh Anda."]
    shown = second.get(at)
    assert shown.texts(told)[0].startswith("Perubahan terakhir: menghapus pertanyaan, oleh ")
    first.post(f"{at}/pertanyaan/{survey.questions[0].id}/turun", form_at=at)
    now = asked(session, survey)
    second.client.post(f"{at}/urungkan", data=shown.fields(f"{at}/urungkan"))
    assert "Tidak ada yang diurungkan" in second.get(at).text
    assert asked(session, survey) == now
    second.post(f"{at}/urungkan", form_at=at)
    assert [q.name for q in asked(session, survey)] == ["kebutuhan", "mendesak", "jam"]
    page = first.get(at)
    assert isinstance(page, Page)
    assert page.texts(told)[0].startswith("Perubahan terakhir: mengurungkan perubahan, oleh ")
