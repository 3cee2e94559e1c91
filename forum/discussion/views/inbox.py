"""What followers are told, and how they want to be told."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts.models import Account
from core.db import db
from forum.discussion import following, queries

blueprint = Blueprint("notices", __name__, url_prefix="/pemberitahuan")


@blueprint.get("")
def index() -> str:
    """The inbox, the topics that are followed, the wish for mail."""
    session = db.session()
    return render_template(
        "forum/discussion/inbox.html",
        notices=queries.inbox(session, current_user.id),
        topics=queries.followed_topics(session, current_user.id),
        mail=queries.wants_mail(session, current_user.id),
        address=session.get_one(Account, current_user.id).email,
    )


@blueprint.post("/dibaca")
def seen() -> Response:
    """Mark everything as read."""
    following.mark_seen(db.session(), actor_id=current_user.id)
    db.session.commit()
    return redirect(url_for(".index"), 303)


@blueprint.post("/surel")
def mail() -> Response:
    """Have notices by mail, or no longer."""
    wanted = request.form.get("surel") == "ya"
    following.set_mail(db.session(), wanted=wanted, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Pilihan Anda sudah disimpan."), "success")
    return redirect(url_for(".index"), 303)
