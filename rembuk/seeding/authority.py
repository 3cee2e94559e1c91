"""Goals, schedules in numbers, versions of the plan with voices about them, and a signed usulan."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.policy import Duty, Role
from plan.consulting import versions
from plan.consulting.enums import Stance
from plan.consulting.models import PlanComment, PlanVersion, PlanVoice
from plan.item_models import PlanItem
from plan.proposals import services
from plan.scheduling.services import add_goal
from rembuk.seeding.loading import Loading

FILE = "plan.toml"
_NUMBERS = ("starts_on", "ends_on", "jp", "participants")


def load_schedules(loading: Loading, items: Mapping[str, PlanItem]) -> None:
    """Goals, then of each item that the file names its days, hours, participants, units and goal."""
    told = loading.seed.toml(FILE)
    actor_id = loading.actor_id(Role.PLANNER)
    goals = [
        add_goal(
            loading.session,
            loading.the_cycle,
            title_id=goal["title_id"],
            title_en=goal["title_en"],
            actor_id=actor_id,
        )
        for goal in told["goals"]
    ]
    for key, schedule in told["schedules"].items():
        item = items[key]
        for name in _NUMBERS:
            setattr(item, name, schedule.get(name))
        item.goal = goals[schedule["goal"] - 1]
        item.units = [loading.units[unit] for unit in schedule.get("units", [])]
    loading.session.flush()


def load_signed(loading: Loading, items: Mapping[str, PlanItem]) -> None:
    """The first version, what the staff said about it, and the usulan that was signed after that."""
    session, told = loading.session, loading.seed.toml(FILE)
    consulted, signed = told["consulted"], told["proposal"]
    version = versions.freeze_version(session, loading.the_cycle, actor_id=loading.actor_id(Role.PLANNER))
    versions.open_consultation(
        session,
        version,
        opens_on=consulted["opens_on"],
        closes_on=consulted["closes_on"],
        actor_id=loading.actor_id(Role.PLANNER),
    )
    _add_voices(session, version, consulted["voices"])
    _add_comments(session, version, consulted["comments"])
    versions.close_consultation(session, version, actor_id=loading.actor_id(Role.PLANNER))
    proposal = services.draft_proposal(
        session,
        version,
        items=[items[key] for key in signed["items"]],
        note_number=signed["note_number"],
        note_on=signed["note_on"],
        actor_id=loading.actor_id(Role.PLANNER),
    )
    services.check_proposal(session, proposal, actor_id=_holder(loading, Duty.CHECKER))
    services.sign_proposal(
        session,
        proposal,
        number=signed["number"],
        dated=signed["dated"],
        actor_id=_holder(loading, Duty.SIGNER),
    )
    # As if it had been done on those days.
    version.made_at = _morning(consulted["frozen_on"])
    for step, day in zip(proposal.steps, ("note_on", "checked_on", "dated"), strict=True):
        step.at = _morning(signed[day])
    session.flush()


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(1), UTC)


def _holder(loading: Loading, duty: Duty) -> int:
    """The account that the seed gives a duty; duties themselves are loaded later."""
    login = next(one["login"] for one in loading.seed.list_of("duties") if one["duty"] == duty)
    return loading.session.scalars(select(Account.id).where(Account.login == login)).one()


def load_consulting(loading: Loading) -> None:
    """The second version, before the staff now."""
    told = loading.seed.toml(FILE)["consulting"]
    actor_id = loading.actor_id(Role.PLANNER)
    version = versions.freeze_version(loading.session, loading.the_cycle, actor_id=actor_id)
    versions.open_consultation(
        loading.session,
        version,
        opens_on=loading.today - timedelta(days=told["since_days"]),
        closes_on=loading.today + timedelta(days=told["until_days"]),
        actor_id=actor_id,
    )
    _add_voices(loading.session, version, told["voices"])


def _add_voices(session: Session, version: PlanVersion, told: Sequence[Mapping[str, Any]]) -> None:
    """Voices under tags of chance: the register of a demo has more people than accounts."""
    rows = [
        {
            "version_id": version.id,
            "item_key": one["item"],
            "tag": secrets.token_hex(32),
            "stance": stance,
        }
        for one in told
        for stance, number in ((Stance.ENDORSE, one["endorsed"]), (Stance.OBJECT, one["objected"]))
        for _ in range(number)
    ]
    session.execute(insert(PlanVoice), rows)


def _add_comments(session: Session, version: PlanVersion, told: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        {
            "version_id": version.id,
            "item_key": one["item"],
            "tag": secrets.token_hex(32),
            "stance": one["stance"],
            "text": one["text"],
        }
        for one in told
    ]
    session.execute(insert(PlanComment), rows)
