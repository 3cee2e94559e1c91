"""Staff decide when people are reminded, tell them of a change, and write to them by WhatsApp."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.outreach.whatsapp import chat_link, share_link
from core.web.forms import show_refusal
from core.web.i18n import language
from forum.calls import chatting, letters, notices, queries, reminders, services
from forum.calls.enums import CHAT_LABELS, Notice
from forum.calls.forms import DaysForm, TickForm
from forum.calls.times import moment_text, span_text
from forum.calls.views.office import office_of, phone_region
from forum.workshops.models import Workshop
from forum.workshops.views.common import load

blueprint = Blueprint("workshop_reminding", __name__, url_prefix="/kelola/workshop/<string:key>")
WORDS = {
    Notice.INVITATION: "chat_invitation",
    Notice.WA_REMINDER: "chat_reminder",
    Notice.WA_OFFER: "chat_offer",
}


@blueprint.route("/pengingat", methods=["GET", "POST"])
def days(key: str) -> str | Response:
    """On which days; and what has changed that nobody was told of."""
    workshop, session = load(key), db.session()
    form = DaysForm(days=", ".join(map(str, reminders.days_of(session, workshop))))
    if form.validate_on_submit():
        try:
            services.set_reminder_days(session, workshop, days=form.numbers(), actor_id=current_user.id)
        except RembukError as refusal:
            session.rollback()
            show_refusal(form.days, refusal)
        else:
            session.commit()
            flash(gettext("Hari pengingat sudah disimpan."), "success")
            return redirect(url_for(".days", key=key), 303)
    return render_template(
        "forum/calls/days.html",
        workshop=workshop,
        form=form,
        told=notices.is_told(session, workshop),
        plan=_plan(workshop),
    )


def _plan(workshop: Workshop) -> list[tuple[str, list[str]]]:
    """Each session with the times at which people are reminded of it."""
    office, usual = office_of(db.session(), language()), reminders.days_of(db.session(), workshop)
    lang, tz = office.lang, office.tz
    return [
        (
            span_text(one, lang, tz),
            [moment_text(mark.at, lang, tz) for mark in reminders.marks_of(one, usual, tz)],
        )
        for one in workshop.sessions
    ]


@blueprint.post("/pengingat/perubahan")
def tell_change(key: str) -> Response:
    """Everybody who registered learns of the new time or place."""
    workshop = load(key)
    notices.tell_change(db.session(), workshop, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Peserta sedang diberi tahu lewat surel."), "success")
    return redirect(url_for(".days", key=key), 303)


@blueprint.get("/whatsapp")
def chats(key: str) -> str:
    """Whom to write to, each with a link that opens the chat with the text typed in."""
    workshop, session = load(key), db.session()
    office, region = office_of(session, language()), phone_region()
    found = queries.chats(session, workshop)

    def link(chat: queries.Chat) -> str:
        until = chat.registration.offered_until if chat.registration else None
        text = letters.chat(WORDS[chat.kind], workshop, office, name=chat.name, time=until)
        return chat_link(chat.phone, text, region=region)

    return render_template(
        "forum/calls/chats.html",
        workshop=workshop,
        rows=[(chat, link(chat)) for chat in found],
        done=queries.ticked(session, found),
        kinds={str(kind): gettext(label) for kind, label in CHAT_LABELS.items()},
        share=share_link(letters.chat("chat_share", workshop, office, name="")),
        share_text=letters.chat("chat_share", workshop, office, name=""),
    )


@blueprint.post("/whatsapp/sudah")
def tick(key: str) -> Response:
    """Note that somebody wrote it."""
    workshop, form = load(key), TickForm()
    if form.validate_on_submit():
        chatting.tick_chat(
            db.session(), workshop, kind=form.kind.data, who=form.who.data, actor_id=current_user.id
        )
        db.session.commit()
        flash(gettext("Dicatat."), "success")
    return redirect(url_for(".chats", key=key), 303)
