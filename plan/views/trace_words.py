"""Stations of a trail in the visitor's language, as the `trail` macro wants them."""

import re
from collections.abc import Sequence

from flask import url_for
from flask_babel import format_date, gettext

from core.web.i18n import localized
from core.web.pages import number
from forum.workshops.models import Workshop
from plan.enums import ITEM_STATE_LABELS, ItemState
from plan.indicators import read
from plan.item_models import Indicator, PlanItem
from plan.models import Need, Theme
from plan.needing.handing import Handover
from plan.programmes.models import Programme
from plan.replies.enums import REPLY_LABELS, ReplyKind
from plan.replies.models import Reply
from plan.trace_steps import STEP_LABELS, StepKind, TraceStep

_GROUP = 4


def typed_code(raw: str) -> str:
    """The code in groups of four, without what would break an address."""
    letters = re.sub(r"[^0-9A-Za-z]", "", raw).upper()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP)) or "-"


def spoken_steps(steps: Sequence[TraceStep]) -> list[dict[str, str]]:
    """Every station with kind, title, text, link and state."""
    return [_spoken(step) for step in steps]


def _spoken(step: TraceStep) -> dict[str, str]:
    note = gettext(step.note) if step.note else ""
    spoken = {
        "kind": gettext(STEP_LABELS[step.kind]),
        "state": str(step.state),
        "title": gettext(step.title) if step.title else "",
        "text": " ".join(part for part in (note, step.said) if part),
        "meta": _when(step),
        "url": "",
    }
    return {**spoken, **_about(step)}


def _when(step: TraceStep) -> str:
    """The day. A day without a time is not moved into the office's time zone."""
    if step.at is None:
        return ""
    if step.kind == StepKind.CITY:
        return str(format_date(step.at, "d MMMM yyyy", rebase=False))
    return str(gettext("Diputuskan %(date)s", date=format_date(step.at, "d MMMM yyyy")))


def _about(step: TraceStep) -> dict[str, str]:
    match step.about:
        case Theme() as theme:
            return {"title": localized(theme, "name")}
        case Need() as need:
            url = url_for("public_themes.show", key=need.theme.key) if need.theme else ""
            return {"title": localized(need, "title"), "url": url}
        case Reply() as reply:
            return {"title": gettext(REPLY_LABELS[ReplyKind(reply.kind)]), "text": _answer(reply)}
        case Programme() as programme:
            return {"title": localized(programme, "title"), "text": _taught(programme)}
        case Workshop() as workshop:
            url = url_for("workshops.show", key=workshop.key)
            return {"title": localized(workshop, "title"), "url": url}
        case Handover() as handover:
            return {"title": handover.addressee, "meta": _handed(handover)}
        case PlanItem() as item if step.kind == StepKind.CITY:
            return {"title": gettext(ITEM_STATE_LABELS[ItemState(item.state)])}
        case PlanItem() as item:
            url = url_for("public_plan.show", key=item.key)
            return {"title": localized(item, "title"), "url": url}
        case Indicator() as indicator:
            return {"title": localized(indicator, "name"), "text": _measured(indicator)}
        case _:
            return {}


def _answer(reply: Reply) -> str:
    """The reason, and to whom it was passed on."""
    if not reply.addressee:
        return reply.reason
    passed_on = gettext("Diteruskan kepada %(addressee)s.", addressee=reply.addressee)
    return f"{passed_on} {reply.reason}"


def _handed(handover: Handover) -> str:
    """When a need went to its addressee, and when it was answered."""
    if handover.sent_on is None:
        return str(gettext("Belum disampaikan"))
    sent = gettext("Disampaikan %(date)s.", date=format_date(handover.sent_on, "d MMMM yyyy", rebase=False))
    if handover.answered_on is None:
        return f"{sent} {gettext('Belum ada jawaban.')}"
    answered = format_date(handover.answered_on, "d MMMM yyyy", rebase=False)
    return f"{sent} {gettext('Dijawab %(date)s.', date=answered)}"


def _taught(programme: Programme) -> str:
    """Where and when."""
    first, last = (
        format_date(day, "d MMMM yyyy", rebase=False) for day in (programme.starts_on, programme.ends_on)
    )
    days = first if first == last else gettext("%(first)s sampai %(last)s", first=first, last=last)
    return f"{programme.institution}, {days}"


def _measured(indicator: Indicator) -> str:
    latest = read(indicator).latest
    if latest is None:
        return ""
    text = gettext(
        "%(value)s %(unit)s pada %(date)s. Nilai awal %(baseline)s, target %(target)s.",
        value=number(latest.value),
        unit=indicator.measure_unit,
        date=format_date(latest.on, "d MMMM yyyy"),
        baseline=number(indicator.baseline),
        target=number(indicator.target),
    )
    return str(text)
