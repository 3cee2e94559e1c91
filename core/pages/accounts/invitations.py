"""Administrators invite people to make their accounts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from core.accounts.enums import ROLE_LABELS
from core.accounts.invitations import (
    MOST_SEATS,
    OFFERED_ROLES,
    Invitation,
    invite,
    list_invitations,
    registration,
    revoke_invitation,
)
from core.db import db
from core.pages.accounts.manage_accounts import role_names
from core.policy import Role
from core.units.queries import active_units
from core.web.forms import BaseForm
from core.web.pages import absolute
from core.web.qr import qr_picture

blueprint = Blueprint("invitations", __name__, url_prefix="/kelola/undangan")


class InvitationForm(BaseForm):
    """For how many, as what, until when."""

    seats = IntegerField(
        _l("Untuk berapa orang?"),
        [InputRequired(), NumberRange(min=1, max=MOST_SEATS)],
        default=1,
        render_kw={"inputmode": "numeric"},
    )
    role = SelectField(_l("Peran"), [InputRequired()])
    unit = SelectField(_l("Unit"))
    days = SelectField(_l("Berlaku"), [InputRequired()])

    def offer(self) -> None:
        """Fill in what may be chosen."""
        self.role.choices = [(str(role), gettext(ROLE_LABELS[role])) for role in OFFERED_ROLES]
        units = active_units(db.session())
        self.unit.choices = [("", gettext("Tanpa unit")), *((str(unit.id), unit.name) for unit in units)]
        self.days.choices = [
            (str(days), gettext("%(count)s hari", count=days)) for days in (7, 1, 14, 30, 90)
        ]


def load(number: int) -> Invitation:
    """The invitation at this address."""
    invitation = db.session().get(Invitation, number)
    if invitation is None:
        raise NotFound
    return invitation


@blueprint.get("")
def index() -> str:
    """Page through the invitations."""
    found = list_invitations(db.session(), page=request.args.get("hal", 1, type=int))
    return render_template(
        "core/invitations.html",
        found=found,
        roles=role_names(),
        registration=registration(db.session()),
        prev_url=url_for(".index", hal=found.page - 1) if found.page > 1 else None,
        next_url=url_for(".index", hal=found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str:
    """Make a link; it is shown once, on paper or screen."""
    form = InvitationForm()
    form.offer()
    if form.validate_on_submit():
        invitation, token = invite(
            db.session(),
            role=Role(form.role.data),
            unit_id=int(form.unit.data) if form.unit.data else None,
            seats=form.seats.data,
            days=int(form.days.data),
            actor_id=current_user.id,
        )
        db.session.commit()
        link = absolute(url_for("accounts.invited", token=token))
        return render_template(
            "core/invitation_link.html", invitation=invitation, link=link, picture=qr_picture(link)
        )
    return render_template("core/invitation_form.html", form=form)


@blueprint.route("/<int:number>/cabut", methods=["GET", "POST"])
def revoke(number: int) -> str | Response:
    """Take an invitation back, after asking once more."""
    invitation = load(number)
    if request.method == "GET":
        return render_template("core/invitation_revoke.html", invitation=invitation)
    revoke_invitation(db.session(), invitation, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Undangan sudah dicabut. Akun yang sudah dibuat tetap ada."), "success")
    return redirect(url_for(".index"), 303)
