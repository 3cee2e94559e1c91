"""The audit log for administrators and auditors; auditors see no identities."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, render_template, request, stream_with_context, url_for
from flask_babel import gettext
from flask_login import current_user

from core import audit
from core.csv_writing import Cell, write_csv
from core.db import db
from core.errors import N_
from core.pages.rights.audit_words import action_words, actor_word, fact_words, sentence
from core.policy import Role
from core.rights.audit_queries import Event, Wanted, all_events, count_events, find_actor, list_events
from core.web.guard import viewer_role
from core.web.pages import date_time, site

blueprint = Blueprint("audit", __name__, url_prefix="/kelola/audit")
_HEADS = (
    N_("Waktu"),
    N_("Nomor akun"),
    N_("Pelaku"),
    N_("Tindakan"),
    N_("Jenis objek"),
    N_("Kode objek"),
    N_("Rincian"),
)
FILTERS = ("siapa", "tindakan", "jenis", "objek", "dari", "sampai")


def _sees_names() -> bool:
    return viewer_role() == Role.ADMINISTRATOR


def _day(text: str, *, after: bool = False) -> datetime | None:
    """The beginning of a day at the office, or its end; None for what is no day."""
    try:
        day = date.fromisoformat(text)
        start = datetime.combine(day + timedelta(days=int(after)), time.min)
    except (ValueError, OverflowError):
        return None
    if not 2000 <= day.year <= 2999:
        return None
    return start.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """The filter that somebody filled in."""
    return Wanted(
        actor_id=find_actor(db.session(), asked.get("siapa", "")[:80], by_login=_sees_names()),
        action=asked.get("tindakan", "")[:80],
        kind=asked.get("jenis", "")[:80],
        key=asked.get("objek", "").strip()[:120],
        since=_day(asked.get("dari", "")),
        until=_day(asked.get("sampai", ""), after=True),
    )


def _shown(event: Event) -> Event:
    return event if _sees_names() else event.without_name()


@blueprint.get("")
def index() -> str:
    """Newest first, twenty-five on a page."""
    found = list_events(db.session(), wanted_of(request.args), page=request.args.get("hal", 1, type=int))
    asked = {name: request.args[name][:120] for name in FILTERS if request.args.get(name)}
    words = action_words()
    lines = [(event, sentence(event, words), fact_words(event)) for event in map(_shown, found.rows)]
    return render_template(
        "core/audit.html",
        found=found,
        lines=lines,
        words=sorted(words.items(), key=lambda pair: pair[1].casefold()),
        asked=asked,
        sees_names=_sees_names(),
        prev_url=url_for(".index", **asked, hal=found.page - 1) if found.page > 1 else None,  # type: ignore[arg-type]
        next_url=url_for(".index", **asked, hal=found.page + 1) if found.page < found.pages else None,  # type: ignore[arg-type]
    )


def _rows(wanted: Wanted) -> Iterator[Sequence[Cell]]:
    words = action_words()
    yield [gettext(head) for head in _HEADS]
    for event in map(_shown, all_events(db.session(), wanted)):
        yield [
            date_time(event.at),
            event.actor.id if event.actor else "",
            actor_word(event.actor),
            words.get(event.action, event.action),
            event.kind,
            event.key,
            "; ".join(fact_words(event)),
        ]


@blueprint.post("/catatan.csv")
def export() -> Response:
    """What the filter finds, as a file. Taking it along is itself an event."""
    wanted = wanted_of(request.form)
    audit.record(
        db.session(),
        actor_id=current_user.id,
        action="audit.export",
        kind="audit",
        key="audit",
        rows=count_events(db.session(), wanted),
    )
    db.session.commit()
    prefix = "contoh-" if site().demo else ""
    return Response(
        stream_with_context(write_csv(_rows(wanted))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{prefix}catatan-audit.csv"'},
    )
