"""The public plan: what the office proposes, how far it is, and the contributions behind it."""

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import NotFound

from core.csv_writing import write_csv
from core.db import db
from forum.discussion.enums import About
from forum.discussion.queries import topics_about
from plan import item_queries as queries
from plan.consulting.queries import newest_shares, versions_of
from plan.consulting.views.words import share_words
from plan.item_rules import QUOTES_FROM
from plan.needing.handing import other_needs
from plan.needing.weighing import facts_of_needs
from plan.programmes.queries import programmes_of
from plan.public_queries import voices_of_needs, whole_plan
from plan.scheduling.queries import goals_of
from plan.scheduling.views.words import totals_page
from plan.views.pictures import WORDS, indicator_pictures, short_amount, standing_rule, state_chart, way
from plan.views.plain_words import brief
from plan.views.plan_csv import plan_rows
from plan.views.plan_json import plan_as_json
from plan.views.sources import contribution_sources

blueprint = Blueprint("public_plan", __name__, url_prefix="/rencana")


@blueprint.get("")
def index() -> str:
    """The plan of the current cycle, or of the one asked for."""
    cycle = queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    items = queries.items_of_cycle(db.session(), cycle.id)
    progress = queries.progress_of(items)
    return render_template(
        "plan/public.html",
        cycle=cycle,
        cycles=queries.all_cycles(db.session()),
        items=items,
        progress=progress,
        chart=state_chart(progress),
        budget_short=short_amount(progress.budget),
        **totals_page(cycle, items),
        versions=versions_of(db.session(), cycle.id),
        goals=goals_of(db.session(), cycle.id),
        words=WORDS,
    )


@blueprint.get("/unduh")
def download() -> Response:
    """The same plan as a CSV file; never an item's address, those end in a random part."""
    cycle = queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        raise NotFound
    rows = list(plan_rows(queries.items_of_cycle(db.session(), cycle.id)))
    named = {"Content-Disposition": f'attachment; filename="rencana-{cycle.key}.csv"'}
    return Response(write_csv(rows), mimetype="text/csv", headers=named)


@blueprint.get("/unduh.json")
def download_json() -> Response:
    """The whole plan for machines: what the pages show, with the same gaps."""
    cycle = queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        raise NotFound
    items = whole_plan(db.session(), cycle.id)
    needs = list({need.id: need for item in items for need in item.needs}.values())
    plan = plan_as_json(
        cycle,
        items,
        progress=queries.progress_of(items),
        voices=voices_of_needs(db.session(), needs, contribution_sources()),
        handovers=other_needs(db.session(), cycle.id),
    )
    answer = jsonify(plan)
    answer.headers["Content-Disposition"] = f'attachment; filename="rencana-{cycle.key}.json"'
    return answer


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One line: seven columns, its way, its indicators, and the words of people behind it."""
    item = queries.public_item(db.session(), key)
    voices = queries.voices_behind(db.session(), item, contribution_sources())
    return render_template(
        "plan/public_item.html",
        item=item,
        way=way(item),
        pictures=indicator_pictures(item),
        rule=standing_rule(),
        voices=voices,
        brief=brief(item, voices, facts_of_needs(db.session(), item.cycle_id, item.needs)),
        topics=topics_about(db.session(), About.PLAN_ITEM, key),
        quotes_from=QUOTES_FROM,
        programmes=programmes_of(db.session(), item, public=True),
        share=share_words(newest_shares(db.session(), item.cycle_id).get(key)),
        words=WORDS,
    )
