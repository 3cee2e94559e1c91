"""What everybody may know: moderation in numbers, and the house rules."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.site import change_site, site_values
from core.web.i18n import language
from forum.moderation.enums import ACTION_LABELS, APPEAL_LABELS, REASON_LABELS
from forum.moderation.forms import HouseRulesForm
from forum.moderation.house_rules import DEFAULT_RULES, own_rules, reminder_days
from forum.moderation.tally import tally

blueprint = Blueprint("public_moderation", __name__, url_prefix="/forum")
manage = Blueprint("house_rules", __name__, url_prefix="/kelola/tata-tertib")


@blueprint.get("/moderasi")
def figures() -> str:
    """Numbers by reason and decision."""
    return render_template(
        "forum/moderation/tally.html",
        tally=tally(db.session()),
        reasons=REASON_LABELS,
        actions=ACTION_LABELS,
        appeals=APPEAL_LABELS,
    )


@blueprint.get("/tata-tertib")
def house_rules() -> str:
    """The rules of the house."""
    text = own_rules(site_values(db.session()), language()) or gettext(DEFAULT_RULES)
    return render_template("forum/moderation/house_rules.html", text=text)


@manage.route("", methods=["GET", "POST"])
def edit() -> str | Response:
    """Write the office's own rules; say when moderators are reminded."""
    values = site_values(db.session())
    form = HouseRulesForm(
        rules_id=values.get("forum_rules_id", ""),
        rules_en=values.get("forum_rules_en", ""),
        days=reminder_days(values),
    )
    if form.validate_on_submit():
        change_site(db.session(), form.values(), actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(".edit"), 303)
    return render_template(
        "forum/moderation/house_rules_form.html", form=form, default=gettext(DEFAULT_RULES)
    )
