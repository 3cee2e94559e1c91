"""Writing surveys: services and rules."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Conflict, Invalid
from surveys import authoring, publishing, queries
from surveys.authoring import SurveyDetails
from surveys.definition import Option, QuestionDef, drafted, questions_of
from surveys.enums import Access, Purpose
from surveys.models import Question, Survey
from surveys.naming import question_name, read_options, unused, words_of, write_options
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import HOURS, NEED, POST, URGENT


def names(session: Session, survey: Survey) -> list[str]:
    """The questions in the order the database has them."""
    session.flush()
    ordered = select(Question.name).where(Question.survey_id == survey.id).order_by(Question.position)
    return list(session.scalars(ordered))


def actions(session: Session, survey: Survey) -> list[str]:
    mine = AuditEvent.object_key == survey.key
    return list(session.scalars(select(AuditEvent.action).where(mine).order_by(AuditEvent.id)))


def publish(session: Session, survey: Survey) -> int:
    return publishing.publish_survey(session, survey, today=make.TODAY, actor_id=None).number


def test_a_survey_gets_an_address_from_its_title(session: Session) -> None:
    cycle = factories.cycle(session)
    details = SurveyDetails(title_id="Survei Aspirasi: Pegawai & Lurah, 2027!")
    keys = [authoring.create_survey(session, cycle, details=details, actor_id=None).key for _ in range(3)]
    base = "survei-aspirasi-pegawai-lurah-2027"
    assert keys == [base, f"{base}-2", f"{base}-3"]
    odd = authoring.create_survey(session, cycle, details=SurveyDetails(title_id="ᬅ"), actor_id=None)
    assert odd.key == "survei"
    assert (odd.state, odd.results_public, odd.cycle_id) == ("draft", False, cycle.id)


def test_a_wanted_address_that_is_taken_is_refused(session: Session) -> None:
    make.draft(session, key="aspirasi")
    with pytest.raises(Conflict):
        make.draft(session, key="aspirasi")


def test_the_description_can_be_changed_the_promise_only_in_a_draft(session: Session) -> None:
    survey = make.draft(session)
    changed = SurveyDetails(
        title_id="Baru",
        title_en="New",
        intro_id="Pengantar",
        purpose=Purpose.FEEDBACK,
        access=Access.PUBLIC,
        closes_on=date(2027, 1, 2),
        population=742,
    )
    authoring.change_survey(session, survey, details=changed, actor_id=None)
    stored = {name: getattr(survey, name) for name in SurveyDetails.__dataclass_fields__}
    assert stored == {name: getattr(changed, name) for name in stored}
    publish(session, survey)
    authoring.change_survey(session, survey, details=replace(changed, title_id="Lagi"), actor_id=None)
    assert survey.title_id == "Lagi"
    for promise in (replace(changed, access=Access.ACCOUNT), replace(changed, purpose=Purpose.ASPIRATION)):
        with pytest.raises(Closed):
            authoring.change_survey(session, survey, details=promise, actor_id=None)


def test_questions_are_named_from_their_words(session: Session) -> None:
    survey = make.draft(session, questions=())
    for label in ("Apa kebutuhan Anda?", "Apa kebutuhan Anda?", "2027?", "Unit"):
        wanted = QuestionDef("", "text", label)
        authoring.add_question(session, survey, definition=wanted, actor_id=None)
    assert names(session, survey) == ["apa_kebutuhan_anda", "apa_kebutuhan_anda_2", "pertanyaan", "unit_2"]


@pytest.mark.parametrize("name", ["nonce", "csrf_token", "version", "A b", "2x", "_x", "x" * 41, "kebutuhan"])
def test_a_name_that_cannot_be_used_is_refused(session: Session, name: str) -> None:
    survey = make.draft(session)
    with pytest.raises(Invalid):
        authoring.add_question(session, survey, definition=replace(URGENT, name=name), actor_id=None)
    assert names(session, survey) == ["kebutuhan", "jabatan"]


def test_a_question_of_an_unknown_kind_is_refused(session: Session) -> None:
    with pytest.raises(Invalid):
        authoring.add_question(
            session, make.draft(session), definition=QuestionDef("x", "doodle", "X"), actor_id=None
        )


def test_a_survey_has_a_largest_size(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authoring, "MAX_QUESTIONS", 2)
    survey = make.draft(session)
    with pytest.raises(Invalid):
        authoring.add_question(session, survey, definition=URGENT, actor_id=None)


def test_questions_move_duplicate_and_go(session: Session) -> None:
    survey = make.draft(session, questions=(NEED, POST, URGENT))
    noise = make.draft(session, questions=(NEED, POST, URGENT))
    first, second, third = survey.questions
    authoring.move_question(session, third, steps=-1, actor_id=None)
    assert names(session, survey) == ["kebutuhan", "mendesak", "jabatan"]
    authoring.move_question(session, first, steps=-1, actor_id=None)
    authoring.move_question(session, second, steps=1, actor_id=None)
    assert names(session, survey) == ["kebutuhan", "mendesak", "jabatan"]
    authoring.move_question(session, first, steps=1, actor_id=None)
    assert names(session, survey) == ["mendesak", "kebutuhan", "jabatan"]
    copy = authoring.duplicate_question(session, first, actor_id=None)
    assert names(session, survey) == ["mendesak", "kebutuhan", "kebutuhan_2", "jabatan"]
    assert QuestionDef.from_question(copy) == replace(NEED, name="kebutuhan_2")
    authoring.delete_question(session, first, actor_id=None)
    assert names(session, survey) == ["mendesak", "kebutuhan_2", "jabatan"]
    assert [q.position for q in survey.questions] == [1, 2, 3]
    assert names(session, noise) == ["kebutuhan", "jabatan", "mendesak"]


def test_a_question_is_rewritten_in_place(session: Session) -> None:
    survey = make.draft(session)
    wanted = replace(HOURS, name="jabatan", label_en="Hours", help_id="JP", required=True)
    authoring.change_question(session, survey.questions[1], definition=wanted, actor_id=None)
    assert drafted(survey.questions) == (NEED, wanted)
    with pytest.raises(Invalid):
        authoring.change_question(
            session, survey.questions[1], definition=replace(wanted, name="kebutuhan"), actor_id=None
        )


def test_publishing_freezes_and_opens(session: Session) -> None:
    survey = make.draft(session)
    assert publishing.has_changes(session, survey)
    assert publish(session, survey) == 1
    version = queries.latest_version(session, survey)
    assert version is not None
    assert (survey.state, version.published_on) == ("open", make.TODAY)
    assert questions_of(version) == (NEED, POST)
    assert not publishing.has_changes(session, survey)
    with pytest.raises(Conflict):
        publish(session, survey)
    version.number = 7
    with pytest.raises(RuntimeError, match="published"):
        session.flush()


def test_a_new_version_leaves_the_old_one_alone(session: Session) -> None:
    survey = make.survey(session)
    authoring.add_question(session, survey, definition=URGENT, actor_id=None)
    assert publishing.has_changes(session, survey)
    assert publish(session, survey) == 2
    session.expire_all()
    asked = {v.number: [q.name for q in questions_of(v)] for v in survey.versions}
    assert asked == {1: ["kebutuhan", "jabatan"], 2: ["kebutuhan", "jabatan", "mendesak"]}
    assert queries.version_to_answer(session, survey, 1).number == 1
    assert queries.version_to_answer(session, survey, 9).number == 2
    assert queries.version_to_answer(session, survey, None).number == 2


def test_a_column_keeps_its_kind(session: Session) -> None:
    survey = make.survey(session)
    authoring.change_question(
        session, survey.questions[1], definition=replace(HOURS, name="jabatan"), actor_id=None
    )
    with pytest.raises(Invalid):
        publish(session, survey)
    assert len(survey.versions) == 1


def test_an_empty_survey_is_not_published(session: Session) -> None:
    survey = make.draft(session, questions=())
    with pytest.raises(Invalid):
        publish(session, survey)
    assert survey.state == "draft"


@pytest.mark.parametrize("questions", [(NEED, NEED), (replace(POST, config={}),)])
def test_questions_that_cannot_be_asked_are_found(questions: tuple[QuestionDef, ...]) -> None:
    with pytest.raises(Invalid):
        publishing.check_questions(questions)


def test_a_closed_survey_stays_as_it_is_and_can_be_copied(session: Session) -> None:
    survey = make.survey(session, purpose=Purpose.FEEDBACK, closes_on=make.TODAY)
    survey.population = 100
    question = survey.questions[0]
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.expire_all()
    details = SurveyDetails(title_id="Lain")
    for change in (
        lambda: authoring.change_survey(session, survey, details=details, actor_id=None),
        lambda: authoring.add_question(session, survey, definition=URGENT, actor_id=None),
        lambda: authoring.change_question(session, question, definition=URGENT, actor_id=None),
        lambda: authoring.move_question(session, question, steps=1, actor_id=None),
        lambda: authoring.duplicate_question(session, question, actor_id=None),
        lambda: authoring.delete_question(session, question, actor_id=None),
        lambda: publish(session, survey),
    ):
        with pytest.raises(Closed):
            change()
    cycle = factories.cycle(session)
    copy = authoring.copy_survey(session, survey, cycle=cycle, actor_id=None)
    assert (copy.key, copy.state, copy.cycle_id, copy.closes_on) == (
        f"{survey.key}-2",
        "draft",
        cycle.id,
        None,
    )
    assert (copy.title_en, copy.intro_id, copy.purpose, copy.access, copy.population) == (
        survey.title_en,
        survey.intro_id,
        "feedback",
        "account",
        100,
    )
    assert drafted(copy.questions) == drafted(survey.questions)


def test_only_a_draft_is_deleted(session: Session) -> None:
    draft, survey = make.draft(session), make.survey(session)
    with pytest.raises(Closed):
        publishing.delete_draft(session, survey, actor_id=None)
    publishing.delete_draft(session, draft, actor_id=None)
    assert [s.key for s in queries.all_surveys(session)] == [survey.key]


def test_what_staff_do_is_in_the_audit_log(session: Session) -> None:
    survey = make.draft(session, questions=(NEED,))
    publish(session, survey)
    publishing.set_results_public(session, survey, public=True, actor_id=None)
    publishing.ensure_link(session, survey, unit_id=None, actor_id=None)
    publishing.ensure_link(session, survey, unit_id=None, actor_id=None)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    session.flush()
    assert survey.results_public is True
    assert actions(session, survey) == [
        "survey.create",
        "survey.question.add",
        "survey.publish",
        "survey.results",
        "survey.link",
        "survey.close",
    ]


@pytest.mark.parametrize(
    ("text", "numbered", "expected"),
    [
        ("Ya\n\n Tidak ", False, [Option("ya", "Ya"), Option("tidak", "Tidak")]),
        ("Ya\nYa", False, [Option("ya", "Ya"), Option("ya-2", "Ya")]),
        ("Buruk\nBaik", True, [Option("1", "Buruk"), Option("2", "Baik")]),
        ("0 | Buruk\n4 | Baik | Good", True, [Option("0", "Buruk"), Option("4", "Baik", "Good")]),
        ("ktp | Surat KTP | ID | card", False, [Option("ktp", "Surat KTP", "ID | card")]),
        ("| Tanpa nilai | No value", False, [Option("tanpa-nilai", "Tanpa nilai", "No value")]),
        ("x |", False, [Option("x", "x")]),
        ("???", False, [Option("pilihan", "???")]),
        ("| |\n", False, []),
    ],
)
def test_options_are_written_one_per_line(text: str, numbered: bool, expected: list[Option]) -> None:
    assert read_options(text, numbered=numbered) == expected


def test_options_are_read_back_as_they_were() -> None:
    options = [Option("a", "Satu", "One"), Option("b", "Dua"), Option("c", "Tiga", "Three")]
    assert read_options(write_options(tuple(options)), numbered=False) == options


def test_names_are_made_of_whole_words() -> None:
    assert words_of("Pelayanan Terpadu Kecamatan", joiner="-", longest=20) == "pelayanan-terpadu"
    assert words_of("Café à la carte", joiner="_", longest=40) == "cafe_a_la_carte"
    assert unused("a", {"a", "a_2"}, joiner="_") == "a_3"
    assert question_name(" Jabatan ", label="", taken=set()) == "jabatan"
