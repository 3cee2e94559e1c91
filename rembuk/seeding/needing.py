"""Competencies, standards of posts, what needs are about, their steps, weights, and what was handed on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.accounts.models import Account
from core.policy import Role
from core.staff.models import Post
from plan.enums import Competency
from plan.models import Need
from plan.needing import competencies, handing, shaping, stepping, weighing
from plan.needing.enums import Hand, HandoverStep, Solution, Stage
from plan.needing.models import NamedCompetency
from plan.needing.priority import Criterion
from rembuk.seeding.loading import Loading

FILE = "needing.toml"
Told = Mapping[str, Any]
_WAY = (
    (Stage.INVENTORY, Hand.PLANNER),
    (Stage.VERIFIED, Hand.SUPERIOR),
    (Stage.VALIDATED, Hand.CHECKER),
    (Stage.PRIORITISED, Hand.PLANNER),
)


def load_needing(loading: Loading) -> None:
    """The standard nine and the office's own competencies first; needs name them."""
    told = loading.seed.toml(FILE)
    actor_id = loading.actor_id(Role.PLANNER)
    competencies.add_standard_set(loading.session, actor_id=actor_id)
    for one in told["competencies"]:
        competencies.add_competency(
            loading.session,
            kind=Competency(one["kind"]),
            name_id=one["name_id"],
            name_en=one["name_en"],
            actor_id=actor_id,
        )
    known = {c.name_id: c for c in loading.session.scalars(select(NamedCompetency))}
    posts = {post.name: post for post in loading.session.scalars(select(Post))}
    for one in told["standards"]:
        levels = {known[name].id: level for name, level in one["levels"].items()}
        competencies.set_standard(loading.session, posts[one["post"]], levels=levels, actor_id=actor_id)
    for one in told["needs"]:
        _load_need(loading, one, known, posts)
    for seen, weights in enumerate(told["weights"]):
        chosen = {criterion: weights[criterion.value] for criterion in Criterion}
        weighing.save_weights(
            loading.session, loading.the_cycle, weights=chosen, seen=seen, actor_id=actor_id
        )


def _load_need(
    loading: Loading, told: Told, known: Mapping[str, NamedCompetency], posts: Mapping[str, Post]
) -> None:
    need, actor_id = loading.needs[told["need"]], loading.actor_id(Role.PLANNER)
    competency, post = told.get("competency"), told.get("post")
    details = shaping.NeedDetails(
        solution=Solution(told["solution"]),
        addressee=told.get("addressee", ""),
        competency_id=known[competency].id if competency else None,
        post_id=posts[post].id if post else None,
        actual_level=told.get("actual_level"),
        level_found=told.get("level_found", ""),
    )
    units = [loading.units[key] for key in told["units"]]
    shaping.describe_need(loading.session, need, details=details, units=units, actor_id=actor_id)
    arguments = shaping.Arguments(
        skm_element=told.get("skm_element", ""),
        legal_basis=told.get("legal_basis", ""),
        urgency=told["urgency"],
        urgency_reason=told["urgency_reason"],
    )
    shaping.argue_need(loading.session, need, arguments=arguments, actor_id=actor_id)
    _take(loading, need, Stage(told["stage"]))
    for step in told.get("handovers", []):
        handing.note_handover(
            loading.session,
            need,
            step=HandoverStep(step["step"]),
            on=date.fromisoformat(step["on"]),
            text=step["text"],
            actor_id=actor_id,
        )


def _take(loading: Loading, need: Need, wanted: Stage) -> None:
    """To the stage that the seed says, each step by who holds that duty in the seed."""
    holders = {Hand.SUPERIOR: "superior", Hand.CHECKER: "checker"}
    logins = {told["duty"]: told["login"] for told in loading.seed.list_of("duties")}
    for after, hand in _WAY:
        if need.stage == wanted:
            return
        actor_id = loading.actor_id(Role.PLANNER)
        if hand in holders:
            login = logins[holders[hand]]
            actor_id = loading.session.scalars(select(Account.id).where(Account.login == login)).one()
        stepping.move_need(
            loading.session, need, before=Stage(need.stage), after=after, hand=hand, actor_id=actor_id
        )
