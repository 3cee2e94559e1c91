"""Learn from people where it helps most: the answers a run asks about, and what a planner says of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from core import audit
from core.contributions import ContributionRef, ContributionSource
from core.errors import N_, Conflict, Invalid
from plan.deciding import begin_deciding
from plan.enums import NO_TAXONOMY
from plan.ledger import Deed
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.theme_voices import fetch_all
from plan.workbench.differences import earlier_runs
from plan.workbench.models import NO_THEME_KEY, Placement
from plan.workbench.moving import Picked, folds_where
from plan.workbench.placing import REF, place

# Read in one go.
PAGE = 10
NO_THEME = 0
_PLACED = and_(
    Placement.contribution_kind == REF[0],
    Placement.contribution_key == REF[1],
    Placement.contribution_field == REF[2],
)


@dataclass(frozen=True)
class Question:
    """An answer to read, with what the machine makes of it. `count` is how many say nearly the same."""

    ask: int
    text: str
    theme: Theme | None
    second: Theme | None
    confidence: float
    count: int

    @property
    def percent(self) -> int:
        """How sure the machine is."""
        return round(100 * self.confidence)


@dataclass(frozen=True)
class Questions:
    """One page of questions after a rank. `read` of `asked` are answered; `open_` wait, here and elsewhere."""

    rows: tuple[Question, ...]
    asked: int
    read: int
    open_: int
    last: int

    @property
    def more(self) -> bool:
        """Whether some wait after these."""
        return bool(self.rows) and self.rows[-1].ask < self.last


@dataclass(frozen=True)
class Lesson:
    """What two runs say of themselves: so many labels learned, so sure on average (0 to 1)."""

    labels_before: int
    labels: int
    sure_before: float
    sure: float


@dataclass(frozen=True)
class Taught:
    """So many answers were read, so many contributions they stand for; `late` had been read by somebody else."""

    read: int
    contributions: int
    late: int


def questions(
    session: Session, run: ThemeRun, sources: Iterable[ContributionSource], *, after: int = 0
) -> Questions:
    """The most useful answers first. What its writer took back is not asked about."""
    second = aliased(ThemeAssignment)
    same = and_(*(getattr(second, name.key) == name for name in REF), second.rank == 2)
    found = session.execute(
        select(
            *REF,
            ThemeAssignment.ask,
            ThemeAssignment.theme_id,
            ThemeAssignment.confidence,
            ThemeAssignment.fold,
            second.theme_id.label("second"),
            Placement.placed_at.is_not(None).label("read"),
        )
        .outerjoin(second, and_(second.run_id == run.id, same))
        .outerjoin(Placement, _PLACED)
        .where(ThemeAssignment.run_id == run.id, ThemeAssignment.ask.is_not(None))
        .order_by(ThemeAssignment.ask)
    ).all()
    waiting = [row for row in found if not row.read]
    said = fetch_all(session, [ContributionRef(*row[:3]) for row in waiting], sources)
    waiting = [row for row in waiting if ContributionRef(*row[:3]) in said]
    here = [row for row in waiting if row.ask > after][:PAGE]
    themes, sizes = {theme.id: theme for theme in run.themes}, _sizes(session, run, [r.fold for r in here])
    rows = tuple(
        Question(
            row.ask,
            said[ContributionRef(*row[:3])].text,
            themes.get(row.theme_id),
            themes.get(row.second),
            row.confidence,
            sizes.get((row.theme_id or NO_THEME, row.fold), 1),
        )
        for row in here
    )
    read = len(found) - sum(not row.read for row in found)
    return Questions(rows, read + len(waiting), read, len(waiting), waiting[-1].ask if waiting else 0)


def _sizes(session: Session, run: ThemeRun, folds: Sequence[str]) -> dict[tuple[int, str], int]:
    seen = (func.coalesce(ThemeAssignment.theme_id, NO_THEME), ThemeAssignment.fold)
    own = (
        ThemeAssignment.run_id == run.id,
        ThemeAssignment.rank == 1,
        ThemeAssignment.fold.in_(folds),
    )
    rows = session.execute(select(*seen, func.count()).where(*own).group_by(*seen))
    return {(theme, fold): count for theme, fold, count in rows}


def asked_ranks(session: Session, run: ThemeRun) -> list[int]:
    """All that the run ever asked about."""
    asked = (ThemeAssignment.run_id == run.id, ThemeAssignment.ask.is_not(None))
    ranks = session.scalars(select(ThemeAssignment.ask).where(*asked).order_by(ThemeAssignment.ask))
    return [rank for rank in ranks if rank is not None]


def teach(session: Session, run: ThemeRun, *, answers: Mapping[int, str], actor_id: int | None) -> Taught:
    """Put each answer, with its near copies, under the theme a planner chose, by rank ("": it fits none).

    What somebody else read first stays as that person said.
    """
    if not answers:
        raise Invalid(N_("Pilih tema untuk sedikitnya satu masukan."))
    begin_deciding(session, run)
    themes: dict[str, Theme | None] = {theme.theme_key: theme for theme in run.themes}
    themes[NO_THEME_KEY] = None
    if not set(answers.values()) <= themes.keys():
        raise Conflict(N_("Tema tujuan tidak dapat dipilih lagi. Pilih tema lain."))
    chosen: dict[str, list[Picked]] = defaultdict(list)
    for ask, picked in _unread(session, run, answers).items():
        chosen[answers[ask]].append(picked)
    read = sum(len(picked) for picked in chosen.values())
    if not read:
        raise Conflict(N_("Masukan yang Anda pilih sudah dibaca orang lain. Jawaban orang itu yang berlaku."))
    count, deed = 0, Deed("theme.teach", actor_id)
    for key in sorted(chosen):
        count += place(session, run, folds_where(run, chosen[key]), themes[key], deed)
    late = len(answers) - read
    facts = {"read": read, "contributions": count, "late": late}
    audit.record(session, actor_id=actor_id, action=deed.action, kind="theme_run", key=str(run.id), **facts)
    return Taught(read, count, late)


def _unread(session: Session, run: ThemeRun, ranks: Iterable[int]) -> dict[int, Picked]:
    """Where those are now that nobody has put anywhere, by rank."""
    rows = session.execute(
        select(ThemeAssignment.ask, ThemeAssignment.theme_id, ThemeAssignment.fold)
        .outerjoin(Placement, _PLACED)
        .where(
            ThemeAssignment.run_id == run.id,
            ThemeAssignment.ask.in_(sorted(ranks)),
            Placement.placed_at.is_(None),
        )
    )
    return {ask: Picked(theme or NO_THEME, fold) for ask, theme, fold in rows if ask is not None}


def lesson(session: Session, run: ThemeRun) -> Lesson | None:
    """This run beside the newest earlier one by its list that had learned less; None where there is none.

    How sure a search without a list is depends on where it began more than on what it was taught.
    """
    if run.taxonomy == NO_TAXONOMY:
        return None
    now = _sure(run)
    for older in earlier_runs(session, run):
        before = _sure(older)
        if now and before and before[0] < now[0]:
            return Lesson(before[0], now[0], before[1], now[1])
    return None


def _sure(run: ThemeRun) -> tuple[int, float] | None:
    labels, sure = run.settings.get("labels", 0), run.quality.get("mean_confidence")
    if not isinstance(labels, int) or not isinstance(sure, int | float):
        return None
    return labels, float(sure)
