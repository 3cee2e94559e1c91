"""The poster for the counter: what people said beside what the office does about it. One page A4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from core.cycles.models import Cycle
from core.db import db
from core.web.own_files import read_own_file
from core.web.pages import absolute, plain_date
from core.web.qr import qr_picture
from forum.attendance.pdf import can_make_pdf, make_pdf
from plan.enums import ITEM_STATE_LABELS, ItemState
from plan.indicators import read
from plan.item_models import PlanItem
from plan.item_queries import NeedVoice, cycle_for
from plan.item_rules import STOPPED, WAY
from plan.public_queries import voices_of_needs, whole_plan
from plan.views.plain_words import result
from plan.views.sources import contribution_sources

blueprint = Blueprint("public_poster", __name__, url_prefix="/rencana")
# So many rows fit a page with their quotes.
_ROWS = 4
_LONGEST_QUOTE = 110


@dataclass(frozen=True)
class PosterRow:
    """One line of the plan: the needs with how many spoke of each (None: too few to tell), and what is done."""

    item: PlanItem
    said: tuple[NeedVoice, ...]
    quote: str
    state: str
    results: tuple[str, ...]


def poster_rows(items: Sequence[PlanItem], voices: Mapping[int, NeedVoice]) -> list[PosterRow]:
    """The lines that go ahead, the furthest first; each with one short quote of its own."""
    going = [item for item in items if item.state not in STOPPED and item.needs]
    order = {state: -number for number, state in enumerate(WAY)}
    rows: list[PosterRow] = []
    for item in sorted(going, key=lambda i: (order[ItemState(i.state)], i.id)):
        rows.append(_row(item, voices, {row.quote for row in rows}))
    return rows


def _row(item: PlanItem, voices: Mapping[int, NeedVoice], shown: set[str]) -> PosterRow:
    said = tuple(voices[need.id] for need in item.needs)
    short = [
        quote
        for voice in said
        for quote in voice.quotes
        if len(quote) <= _LONGEST_QUOTE and quote not in shown
    ]
    state = gettext(ITEM_STATE_LABELS[ItemState(item.state)])
    if item.steps:
        state = gettext("%(state)s, %(date)s", state=state, date=plain_date(item.steps[-1].on))
    measured = [i for i in item.indicators if read(i).latest is not None]
    return PosterRow(item, said, short[0] if short else "", state, tuple(result(i) for i in measured[:2]))


def _asked_cycle() -> Cycle:
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        raise NotFound
    return cycle


def _paper(cycle: Cycle) -> str:
    items = whole_plan(db.session(), cycle.id)
    needs = list({need.id: need for item in items for need in item.needs}.values())
    rows = poster_rows(items, voices_of_needs(db.session(), needs, contribution_sources()))
    address = absolute(url_for("public_plan.index", siklus=cycle.key))
    return render_template(
        "plan/poster.html",
        cycle=cycle,
        rows=rows[:_ROWS],
        more=len(rows[_ROWS:]),
        address=address,
        picture=qr_picture(address),
        with_pdf=can_make_pdf(),
    )


@blueprint.get("/poster")
def show() -> str:
    """The poster as it is printed; never an item's address, those end in a random part."""
    return _paper(_asked_cycle())


@blueprint.get("/poster.pdf")
def pdf() -> Response:
    """The same as a file, where this installation makes PDF."""
    cycle = _asked_cycle()
    if not can_make_pdf():
        raise NotFound
    content = make_pdf(_paper(cycle), read=read_own_file, base_url=absolute("/"))
    answer = Response(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="poster-{cycle.key}.pdf"'
    return answer
