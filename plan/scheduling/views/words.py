"""Totals and warnings in the visitor's words."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext

from core.cycles.models import Cycle
from core.db import db
from core.web.i18n import localized
from core.web.pages import number, plain_date
from core.web.server import today
from plan.item_models import PlanItem
from plan.scheduling.queries import Warned, duty_of, totals_of, warnings_of


def office_zone() -> ZoneInfo:
    """Where the office is."""
    zone: ZoneInfo = current_app.config["REMBUK_SETTINGS"].timezone
    return zone


def totals_page(cycle: Cycle, items: Sequence[PlanItem]) -> Mapping[str, object]:
    """What the box of totals shows."""
    session = db.session()
    return {"totals": totals_of(session, items), "duty": duty_of(session, cycle.id)}


def schedule_warnings(cycle: Cycle, items: Sequence[PlanItem], only: PlanItem | None = None) -> list[str]:
    """Each clash in a sentence; `only` those that an item is part of."""
    found = warnings_of(db.session(), cycle, items, zone=office_zone(), today=today())
    return [_sentence(warned) for warned in found if only is None or warned.concerns(only)]


def _sentence(warned: Warned) -> str:
    crowd = warned.crowd
    days = plain_date(crowd.first)
    if crowd.last != crowd.first:
        days = gettext("%(first)s sampai %(last)s", first=days, last=plain_date(crowd.last))
    return str(
        gettext(
            "%(unit)s, %(days)s: sekitar %(away)s dari %(staff)s pegawai mengikuti kegiatan pada hari yang "
            "sama, jadi loket tidak terjaga (%(what)s).",
            unit=warned.unit,
            days=days,
            away=number(crowd.away),
            staff=number(crowd.staff),
            what="; ".join(dict.fromkeys(localized(one, "title") for one in crowd.busy)),
        )
    )
