"""The periodic job that tells followers what moved, and what followers are to the holder of an account."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_
from core.keeping import PersonalData
from core.web.i18n import localized
from core.web.server import secret
from plan.enums import ITEM_STATE_LABELS, ItemState
from plan.following.models import Follower
from plan.following.news import Event
from plan.following.services import address_hmac, keep_wide
from plan.following.telling import due_news, tell

TELL_NEWS = "plan.tell_news"


def tell_news(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """Find what followers have not been told; the effect tells it."""
    today = utc_now().astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
    due = due_news(session, today=today)

    def effect(writing: Session) -> Mapping[str, object] | None:
        keep_wide(writing)
        if not due:
            return None
        return {"told": tell(writing, due, today=today, secret=secret(), speak=_letter)}

    return effect


def _letter(lang: str, events: Sequence[Event], token: str) -> tuple[str, str]:
    """Subject and body: what everybody can read on the public pages, and how to stop."""
    base = current_app.config["REMBUK_SETTINGS"].base_url
    # A context of its own: the language must not reach what another thread of the worker does.
    with current_app.test_request_context(), force_locale(lang):
        lines = [f"- {_line(event)}\n  {base}{event.path}" for event in events]
        body = gettext(
            "Ada perkembangan pada hal yang Anda ikuti di Rembuk:\n\n%(news)s\n\n"
            "Berhenti menerima kabar dan hapus alamat ini:\n%(stop)s",
            news="\n".join(lines),
            stop=f"{base}{url_for('news.stop', token=token)}",
        )
        return gettext("Kabar dari Rembuk"), body


def _line(event: Event) -> str:
    state = gettext(ITEM_STATE_LABELS[ItemState(event.state)]) if event.state else ""
    return str(gettext(event.said, title=localized(event, "title"), state=state))


def _own(session: Session, account_id: int) -> str:
    address = session.scalar(select(Account.email).where(Account.id == account_id)) or ""
    return address_hmac(address, secret=secret()) if address else ""


def _collect(session: Session, account_id: int) -> object:
    """What the account's address follows; the row names no account, the address alone leads to it."""
    rows = select(Follower.topic_kind, Follower.topic_key, Follower.lang, Follower.confirmed_on)
    found = session.execute(rows.where(Follower.address_hmac == _own(session, account_id)))
    return [
        {"topic_kind": kind, "topic_key": key, "lang": lang, "confirmed_on": day.isoformat()}
        for kind, key, lang, day in found
    ]


def _erase(session: Session, account_id: int) -> None:
    session.execute(delete(Follower).where(Follower.address_hmac == _own(session, account_id)))


def _merge(_session: Session, _old: int, _new: int) -> None:
    """A follower is an address, not an account."""


PERSONAL_DATA = PersonalData(
    "news",
    N_("Kabar yang Anda minta lewat surel"),
    frozenset({"follower.address_hmac"}),
    _collect,
    _erase,
    _merge,
)
