"""The log of decisions, without anybody's name; the original text for the auditor alone."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask_babel import gettext

from core.csv_writing import Cell, write_csv
from core.db import db
from core.errors import N_
from core.web.pages import site
from forum.moderation import queries
from forum.moderation.enums import ACTION_LABELS, APPEAL_LABELS, REASON_LABELS
from forum.moderation.queries import Past

blueprint = Blueprint("moderation_log", __name__, url_prefix="/kelola/moderasi/log")
_HEADS = (
    N_("Nomor keputusan"),
    N_("Dilaporkan"),
    N_("Diputuskan"),
    N_("Hari kerja"),
    N_("Tindakan"),
    N_("Alasan"),
    N_("Penjelasan untuk penulis"),
    N_("Keadaan keputusan"),
    N_("Keberatan"),
)
_LABELS = {"actions": ACTION_LABELS, "reasons": REASON_LABELS, "appeals": APPEAL_LABELS}


@blueprint.get("")
def index() -> str:
    """Every decision, the latest first."""
    action = request.args.get("tindakan", "")
    found = queries.log(db.session(), action=action, page=request.args.get("hal", 1, type=int))
    return render_template(
        "forum/moderation/manage/log.html",
        found=found,
        action=action,
        prev_url=_page_url(action, found.page - 1) if found.page > 1 else None,
        next_url=_page_url(action, found.page + 1) if found.page < found.pages else None,
        **_LABELS,
    )


def _page_url(action: str, page: int) -> str:
    return url_for(".index", tindakan=action, hal=page)


@blueprint.get("/catatan.csv")
def export() -> Response:
    """The log as a file."""
    prefix = "contoh-" if site().demo else ""
    return Response(
        stream_with_context(write_csv(_rows(queries.log(db.session()).rows))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{prefix}catatan-moderasi.csv"'},
    )


def _rows(pasts: list[Past]) -> Iterator[list[Cell]]:
    """Days, codes and the moderators' words; never a post, an author or a reporter."""
    yield [gettext(head) for head in _HEADS]
    for past in pasts:
        decision = past.decision
        yield [
            decision.key,
            decision.case.opened_on.isoformat(),
            decision.decided_on.isoformat(),
            decision.working_days,
            decision.action,
            decision.reason,
            decision.text,
            decision.state,
            past.appeal.state if past.appeal else "",
        ]


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One decision with the post as it was when it was made."""
    past = queries.logged(db.session(), key)
    return render_template("forum/moderation/manage/logged.html", past=past, **_LABELS)
