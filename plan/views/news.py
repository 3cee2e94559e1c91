"""Ask for news on the page of a trail, confirm it by mail, stop it without an account."""

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.attempts import Guess
from core.contributions import Tracked
from core.db import db
from core.errors import NotFound
from core.mail.services import send_mail
from core.outreach.whatsapp import share_link
from core.web.i18n import language, localized
from core.web.login import count_try
from core.web.pages import absolute
from core.web.server import secret, today
from core.web.throttle import guest_forms
from plan.following import services
from plan.following.enums import TopicKind
from plan.following.forms import NewsForm
from plan.following.services import Asked
from plan.following.topics import Topic, topic_for
from plan.item_rules import QUOTES_FROM
from plan.models import Need
from plan.theme_queries import need_by_key
from plan.views.sources import find_tracked
from plan.views.trace_words import typed_code

blueprint = Blueprint("news", __name__)


def mails_go_out() -> bool:
    """Without a server mails would lie on a page of the office, with the address and what it follows."""
    settings = current_app.config["REMBUK_SETTINGS"]
    return bool(settings.mail_url and settings.base_url)


def offer(found: Tracked) -> dict[str, object]:
    """What the page of a trail offers. Nothing while an answer waits: of so few the address would tell whose."""
    topic = topic_for(db.session(), found.contributions) if not found.waiting else None
    if topic is None or not (found.contributions or found.notices):
        return {"news": None}
    form = NewsForm(formdata=None, meta={"csrf": False}) if mails_go_out() else None
    return {"news": {"form": form, "topic": topic, "share": _share(topic), "least": QUOTES_FROM}}


def _share(topic: Topic) -> dict[str, str]:
    """The public page to keep, and a link that opens WhatsApp with it: the code is not in it."""
    url = absolute(_public_page(topic))
    text = gettext("Kabar tentang “%(title)s”: %(url)s", title=localized(topic, "title"), url=url)
    return {"text": text, "url": share_link(text)}


def _public_page(topic: Topic) -> str:
    if topic.kind == TopicKind.NEED:
        need: Need = need_by_key(db.session(), topic.key)
        if need.theme is not None:
            return url_for("public_themes.show", key=need.theme.key)
    return url_for("public_themes.index")


@blueprint.post("/lacak/<string:code>/kabari")
@guest_forms
def ask(code: str) -> str | tuple[str, int] | Response:
    """Send the confirm link. The answer is the same whoever has the address; nothing is stored of it here."""
    found, form = find_tracked(db.session(), code), NewsForm(meta={"csrf": False})
    topic = topic_for(db.session(), found.contributions) if found and not found.waiting else None
    if found is None or topic is None or not mails_go_out():
        abort(404)
    back = url_for("trace.show", code=typed_code(code))
    if not form.validate_on_submit():
        return render_template(
            "plan/news_ask.html", form=form, back=back, here=url_for(".ask", code=code)
        ), 422
    count_try(Guess.MAIL, form.address.data)
    _send(Asked(form.address.data, topic, language()))
    db.session.commit()
    return render_template("plan/news_sent.html", back=back)


def _send(asked: Asked) -> None:
    """A private mail: on no page of the office, and gone from the outbox once it has been sent."""
    token = services.confirm_token(asked, today=today(), secret=secret())
    body = gettext(
        "Halo,\n\nseseorang meminta kabar dari Rembuk lewat alamat ini. Buka tautan ini dalam tujuh hari bila Anda"
        " memang menginginkannya:\n%(link)s\n\nBila bukan Anda, abaikan surel ini: alamat Anda tidak disimpan.",
        link=absolute(url_for(".confirm", token=token)),
    )
    subject = gettext("Konfirmasi kabar dari Rembuk")
    send_mail(db.session(), to=asked.address, subject=subject, body=body, private=True)


@blueprint.route("/kabar/<string:token>", methods=["GET", "POST"])
def confirm(token: str) -> str | tuple[str, int]:
    """Opened from the mail: a press starts the news, so that a machine that reads mails starts nothing."""
    form = NewsForm(meta={"csrf": False})
    try:
        asked = services.read_token(db.session(), token, today=today(), secret=secret())
    except NotFound:
        return render_template("plan/news_gone.html"), 404
    if not form.is_submitted():
        return render_template("plan/news_confirm.html", token=token)
    services.confirm(db.session(), asked, today=today(), secret=secret())
    db.session.commit()
    return render_template("plan/news_confirmed.html")


@blueprint.route("/kabar/berhenti/<string:token>", methods=["GET", "POST"])
def stop(token: str) -> str | tuple[str, int] | Response:
    """Ask once more, then erase the address."""
    form = NewsForm(meta={"csrf": False})
    try:
        follower = services.require_follower(db.session(), token)
    except NotFound:
        return render_template("plan/news_gone.html"), 404
    if not form.is_submitted():
        return render_template("plan/news_stop.html", token=token)
    services.stop(db.session(), follower)
    db.session.commit()
    return redirect(url_for(".stopped"), 303)


@blueprint.get("/kabar/berhenti")
def stopped() -> str:
    """The address is erased."""
    return render_template("plan/news_stopped.html")
