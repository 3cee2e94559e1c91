"""The periodic job that closes consultations whose last day is over."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from core.base import utc_now
from core.slices import JobEffect
from plan.consulting.versions import close_due

CLOSE_CONSULTATIONS = "plan.close_consultations"


def close_handler(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """By the office's own calendar."""
    zone: ZoneInfo = current_app.config["REMBUK_SETTINGS"].timezone

    def effect(writing: Session) -> Mapping[str, object]:
        now: datetime = utc_now().astimezone(zone)
        return {"closed": close_due(writing, today=now.date())}

    return effect
