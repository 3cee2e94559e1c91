"""Surveys with their questions, published, and the answers that the seed brings along."""

from collections.abc import Mapping
from typing import Any

from core.policy import Role
from rembuk.seeding.loading import Loading
from surveys.authoring import SurveyDetails, add_question, create_survey
from surveys.definition import QuestionDef, drafted
from surveys.enums import Access, Purpose
from surveys.importing import import_rows
from surveys.models import Survey
from surveys.publishing import publish_survey, set_results_public
from surveys.questions import answerable
from surveys.skm_template import add_skm_template

_CONFIG = ("options", "min", "max", "rows", "top", "other", "shuffled", "section")
_TEXTS = ("label_id", "label_en", "help_id", "help_en")


def load_surveys(loading: Loading) -> None:
    """Write, publish and fill each survey."""
    for told in loading.seed.list_of("surveys"):
        survey = _write(loading, told)
        _publish(loading, survey, told)
        if "import" in told:
            loading.say(f"importing {told['import']}")
            _fill(loading, survey, told)


def _write(loading: Loading, told: Mapping[str, Any]) -> Survey:
    session, actor_id = loading.session, loading.actor_id(Role.FACILITATOR)
    details = SurveyDetails(
        title_id=told["title_id"],
        title_en=told.get("title_en", ""),
        intro_id=told.get("intro_id", ""),
        intro_en=told.get("intro_en", ""),
        purpose=Purpose(told["purpose"]),
        access=Access(told["access"]),
    )
    survey = create_survey(session, loading.the_cycle, details=details, key=told["key"], actor_id=actor_id)
    survey.population = told.get("population")
    if told.get("template") == "skm":
        add_skm_template(session, survey, actor_id=actor_id)
    for question in told.get("questions", []):
        definition = QuestionDef(
            name=question["name"],
            kind=question["kind"],
            required=question.get("required", False),
            starts_page=question.get("starts_page", False),
            config={name: question[name] for name in _CONFIG if name in question},
            **{name: question.get(name, "") for name in _TEXTS},
        )
        add_question(session, survey, definition=definition, actor_id=actor_id)
    return survey


def _publish(loading: Loading, survey: Survey, told: Mapping[str, Any]) -> None:
    actor_id = loading.actor_id(Role.FACILITATOR)
    publish_survey(loading.session, survey, today=loading.today, actor_id=actor_id)
    if told.get("results_public"):
        set_results_public(loading.session, survey, public=True, actor_id=actor_id)


def _fill(loading: Loading, survey: Survey, told: Mapping[str, Any]) -> None:
    rows = loading.seed.rows(told["import"])
    known = {part.name for part in answerable(drafted(survey.questions))}
    report = import_rows(
        loading.session,
        survey,
        rows=rows,
        mapping={name: name for name in rows[0] if name in known},
        unit_column=told.get("unit_column"),
        actor_id=loading.actor_id(Role.FACILITATOR),
    )
    if report.errors:
        raise ValueError(f"{told['import']}: {report.errors[:3]}")
