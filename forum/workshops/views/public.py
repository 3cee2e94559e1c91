"""What everybody sees of workshops."""

from flask import Blueprint, render_template

from core.base import utc_now
from core.db import db
from core.web.guard import may_call
from forum.workshops import panels, queries, rules, words
from forum.workshops.enums import AUDIENCE_LABELS, RULE_LABELS, STATE_LABELS

blueprint = Blueprint("workshops", __name__, url_prefix="/workshop")
blueprint.add_app_template_filter(words.session_time)
blueprint.add_app_template_filter(words.workshop_time)
blueprint.add_app_template_filter(words.moment_words)
blueprint.add_app_template_filter(words.clock)
blueprint.add_app_template_filter(words.seats_words)

LABELS = {"states": STATE_LABELS, "audiences": AUDIENCE_LABELS, "rules": RULE_LABELS}


@blueprint.get("")
def index() -> str:
    """Those to come, then those past; the current cycle first."""
    coming, past = rules.by_time(queries.announced(db.session()), now=utc_now())
    return render_template("forum/workshops/index.html", coming=coming, past=past, **LABELS)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """What, when, where, and for whom; what other subjects add stands below."""
    staff = may_call("manage_workshops.show")
    workshop = queries.load_workshop(db.session(), key, drafts=staff)
    return render_template(
        "forum/workshops/show.html",
        workshop=workshop,
        boxes=panels.public(workshop),
        begins=rules.begins_of,
        jp=rules.jp_of(workshop),
        closed=rules.why_closed(workshop, now=utc_now()),
        staff=staff,
        **LABELS,
    )
