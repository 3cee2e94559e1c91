"""What planners decide about a proposed theme: accept, rename, merge, reject, and take it back."""

from collections.abc import Sequence

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.cycles.enums import Action
from core.cycles.rules import require_open
from core.errors import N_, Conflict, Invalid
from plan.deciding import begin_deciding
from plan.enums import ThemeState
from plan.ledger import Deed, Edges, Node, edges_from, link, unlink_select
from plan.ledger_models import NodeKind
from plan.linking import feeding, known_need, root_of
from plan.models import Need, Theme, ThemeRun
from plan.needs import IN_USE, add_contributions, add_need, drop_need, is_used, keep_only, one_at_a_time
from plan.replies.enums import DECLINING, ReplyKind
from plan.replies.rules import accepted_sentence, check_reply, merged_sentence
from plan.replies.services import reply_to_theme, retract_replies
from plan.workbench.memory import remember_name

_DECIDED = N_("Tema ini sudah diputuskan orang lain. Muat ulang halaman, lalu lihat lagi.")
_OPEN_STATES = (ThemeState.PROPOSED, ThemeState.ACCEPTED)
_UNDECIDED: dict[str, object] = {
    "state": ThemeState.PROPOSED,
    "reason": "",
    "merged_into_id": None,
    "added": None,
    "decided_by": None,
    "decided_at": None,
}


def accept_theme(
    session: Session, theme: Theme, *, title_id: str, title_en: str, reason: str = "", actor_id: int | None
) -> Need:
    """Make the theme a need, with every contribution whose main theme it is, merged themes included.

    Their writers read `reason`; without one a sentence that names the need.
    """
    begin_deciding(session, theme.run)
    if known_need(session, theme) is not None:
        raise Conflict(N_("Tema ini sudah menjadi kebutuhan dalam siklus ini. Gabungkan ke kebutuhan itu."))
    _decide(session, theme, state=ThemeState.ACCEPTED, actor_id=actor_id)
    need = add_need(session, theme, title_id=title_id, title_en=title_en)
    deed = Deed("theme.accept", actor_id)
    link(session, _node(theme), Node(NodeKind.NEED, need.key), action=deed.action, actor_id=actor_id)
    fed = feeding(session, theme)
    count = sum(add_contributions(session, need, one, deed=deed) for one in _themes(session, fed))
    told = reason.strip() or accepted_sentence(need.title_id)
    reply_to_theme(session, theme, kind=ReplyKind.ACCEPTED, reason=told, fed=fed, actor_id=actor_id)
    _record(session, theme, "theme.accept", actor_id, contributions=count)
    return need


def rename_theme(session: Session, theme: Theme, *, name_id: str, name_en: str, actor_id: int | None) -> None:
    """Give a proposed theme another name; an accepted one is renamed as a need."""
    require_open(theme.run.cycle, Action.DECIDE_THEMES)
    _change(session, theme, (ThemeState.PROPOSED,), name_id=name_id.strip(), name_en=name_en.strip())
    remember_name(session, theme, actor_id=actor_id)
    _record(session, theme, "theme.rename", actor_id)


def merge_theme(
    session: Session, theme: Theme, *, into: Theme, reason: str = "", actor_id: int | None
) -> None:
    """Let another theme speak for this one; if that is a need already, the contributions go there now."""
    begin_deciding(session, theme.run)
    session.expire(into)
    if into.id == theme.id or into.state not in _OPEN_STATES or not _comparable(theme, into):
        raise Conflict(N_("Tema tujuan tidak dapat dipilih lagi. Pilih tema lain."))
    if into.run_id != theme.run_id and into.state != ThemeState.ACCEPTED:
        raise Conflict(N_("Tema dari proses lain hanya dapat dipilih bila sudah menjadi kebutuhan."))
    fed, need = feeding(session, theme), into.need
    _decide(session, theme, state=ThemeState.MERGED, actor_id=actor_id, merged_into_id=into.id)
    deed = Deed("theme.merge", actor_id)
    link(session, _node(theme), _node(into), action=deed.action, actor_id=actor_id)
    count = 0
    if need is not None:
        count = sum(add_contributions(session, need, one, deed=deed) for one in _themes(session, fed))
    told = reason.strip() or merged_sentence(need.title_id if need is not None else into.name_id)
    reply_to_theme(session, theme, kind=ReplyKind.MERGED, reason=told, fed=fed, actor_id=actor_id)
    _record(session, theme, "theme.merge", actor_id, into=into.key, contributions=count)


def reject_theme(
    session: Session,
    theme: Theme,
    *,
    kind: ReplyKind = ReplyKind.NOT_FEASIBLE,
    reason: str,
    addressee: str = "",
    actor_id: int | None,
) -> None:
    """Do not go on with the theme. The reason is told to everybody whose contribution it holds."""
    if kind not in DECLINING:
        raise Invalid(N_("Pilih keputusan yang sesuai untuk tema yang tidak dilanjutkan."))
    check_reply(kind, reason.strip(), addressee.strip())
    begin_deciding(session, theme.run)
    _decide(session, theme, state=ThemeState.REJECTED, actor_id=actor_id, reason=reason.strip())
    fed = feeding(session, theme)
    reply_to_theme(session, theme, kind=kind, reason=reason, addressee=addressee, fed=fed, actor_id=actor_id)
    _record(session, theme, "theme.reject", actor_id)


def reopen_theme(session: Session, theme: Theme, *, actor_id: int | None) -> None:
    """Take a decision back, as long as no plan item is built on the need."""
    require_open(theme.run.cycle, Action.DECIDE_THEMES)
    one_at_a_time(session, theme.run.cycle_id)
    session.expire(theme)
    before, root = theme.state, root_of(theme)
    if before == ThemeState.PROPOSED:
        raise Conflict(_DECIDED)
    need = root.need
    if need is not None and is_used(session, need):
        raise Conflict(IN_USE)
    deed = Deed("theme.reopen", actor_id)
    unlink_select(session, edges_from(_node(theme)), deed=deed)
    if before == ThemeState.ACCEPTED and need is not None:
        drop_need(session, need, deed=deed)
        others = (Theme.merged_into_id == theme.id, Theme.run_id != theme.run_id)
        unlink_select(session, _merged_into(theme).where(*others), deed=deed)
        freed = session.scalars(update(Theme).where(*others).values(**_UNDECIDED).returning(Theme.id))
        retract_replies(session, freed.all(), actor_id=actor_id)
    told = [theme.id] if need is not None else _decided_alike(session, theme)
    retract_replies(session, told, actor_id=actor_id)
    _change(session, theme, (ThemeState(before),), **_UNDECIDED)
    if before == ThemeState.MERGED and need is not None:
        keep_only(session, need, feeding(session, root), deed=deed)
    _record(session, theme, "theme.reopen", actor_id, before=before)


def _decided_alike(session: Session, theme: Theme) -> Sequence[int]:
    """The theme in every run that carried this decision: what was told by it is taken back as a whole."""
    runs = select(ThemeRun.id).where(
        ThemeRun.cycle_id == theme.run.cycle_id, ThemeRun.purpose == theme.run.purpose
    )
    same = (Theme.theme_key == theme.theme_key, Theme.state == theme.state, Theme.run_id.in_(runs))
    return session.scalars(select(Theme.id).where(*same)).all()


def _node(theme: Theme) -> Node:
    return Node(NodeKind.THEME, theme.key)


def _merged_into(theme: Theme) -> Edges:
    """The edges of themes that were merged into this one."""
    kind = literal(NodeKind.THEME)
    return select(kind, Theme.key, literal(""), kind.label("target_kind"), literal(theme.key))


def _comparable(theme: Theme, other: Theme) -> bool:
    return (theme.run.cycle_id, theme.run.purpose) == (other.run.cycle_id, other.run.purpose)


def _decide(
    session: Session, theme: Theme, *, state: ThemeState, actor_id: int | None, **values: object
) -> None:
    _change(
        session,
        theme,
        (ThemeState.PROPOSED,),
        state=state,
        decided_by=actor_id,
        decided_at=utc_now(),
        **values,
    )
    remember_name(session, theme, actor_id=actor_id)


def _change(session: Session, theme: Theme, before: Sequence[ThemeState], **values: object) -> None:
    """The conditional UPDATE that lets only the first of two planners through."""
    changed = session.execute(
        update(Theme)
        .where(Theme.id == theme.id, Theme.state.in_(before))
        .values(**values)
        .returning(Theme.id)
    ).scalar()
    if changed is None:
        raise Conflict(_DECIDED)
    session.expire(theme)


def _themes(session: Session, ids: Sequence[int]) -> list[Theme]:
    return list(session.scalars(select(Theme).where(Theme.id.in_(ids)).order_by(Theme.id)))


def _record(session: Session, theme: Theme, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="theme", key=theme.key, **facts)
