"""What everybody may read: the needs of a cycle, and the theme behind each."""

from flask import Blueprint, render_template, request

from core.db import db
from forum.discussion.enums import About
from forum.discussion.queries import topics_about
from plan import theme_queries as queries
from plan import theme_voices as voices
from plan.item_queries import all_cycles, cycle_for, items_of_need
from plan.item_rules import QUOTES_FROM
from plan.needing.handing import handover_of
from plan.views.pictures import WORDS as ITEM_WORDS
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS
from plan.workbench.memory import memory_of

blueprint = Blueprint("public_themes", __name__, url_prefix="/tema")


@blueprint.get("")
def index() -> str:
    """The accepted themes of a cycle."""
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    return render_template(
        "plan/theme_public_index.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        rows=queries.needs_with_figures(db.session(), cycle.id) if cycle else [],
        quotes_from=QUOTES_FROM,
        words=WORDS,
    )


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """An accepted theme: how many spoke of it, in which words, and what became of it."""
    need = queries.public_need(db.session(), key)
    return render_template(
        "plan/theme_public.html",
        need=need,
        people=need.people,
        memory=memory_of(db.session(), need.theme) if need.theme else None,
        quotes_from=QUOTES_FROM,
        quotes=voices.quotes_of_need(db.session(), need, contribution_sources()),
        gone=voices.gone_quotes_of_need(db.session(), need, contribution_sources()),
        items=items_of_need(db.session(), need),
        handover=handover_of(db.session(), need),
        topics=topics_about(db.session(), About.THEME, key),
        words=WORDS,
        item_words=ITEM_WORDS,
    )
