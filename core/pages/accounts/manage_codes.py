"""One-time codes on paper: for one person, or sheets for many who log in for the first time."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts.models import Account
from core.accounts.one_time import VALID_FOR, CodePurpose, issue_codes
from core.accounts.passwords import waits_for_password
from core.accounts.queries import list_waiting, waiting_accounts
from core.base import utc_now
from core.db import db
from core.pages.accounts.manage_accounts import load
from core.units.queries import active_units
from core.web.pages import absolute
from core.web.qr import qr_picture

blueprint = Blueprint("manage_codes", __name__, url_prefix="/kelola/akun")
MOST = 500


def _sheet(accounts: Sequence[Account], purpose: CodePurpose, back_url: str) -> str:
    """Fresh codes, shown in this answer and never again."""
    codes = issue_codes(db.session(), accounts, purpose=purpose, actor_id=current_user.id)
    slips = [(account.name, account.login, codes[account.id]) for account in accounts]
    db.session.commit()
    address = absolute(url_for("accounts.login"))
    return render_template(
        "core/code_slips.html",
        slips=slips,
        address=address,
        picture=qr_picture(address),
        valid_until=utc_now() + VALID_FOR,
        first=purpose == CodePurpose.FIRST,
        back_url=back_url,
    )


@blueprint.route("/<int:account_id>/kode", methods=["GET", "POST"])
def one(account_id: int) -> str:
    """Print a code for one person, after asking once more."""
    account = load(account_id)
    waiting = waits_for_password(account)
    if request.method == "GET":
        return render_template("core/account_code.html", account=account, waiting=waiting)
    purpose = CodePurpose.FIRST if waiting else CodePurpose.RESET
    return _sheet([account], purpose, url_for("manage_accounts.edit", account_id=account_id))


@blueprint.route("/kode", methods=["GET", "POST"])
def many() -> str | Response:
    """Choose among the accounts that wait for their first login, and print their codes."""
    unit_id = request.values.get("unit", type=int)
    if request.method == "POST":
        only = None if request.form.get("semua") else set(request.form.getlist("akun", type=int)[:MOST])
        accounts = waiting_accounts(db.session(), unit_id=unit_id, only=only, limit=MOST)
        if accounts:
            return _sheet(accounts, CodePurpose.FIRST, url_for(".many", unit=unit_id))
        flash(gettext("Pilih paling sedikit satu akun."), "error")
        return redirect(url_for(".many", unit=unit_id), 303)
    found = list_waiting(db.session(), unit_id=unit_id, page=request.args.get("hal", 1, type=int))
    return render_template(
        "core/waiting_accounts.html",
        found=found,
        units=active_units(db.session()),
        unit_id=unit_id,
        most=MOST,
        prev_url=url_for(".many", unit=unit_id, hal=found.page - 1) if found.page > 1 else None,
        next_url=url_for(".many", unit=unit_id, hal=found.page + 1) if found.page < found.pages else None,
    )
