"""Make one account of two that belong to the same person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts.merging import merge_accounts, what_moves
from core.accounts.queries import list_accounts
from core.db import db
from core.keeping import PersonalData
from core.pages.accounts.manage_accounts import load, role_names
from core.web.pages import slices

blueprint = Blueprint("manage_merge", __name__, url_prefix="/kelola/akun/<int:account_id>/gabung")


def everything_kept() -> list[PersonalData]:
    """What every slice keeps about the holder of an account."""
    return [data for s in slices() for data in s.personal_data]


@blueprint.get("")
def choose(account_id: int) -> str:
    """Find the account that stays."""
    account, search = load(account_id), request.args.get("q", "")[:80]
    found = list_accounts(db.session(), search=search, page=request.args.get("hal", 1, type=int))

    def page_url(page: int) -> str:
        return url_for(".choose", account_id=account_id, q=search or None, hal=page)

    return render_template(
        "core/merge_choose.html",
        account=account,
        found=found,
        roles=role_names(),
        prev_url=page_url(found.page - 1) if found.page > 1 else None,
        next_url=page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/<int:into_id>", methods=["GET", "POST"])
def confirm(account_id: int, into_id: int) -> str | Response:
    """Show what will move, then move it."""
    account, into, kept = load(account_id), load(into_id), everything_kept()
    if account_id == into_id:
        raise NotFound
    if request.method == "GET":
        moving = [(gettext(m.label), m.count) for m in what_moves(db.session(), account, kept)]
        return render_template(
            "core/merge_confirm.html", account=account, into=into, moving=moving, roles=role_names()
        )
    merge_accounts(db.session(), account, into=into, kept=kept, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Kedua akun sudah digabung."), "success")
    return redirect(url_for("manage_accounts.edit", account_id=into_id), 303)
