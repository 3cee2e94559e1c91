"""Workshops with sessions and agendas, at days counted from the day of the load."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.base import utc_now
from core.policy import Role
from forum.workshops import questions, services, sessions
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.models import Workshop
from forum.workshops.services import WorkshopDetails
from forum.workshops.sessions import PartDetails, SessionDetails
from rembuk.seeding.loading import Loading

_TEXTS = ("title_id", "title_en", "about_id", "about_en", "place", "contact", "organiser")


def load_workshops(loading: Loading) -> None:
    """Each workshop, its sessions, what is asked, and how far it has come."""
    told = loading.seed.toml("workshops.toml")
    zone = ZoneInfo(told["timezone"])
    for one in told["workshops"]:
        workshop = _load_workshop(loading, one, zone)
        for session in one["sessions"]:
            _load_session(loading, workshop, session, zone)
        if one.get("usual_questions"):
            questions.add_usual(loading.session, workshop, actor_id=loading.actor_id(Role.FACILITATOR))
        _move(loading, workshop, WorkshopState(one["state"]))


def _load_workshop(loading: Loading, told: Mapping[str, Any], zone: ZoneInfo) -> Workshop:
    until = told.get("registration_until_day")
    details = WorkshopDetails(
        **{name: told[name] for name in _TEXTS},
        link=told.get("link", ""),
        audience=Audience(told["audience"]),
        development_code=told["development_code"],
        rule=Rule(told["rule"]),
        offer_hours=told["offer_hours"],
        registration_until=_moment(loading.today, until, "17:00", zone) if until is not None else None,
    )
    return services.create_workshop(
        loading.session,
        loading.the_cycle,
        details=details,
        seats=told["seats"],
        key=told["key"],
        actor_id=loading.actor_id(Role.FACILITATOR),
    )


def _load_session(loading: Loading, workshop: Workshop, told: Mapping[str, Any], zone: ZoneInfo) -> None:
    actor_id = loading.actor_id(Role.FACILITATOR)
    details = SessionDetails(
        starts_at=_moment(loading.today, told["day"], told["from"], zone),
        ends_at=_moment(loading.today, told["day"], told["to"], zone),
        title_id=told.get("title_id", ""),
        title_en=told.get("title_en", ""),
    )
    made = sessions.add_session(loading.session, workshop, details=details, actor_id=actor_id)
    for part in told["agenda"]:
        sessions.add_part(loading.session, made, details=PartDetails(**part), actor_id=actor_id)


def _move(loading: Loading, workshop: Workshop, state: WorkshopState) -> None:
    how: dict[str, Any] = {"now": utc_now(), "actor_id": loading.actor_id(Role.FACILITATOR)}
    if state in {WorkshopState.OPEN, WorkshopState.HELD}:
        services.open_registration(loading.session, workshop, **how)
    if state == WorkshopState.HELD:
        services.mark_held(loading.session, workshop, **how)


def _moment(today: date, day: int, at: str, zone: ZoneInfo) -> datetime:
    local = datetime.combine(today + timedelta(days=day), time.fromisoformat(at), tzinfo=zone)
    return local.astimezone(UTC)
