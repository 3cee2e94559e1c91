"""Put contributions where they belong: move, split off, lock, release. Each holds in every later run."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import N_, Conflict, Invalid
from plan.deciding import begin_deciding
from plan.item_rules import slug
from plan.ledger import Deed
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.needs import random_key
from plan.workbench.memory import remember
from plan.workbench.models import NO_THEME_KEY, Placement
from plan.workbench.placing import REF, place

MADE_PREFIX = "tim"
_ELSEWHERE = N_("Masukan yang Anda pilih sudah dipindah orang lain. Muat ulang halaman, lalu lihat lagi.")


@dataclass(frozen=True, order=True)
class Picked:
    """A fold where somebody saw it: the number of its theme (0: belum terklasifikasi) and its key."""

    theme_id: int
    fold: str


def move_contributions(
    session: Session,
    run: ThemeRun,
    *,
    picked: Sequence[Picked],
    to: Theme | None,
    actor_id: int | None,
    reason: str = "",
) -> int:
    """Put the folds under a theme of the run, or under none, and lock them there; returns how many contributions."""
    begin_deciding(session, run)
    if to is not None:
        session.expire(to)
        if to.run_id != run.id:
            raise Conflict(N_("Tema tujuan tidak dapat dipilih lagi. Pilih tema lain."))
    chosen = _chosen(session, run, picked)
    deed = Deed("theme.move", actor_id, reason.strip())
    count = place(session, run, chosen, to, deed)
    _record(session, run, "theme.move", actor_id, into=to.key if to else NO_THEME_KEY, contributions=count)
    return count


def split_theme(
    session: Session,
    run: ThemeRun,
    *,
    picked: Sequence[Picked],
    name_id: str,
    name_en: str,
    actor_id: int | None,
    reason: str = "",
) -> Theme:
    """Make a theme of these contributions. Later runs have it, too, and look for more of its kind."""
    _need_name(name_id)
    begin_deciding(session, run)
    chosen, deed = _chosen(session, run, picked), Deed("theme.split", actor_id, reason.strip())
    return _make_theme(session, run, chosen, name_id, name_en, deed)


def split_subtheme(
    session: Session, theme: Theme, *, sub_key: str, name_id: str, name_en: str, actor_id: int | None
) -> Theme:
    """Make a sub-theme a theme of its own, with every contribution it has now."""
    _need_name(name_id)
    run = theme.run
    begin_deciding(session, run)
    chosen = (
        (ThemeAssignment.run_id == run.id)
        & (ThemeAssignment.rank == 1)
        & (ThemeAssignment.theme_id == theme.id)
        & (ThemeAssignment.sub_key == sub_key)
    )
    if not sub_key or session.scalar(select(ThemeAssignment.fold).where(chosen).limit(1)) is None:
        raise Conflict(N_("Subtema itu tidak berisi masukan lagi. Muat ulang halaman, lalu lihat lagi."))
    return _make_theme(session, run, chosen, name_id, name_en, Deed("theme.split", actor_id))


def _need_name(name_id: str) -> None:
    if not name_id.strip():
        raise Invalid(N_("Tulis nama tema yang baru."))


def _make_theme(
    session: Session, run: ThemeRun, chosen: ColumnElement[bool], name_id: str, name_en: str, deed: Deed
) -> Theme:
    theme = Theme(
        key=random_key(name_id),
        run_id=run.id,
        theme_key=f"{MADE_PREFIX}-{slug(name_id)[:40]}-{secrets.token_hex(3)}",
        name_id=name_id.strip(),
        name_en=name_en.strip(),
    )
    session.add(theme)
    session.flush()
    remember(session, theme, actor_id=deed.actor_id, made=True, name_id=theme.name_id, name_en=theme.name_en)
    count = place(session, run, chosen, theme, deed)
    _record(session, run, deed.action, deed.actor_id, into=theme.key, contributions=count)
    return theme


def lock_contributions(
    session: Session, run: ThemeRun, *, picked: Sequence[Picked], actor_id: int | None, reason: str = ""
) -> int:
    """Keep the folds where they are, in every later run."""
    begin_deciding(session, run)
    if any(one.theme_id == 0 for one in picked):
        raise Invalid(
            N_("Masukan yang belum terklasifikasi belum punya tema. Pindahkan dahulu ke sebuah tema.")
        )
    _chosen(session, run, picked)
    count, deed = 0, Deed("theme.lock", actor_id, reason.strip())
    for theme_id in sorted({one.theme_id for one in picked}):
        theme = session.get_one(Theme, theme_id, populate_existing=True)
        own = folds_where(run, [one for one in picked if one.theme_id == theme_id])
        count += place(session, run, own, theme, deed)
    _record(session, run, "theme.lock", actor_id, contributions=count)
    return count


def release_contributions(
    session: Session, run: ThemeRun, *, picked: Sequence[Picked], actor_id: int | None
) -> int:
    """Let later runs move the folds again. Where people put them stays an example to learn from."""
    begin_deciding(session, run)
    chosen = _chosen(session, run, picked)
    placed = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    released = session.execute(
        update(Placement)
        .where(tuple_(*placed).in_(select(*REF).where(chosen)), Placement.locked)
        .values(locked=False, placed_by=actor_id, placed_at=utc_now())
        .returning(Placement.contribution_key)
    )
    count = len(released.all())
    _record(session, run, "theme.release", actor_id, contributions=count)
    return count


def folds_where(run: ThemeRun, picked: Sequence[Picked]) -> ColumnElement[bool]:
    """The main assignments of these folds, as long as they are where they were seen."""
    pairs = [(one.theme_id, one.fold) for one in picked]
    seen = tuple_(func.coalesce(ThemeAssignment.theme_id, 0), ThemeAssignment.fold)
    return (ThemeAssignment.run_id == run.id) & (ThemeAssignment.rank == 1) & seen.in_(pairs)


def _chosen(session: Session, run: ThemeRun, picked: Sequence[Picked]) -> ColumnElement[bool]:
    if not picked:
        raise Invalid(N_("Pilih dahulu masukannya."))
    chosen = folds_where(run, picked)
    if session.scalar(select(ThemeAssignment.fold).where(chosen).limit(1)) is None:
        raise Conflict(_ELSEWHERE)
    return chosen


def _record(session: Session, run: ThemeRun, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="theme_run", key=str(run.id), **facts)
