"""One of everything, and an address for every route: what the tests over all routes walk through.

A new route needs its parameters in `VALUES`: by endpoint, or by blueprint for all of its routes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from core import nonces
from core.accounts import services as accounts
from core.accounts.models import Account
from core.codes import code_hash
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.policy import Duty, Policy, Role
from core.site import set_site_value
from core.units.models import Unit
from plan import themes
from plan.enums import ItemState
from plan.item_models import Indicator, PlanItem
from plan.models import Need, Theme, ThemeAssignment, ThemeRun
from surveys import import_files, publishing, store
from surveys.answer_models import Answer
from surveys.models import AnswerImport, Survey, SurveyLink
from surveys.pictures import clean_picture, digest_of
from surveys.skm_template import skm_questions
from tests import factories
from tests.conventions.parts import accounts as account_examples
from tests.conventions.parts import (
    attendance,
    authority,
    calls,
    discussion,
    drafts,
    duties,
    invitations,
    moderation,
    needing,
    notes,
    replies,
    reviewing,
    rights,
    rooms,
    seats,
    settings,
    staff,
    taxonomies,
    theme_runs,
    upkeep,
    workbench,
    workshops,
    xlsform,
)
from tests.plan import factories_items, factories_themes
from tests.surveys import factories_surveys
from tests.surveys.pictures import photo

Values = Mapping[str, object]
CSV = b"kebutuhan,jabatan\npelatihan arsip,pelaksana\n"


# A guest, a role, or somebody without a role of note who has a duty.
Visitor = Role | Duty | None
VISITORS: tuple[Visitor, ...] = (None, *Role, *Duty)
PARTS = (
    account_examples,
    staff,
    duties,
    rights,
    upkeep,
    settings,
    drafts,
    workshops,
    discussion,
    calls,
    attendance,
    rooms,
    seats,
    notes,
    moderation,
    reviewing,
    xlsform,
    invitations,
    replies,
    needing,
    authority,
    workbench,
    theme_runs,
    taxonomies,
)


@dataclass(frozen=True)
class World:
    """What the addresses speak of."""

    unit: Unit
    someone: Account
    cycle: Cycle
    setup_token: str
    draft: Survey
    survey: Survey
    feedback: Survey
    link: SurveyLink
    upload: AnswerImport
    code: str
    run: ThemeRun
    theme: Theme
    open_theme: Theme
    need: Need
    item: PlanItem
    indicator: Indicator
    more: dict[str, Any] = field(default_factory=dict)


def _cycle(session: Session) -> Cycle:
    cycle = factories_items.open_cycle(session)
    cycle.current = True
    return cycle


_QUESTIONS = (*factories_surveys.ALL_KINDS, factories_surveys.PHOTO)


def _answers(session: Session, survey: Survey) -> tuple[str, list[Answer]]:
    """Twelve final answers; the first has a tracking code."""
    code = nonces.code_of("0" * 32, secret="a key for tests only")
    version = factories_surveys.version_of(survey)
    picture = clean_picture(photo())
    shown = {"foto": digest_of(picture)}
    bodies = [{"kebutuhan": f"[digital] pelatihan komputer {n}", "jabatan": "pelaksana"} for n in range(12)]
    bodies[0] |= shown
    hashes = [code_hash(code), *[None] * 11]
    rows = [
        store.FinalRow(
            version_id=version.id,
            body=body,
            receipt_hash=receipt,
            pictures={digest_of(picture): picture} if "foto" in body else {},
        )
        for body, receipt in zip(bodies, hashes, strict=True)
    ]
    store.finalise(session, survey, rows)
    session.flush()
    return code, list(session.scalars(select(Answer).where(Answer.survey_id == survey.id)))


def _themes(session: Session, cycle: Cycle, answers: list[Answer]) -> tuple[ThemeRun, Theme, Theme]:
    """A finished run: every answer under one theme, three of them quotes; a second theme is undecided."""
    run = factories_themes.queued_run(session, cycle)
    run.state, run.text_count = "done", len(answers)
    run.quality = {"texts": len(answers), "unclassified": 0, "out_of_fold": 0}
    theme = Theme(key="tema-digital", theme_key="digital", name_id="Literasi digital", size=len(answers))
    other = Theme(key="tema-arsip", theme_key="arsip", name_id="Kearsipan", size=0)
    run.themes = [theme, other]
    session.flush()
    session.add_all(
        ThemeAssignment(
            run_id=run.id,
            contribution_kind="survey_answer",
            contribution_key=answer.key,
            contribution_field="kebutuhan",
            rank=1,
            theme_id=theme.id,
            confidence=0.9,
            is_quote=number < 3,
        )
        for number, answer in enumerate(answers)
    )
    session.flush()
    return run, theme, other


def build(session: Session) -> World:
    """Make the world and commit it."""
    set_site_value(session, "office_id", "Kecamatan Contoh")
    unit = factories.unit(session)
    cycle = _cycle(session)
    survey = factories_surveys.survey(session, cycle=cycle, questions=_QUESTIONS)
    survey.results_public = True
    feedback = factories_surveys.feedback(session, cycle=cycle, questions=skm_questions())
    code, answers = _answers(session, survey)
    run, theme, other = _themes(session, cycle, answers)
    need = themes.accept_theme(session, theme, title_id="Kebutuhan", title_en="Need", actor_id=None)
    item = factories_items.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    token = accounts.new_setup_link(session)
    assert token is not None
    world = World(
        unit=unit,
        someone=factories.account(session, name="Orang yang dikelola", unit=unit),
        cycle=cycle,
        setup_token=token,
        draft=factories_surveys.draft(session, cycle=cycle, title="Draf", key="survei-draf"),
        survey=survey,
        feedback=feedback,
        link=publishing.ensure_link(session, feedback, unit_id=unit.id, actor_id=None),
        upload=import_files.receive_file(session, survey, filename="jawaban.csv", content=CSV, actor_id=None),
        code=code,
        run=run,
        theme=theme,
        open_theme=other,
        need=need,
        item=item,
        indicator=factories_items.indicator(session, item, values=((date(2026, 8, 3), "18"),)),
    )
    for part in PARTS:
        world.more.update(part.build(session, world))
    session.commit()
    return world


VALUES: dict[str, Callable[[World], Values]] = {
    "accounts.setup": lambda w: {"token": w.setup_token},
    "cycles": lambda w: {"key": w.cycle.key},
    "decisions": lambda w: {"run_id": w.run.id, "theme_key": w.open_theme.theme_key},
    "decisions.reopen": lambda w: {"run_id": w.run.id, "theme_key": w.theme.theme_key},
    "indicators": lambda w: {
        "key": w.item.key,
        "number": w.indicator.id,
        "value": w.indicator.measurements[0].id,
    },
    "ledger": lambda w: {"kind": "need", "key": w.need.key},
    "ledger.said": lambda w: {
        "kind": "survey_answer",
        "key": w.need.contributions[0].contribution_key,
        "field": "kebutuhan",
    },
    "manage_accounts": lambda w: {"account_id": w.someone.id},
    "manage_cycles": lambda w: {"key": w.cycle.key, "phase": Phase.DRAFT.value},
    "manage_library": lambda w: {
        "key": w.draft.key,
        "template": "layanan",
        "source": w.survey.key,
    },
    "manage_questions": lambda w: {
        "key": w.draft.key,
        "number": w.draft.questions[0].id,
        "kind": "text",
    },
    "manage_translations": lambda w: {"key": w.draft.key},
    "manage_surveys": lambda w: {"key": w.draft.key},
    "manage_surveys.close": lambda w: {"key": w.survey.key},
    "needs": lambda w: {"key": w.need.key},
    "plan_items": lambda w: {"key": w.item.key},
    "public_plan": lambda w: {"key": w.item.key},
    "public_themes": lambda w: {"key": w.theme.key},
    "survey_entry": lambda w: {"key": w.feedback.key, "via": "loket"},
    "survey_paper": lambda w: {"key": w.feedback.key},
    "survey_links": lambda w: {"key": w.feedback.key, "code": w.link.code},
    "survey_codes": lambda w: {"code": w.code},
    "survey_imports": lambda w: {"key": w.survey.key, "number": w.upload.id},
    "survey_results": lambda w: {"key": w.survey.key, "name": "kebutuhan"},
    "survey_results.picture": lambda w: {
        "key": w.survey.key,
        "name": "foto",
        "digest": digest_of(clean_picture(photo())),
    },
    "survey_skm": lambda w: {"key": w.feedback.key},
    "survey_skm.add_template": lambda w: {"key": w.draft.key},
    "surveys.answer": lambda w: {"key": w.survey.key},
    "surveys.feedback": lambda w: {"unit": w.unit.key},
    "surveys.short": lambda w: {"code": w.link.code},
    "themes": lambda w: {"run_id": w.run.id},
    "trace": lambda w: {"code": w.code},
    "units": lambda w: {"key": w.unit.key},
}
for _part in PARTS:
    VALUES.update(_part.VALUES)


def allows(policy: Policy, visitor: Visitor) -> bool:
    """Whether the table opens a route to a visitor; holders of duties are citizens otherwise."""
    if isinstance(visitor, Duty):
        return policy.allows(Role.CITIZEN, {visitor})
    return policy.allows(visitor)


@dataclass(frozen=True)
class Route:
    """A rule of the application with an address that leads somewhere."""

    endpoint: str
    path: str
    methods: frozenset[str]
    policy: Policy

    def visitors(self) -> list[Visitor]:
        """Everybody it is open to; None is a guest."""
        return [visitor for visitor in VISITORS if allows(self.policy, visitor)]

    def visitor(self) -> Visitor:
        """Whoever may do most of those it is open to: a role rather than a duty."""
        roles = [visitor for visitor in self.visitors() if not isinstance(visitor, Duty)]
        return roles[-1] if roles else self.visitors()[-1]


def values_of(rule: Rule, world: World) -> Values:
    """The parameters of a rule; of a new route without an example, an explanation."""
    if not rule.arguments:
        return {}
    made = VALUES.get(rule.endpoint) or VALUES.get(rule.endpoint.split(".")[0])
    assert made, f"{rule.endpoint} has no example: add it to tests/conventions/examples.py"
    given = made(world)
    assert rule.arguments <= set(given), f"{rule.endpoint}: {sorted(rule.arguments)} need an example"
    return {name: given[name] for name in rule.arguments}


def routes(app: Flask, world: World, method: str) -> list[Route]:
    """Every route that answers a method, static files aside."""
    adapter = app.url_map.bind("localhost")
    table: Mapping[str, Policy] = app.extensions["rembuk_policies"]
    return [
        Route(
            rule.endpoint,
            adapter.build(rule.endpoint, dict(values_of(rule, world)), method=method),
            frozenset(rule.methods or ()),
            table[rule.endpoint],
        )
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint != "static" and method in (rule.methods or ())
    ]
