"""The public plan as JSON: what the pages show, and nothing else. The schema is in docs/plan-json.md."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.cycles.models import Cycle
from core.development import DEVELOPMENT_KINDS
from core.web.pages import site
from plan.indicators import read
from plan.item_models import Indicator, PlanItem
from plan.item_queries import NeedVoice, Progress, item_percent
from plan.needing.handing import Handover

SCHEMA = "rembuk-plan/1"
Json = dict[str, object]


def plan_as_json(
    cycle: Cycle,
    items: Sequence[PlanItem],
    *,
    progress: Progress,
    voices: Mapping[int, NeedVoice],
    handovers: Sequence[Handover],
) -> Json:
    """The whole of it. Amounts are decimal strings, days ISO 8601; a number below five is null."""
    return {
        "schema": SCHEMA,
        "demo": site().demo,
        "office": site().office,
        "cycle": {
            "key": cycle.key,
            "year": cycle.year,
            "title": _both(cycle, "title"),
            "goal": _both(cycle, "goal"),
        },
        "budget": str(progress.budget),
        "progress_percent": _text(progress.percent),
        "items": [_item(item, voices) for item in items],
        "beyond_training": [_handover(handover) for handover in handovers],
    }


def _both(thing: object, name: str) -> Json:
    """A text in both languages; "en" is empty where nobody translated it."""
    return {lang: getattr(thing, f"{name}_{lang}") for lang in ("id", "en")}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _item(item: PlanItem, voices: Mapping[int, NeedVoice]) -> Json:
    kind = DEVELOPMENT_KINDS[item.development_code]
    return {
        "key": item.key,
        "title": _both(item, "title"),
        "state": item.state,
        "competency": item.competency,
        "target": item.target,
        "development": {"code": kind.code, "name": _both(kind, "name")},
        "organiser": item.organiser,
        "schedule": item.schedule,
        "curriculum": item.curriculum,
        "budget": str(item.budget),
        "progress_percent": _text(item_percent(item)),
        "steps": [{"state": step.state, "on": _day(step.on), "reason": step.reason} for step in item.steps],
        "needs": [_need(voices[need.id]) for need in item.needs],
        "indicators": [_indicator(indicator) for indicator in item.indicators],
    }


def _need(voice: NeedVoice) -> Json:
    need = voice.need
    return {
        "title": _both(need, "title"),
        "contributions": voice.count,
        "quotes": list(voice.quotes),
        "units": [unit.name for unit in need.units],
        "skm_element": need.skm_element or None,
        "legal_basis": need.legal_basis or None,
        "urgency": need.urgency,
        "urgency_reason": need.urgency_reason,
    }


def _indicator(indicator: Indicator) -> Json:
    reading = read(indicator)
    return {
        "name": _both(indicator, "name"),
        "unit": indicator.measure_unit,
        "decreases": indicator.decreases,
        "baseline": str(indicator.baseline),
        "baseline_on": _day(indicator.baseline_on),
        "target": str(indicator.target),
        "source": indicator.source,
        "standing": reading.standing,
        "measurements": [{"on": _day(m.on), "value": str(m.value)} for m in indicator.measurements],
    }


def _handover(handover: Handover) -> Json:
    return {
        "title": _both(handover.need, "title"),
        "solution": handover.solution,
        "addressee": handover.addressee,
        "handed_over_on": _day(handover.sent_on),
        "answered_on": _day(handover.answered_on),
        "answer": handover.answer,
    }
