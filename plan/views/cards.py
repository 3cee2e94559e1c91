"""What the plan has open for a visitor, and what it has to show about a cycle."""

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import is_open
from core.cycles.services import current_cycle
from core.slices import HomeCard, Viewer
from core.web.guard import may_call
from core.web.pages import number
from plan.item_queries import items_of_cycle, needs_of_cycle, progress_of
from plan.theme_queries import newest_done, waiting_themes
from surveys.enums import PURPOSE_LABELS, Purpose


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """For planners: themes that wait for a decision."""
    cycle = current_cycle(session)
    if cycle is None or not may_call("decisions.accept") or not is_open(cycle, Action.DECIDE_THEMES):
        return []
    return [card for purpose in Purpose if (card := _waiting_card(session, cycle, purpose))]


def _waiting_card(session: Session, cycle: Cycle, purpose: Purpose) -> HomeCard | None:
    run = newest_done(session, cycle.id, purpose)
    waiting = waiting_themes(session, run) if run else 0
    if run is None or not waiting:
        return None
    return HomeCard(
        title=gettext("Tema menunggu keputusan"),
        text=ngettext(
            "%(count)s tema menunggu keputusan Anda.",
            "%(count)s tema menunggu keputusan Anda.",
            waiting,
            count=number(waiting),
        ),
        url=url_for("themes.show", run_id=run.id),
        action=gettext("Baca dan putuskan"),
        badge=gettext(PURPOSE_LABELS[purpose]),
        order=20,
    )


def cycle_cards(session: Session, cycle_id: int) -> list[HomeCard]:
    """The needs that contributions of this cycle have led to, and the plan made of them."""
    needs = needs_of_cycle(session, cycle_id)
    if not needs:
        return _plan_cards(session, cycle_id)
    text = ngettext(
        "%(count)s kebutuhan sudah diterima dari masukan yang terkumpul.",
        "%(count)s kebutuhan sudah diterima dari masukan yang terkumpul.",
        len(needs),
        count=number(len(needs)),
    )
    url = url_for("public_themes.index", siklus=needs[0].cycle.key)
    themes = HomeCard(gettext("Tema dan kebutuhan"), text, url, gettext("Lihat kebutuhan"), order=30)
    return [themes, *_plan_cards(session, cycle_id)]


def _plan_cards(session: Session, cycle_id: int) -> list[HomeCard]:
    """How far the public plan has come."""
    items = items_of_cycle(session, cycle_id)
    if not items:
        return []
    progress = progress_of(items)
    text = ngettext(
        "%(done)s dari %(items)s butir sudah dilaksanakan; %(reached)s dari %(all)s indikator tercapai.",
        "%(done)s dari %(items)s butir sudah dilaksanakan; %(reached)s dari %(all)s indikator tercapai.",
        progress.items,
        done=number(progress.carried_out),
        items=number(progress.items),
        reached=number(progress.reached),
        all=number(progress.indicators),
    )
    url = url_for("public_plan.index", siklus=items[0].cycle.key)
    return [HomeCard(gettext("Rencana"), text, url, gettext("Lihat rencana"), order=40)]
