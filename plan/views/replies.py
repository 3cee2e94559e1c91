"""Staff pages of Keputusan: how far the answering has come, and one reply for several contributions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.contributions import ContributionRef
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import is_open
from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.pages import number
from plan.item_queries import all_cycles, cycle_for
from plan.replies import figures
from plan.replies.enums import REPLY_LABELS, ReplyKind
from plan.replies.forms import ReplyForm
from plan.replies.services import reply_to
from plan.theme_voices import fetch_all, voices_of_refs
from plan.views.pictures import WORDS as ITEM_WORDS
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources

blueprint = Blueprint("replies", __name__, url_prefix="/kelola/keputusan")
CHECK, SAVE = "periksa", "simpan"
KIND_LABELS = {
    "survey_answer": N_("Jawaban survei dan masukan layanan"),
    "workshop_note": N_("Catatan workshop"),
    "room_answer": N_("Jawaban di ruang workshop"),
    "topic_post": N_("Tulisan di diskusi"),
}


@blueprint.get("")
def index() -> str:
    """Coverage, days to the answer, and what hangs loose on either side."""
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    kind = request.args.get("jenis", "")
    return render_template(
        "plan/replies.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        kind=kind,
        labels=KIND_LABELS,
        words=ITEM_WORDS,
        **(_of_cycle(cycle, kind) if cycle else {}),
    )


def _of_cycle(cycle: Cycle, kind: str) -> dict[str, object]:
    session, page = db.session(), request.args.get("halaman", 1, type=int)
    waiting, sources = figures.unanswered(cycle.id, kind=kind), contribution_sources()
    counted = figures.figures_of(session, cycle.id)
    total = counted.left if not kind else None
    return {
        "figures": counted,
        "kinds": figures.kinds_read(session, cycle.id, [source.kind for source in sources]),
        "page": voices_of_refs(session, waiting, sources, number=page, total=total),
        "loose_items": figures.items_without_contributions(session, cycle.id),
        "may_decide": is_open(cycle, Action.DECIDE_THEMES),
        "pick": pick,
        "all_ticked": request.args.get("semua") == "1",
    }


def pick(ref: ContributionRef) -> str:
    """A contribution as the value of a box."""
    return f"{ref.kind}:{ref.key}:{ref.field}"


def _picked() -> list[ContributionRef]:
    parts = [value.split(":", 2) for value in request.form.getlist("pilih")]
    if any(len(each) != len(("kind", "key", "field")) for each in parts):
        raise NotFound(N_("Salah satu masukan itu tidak ada di siklus ini. Muat ulang daftarnya."))
    return [ContributionRef(*each) for each in parts]


@blueprint.post("/tulis")
def write() -> str | Response:
    """Write a reply for what was ticked, look at it once more, save it."""
    form, refs = ReplyForm().offer(), _picked()
    cycle = cycle_for(db.session(), form.cycle.data)
    if cycle is None or not refs:
        flash(gettext("Pilih sedikitnya satu masukan."), "warning")
        return redirect(url_for("replies.index", siklus=form.cycle.data or None), 303)
    step = request.form.get("step")  # the button that was pressed; none where the boxes were ticked
    sure = step in (CHECK, SAVE) and form.validate_on_submit()
    if sure and step == SAVE:
        if (saved := _save(form, cycle, refs)) is not None:
            return saved
        sure = False
    return _page(form, cycle, refs, sure=sure)


def _save(form: ReplyForm, cycle: Cycle, refs: list[ContributionRef]) -> Response | None:
    try:
        reply_to(
            db.session(),
            cycle,
            refs,
            kind=ReplyKind(form.kind.data),
            reason=form.reason.data,
            addressee=form.addressee.data,
            actor_id=current_user.id,
        )
        db.session.commit()
    except RembukError as refusal:
        show_refusal(form, refusal)
        return None
    told = ngettext(
        "%(count)s masukan dijawab.", "%(count)s masukan dijawab.", len(refs), count=number(len(refs))
    )
    flash(told, "success")
    return redirect(url_for("replies.index", siklus=cycle.key), 303)


def _page(form: ReplyForm, cycle: Cycle, refs: list[ContributionRef], *, sure: bool) -> str:
    said = fetch_all(db.session(), refs, contribution_sources())
    return render_template(
        "plan/reply_write.html",
        form=form,
        cycle=cycle,
        picks=[pick(ref) for ref in refs],
        said=list(said.values()),
        sure=sure,
        label=REPLY_LABELS[ReplyKind(form.kind.data)] if sure else "",
    )
