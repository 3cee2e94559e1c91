"""Administrators look after accounts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts import services
from core.accounts.enums import ROLE_LABELS
from core.accounts.models import Account
from core.accounts.passwords import waits_for_password
from core.accounts.queries import list_accounts
from core.accounts.second_factor import has_second_factor, remove_second_factor
from core.db import db
from core.duties.queries import duties_of
from core.errors import RembukError
from core.pages.accounts.account_forms import RoleForm, StaffAccountForm
from core.pages.duties.duty_words import duty_words
from core.policy import Role
from core.units.queries import active_units
from core.web.forms import show_refusal

blueprint = Blueprint("manage_accounts", __name__, url_prefix="/kelola/akun")


def load(account_id: int) -> Account:
    """The account at this address."""
    account = db.session().get(Account, account_id)
    if account is None or account.erased_at is not None:
        raise NotFound
    return account


def role_names() -> dict[str, str]:
    """Role -> its name in the visitor's language."""
    return {str(role): gettext(label) for role, label in ROLE_LABELS.items()}


def _page_url(page: int) -> str:
    return url_for(
        ".index", q=request.args.get("q") or None, peran=request.args.get("peran") or None, hal=page
    )


@blueprint.get("")
def index() -> str:
    """Search and page through the accounts."""
    chosen = request.args.get("peran", "")
    role = Role(chosen) if chosen in set(Role) else None
    found = list_accounts(
        db.session(),
        search=request.args.get("q", "")[:80],
        role=role,
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "core/accounts.html",
        found=found,
        roles=role_names(),
        chosen=role,
        prev_url=_page_url(found.page - 1) if found.page > 1 else None,
        next_url=_page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Open an account for somebody, who chooses the password with a printed code."""
    form = StaffAccountForm()
    form.offer(active_units(db.session()))
    if form.validate_on_submit():
        try:
            account = services.open_waiting_account(
                db.session(),
                login=form.login.data,
                name=form.name.data,
                role=form.chosen_role,
                unit_id=form.unit_id,
                actor_id=current_user.id,
            )
        except RembukError as refusal:
            show_refusal(form.login, refusal)
        else:
            db.session.commit()
            flash(gettext("Akun %(name)s sudah dibuat.", name=account.name), "success")
            return redirect(url_for("manage_codes.one", account_id=account.id), 303)
    return render_template("core/account_new.html", form=form)


@blueprint.route("/<int:account_id>", methods=["GET", "POST"])
def edit(account_id: int) -> str | Response:
    """Change role and unit."""
    account = load(account_id)
    form = RoleForm(role=account.role, unit=str(account.unit_id or ""))
    form.offer(active_units(db.session()))
    if form.validate_on_submit():
        try:
            services.change_unit(db.session(), account, unit_id=form.unit_id, actor_id=current_user.id)
            services.change_role(db.session(), account, role=form.chosen_role, actor_id=current_user.id)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.role, refusal)
        else:
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".edit", account_id=account_id), 303)
    return render_template(
        "core/account.html",
        account=account,
        form=form,
        roles=role_names(),
        waiting=waits_for_password(account),
        second_step=has_second_factor(db.session(), account_id),
        duties=duty_words(duties_of(db.session(), account_id)),
    )


@blueprint.route("/<int:account_id>/dua-langkah", methods=["GET", "POST"])
def reset_second_step(account_id: int) -> str | Response:
    """Switch the second step off for somebody who lost phone and codes, after asking once more."""
    account = load(account_id)
    if request.method == "GET":
        return render_template("core/account_second_step.html", account=account)
    remove_second_factor(db.session(), account, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Kode dua langkah %(name)s sudah dimatikan.", name=account.name), "success")
    return redirect(url_for(".edit", account_id=account_id), 303)


@blueprint.route("/<int:account_id>/nonaktifkan", methods=["GET", "POST"])
def disable(account_id: int) -> str | Response:
    """Lock an account out, after asking once more."""
    account = load(account_id)
    if request.method == "GET":
        return render_template("core/account_disable.html", account=account)
    services.set_active(db.session(), account, active=False, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Akun %(name)s sudah dinonaktifkan.", name=account.name), "success")
    return redirect(url_for(".edit", account_id=account_id), 303)


@blueprint.post("/<int:account_id>/aktifkan")
def enable(account_id: int) -> Response:
    """Let an account in again."""
    account = load(account_id)
    services.set_active(db.session(), account, active=True, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Akun %(name)s sudah aktif lagi.", name=account.name), "success")
    return redirect(url_for(".edit", account_id=account_id), 303)
