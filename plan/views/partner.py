"""A training partner: the plan items that their duty names, and nothing else of the plan."""

from flask import Blueprint, render_template
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from core.db import db
from core.policy import Duty
from core.slices import DutyObject
from core.web.guard import viewer_scope
from core.web.i18n import localized
from plan.item_models import PlanItem
from plan.item_queries import item_by_key
from plan.programmes.queries import programmes_of
from plan.views.pictures import WORDS, indicator_pictures, standing_rule, way

blueprint = Blueprint("partner", __name__, url_prefix="/kelola/program-saya")
KIND = "plan_item"


def duty_objects(session: Session) -> list[DutyObject]:
    """The plan items that a partner can be named for, the newest first."""
    items = session.scalars(select(PlanItem).order_by(PlanItem.id.desc()))
    return [DutyObject(KIND, item.key, localized(item, "title") or gettext("Tanpa judul")) for item in items]


@blueprint.get("")
def index() -> str:
    """The items of this partner."""
    keys = [key for kind, key in viewer_scope(Duty.PARTNER).objects if kind == KIND]
    items = db.session.scalars(select(PlanItem).where(PlanItem.key.in_(keys)).order_by(PlanItem.id))
    return render_template("plan/partner.html", items=items.all(), words=WORDS)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One of them with its indicators; another item does not exist for them."""
    if not viewer_scope(Duty.PARTNER).covers_object(KIND, key):
        raise NotFound
    item = item_by_key(db.session(), key)
    return render_template(
        "plan/partner_item.html",
        item=item,
        pictures=indicator_pictures(item),
        rule=standing_rule(),
        way=way(item),
        programmes=programmes_of(db.session(), item, public=True),
        words=WORDS,
    )
