"""Create cycles, move their phase, change what a phase opens."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import DEFAULT_OPENINGS, Action, Phase
from core.cycles.models import Cycle, PhaseOpening
from core.errors import N_, Conflict, NotFound


def create_cycle(
    session: Session,
    *,
    key: str,
    title_id: str,
    title_en: str = "",
    goal_id: str = "",
    goal_en: str = "",
    year: int,
    actor_id: int | None,
) -> Cycle:
    """Add a cycle with the default openings. The first one becomes the current one."""
    first = session.scalar(select(Cycle.id).limit(1)) is None
    cycle = Cycle(
        key=key,
        title_id=title_id,
        title_en=title_en,
        goal_id=goal_id,
        goal_en=goal_en,
        year=year,
        current=first,
        openings=[
            PhaseOpening(phase=phase, action=action)
            for phase, actions in DEFAULT_OPENINGS.items()
            for action in actions
        ],
    )
    try:
        with session.begin_nested():
            session.add(cycle)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Alamat itu sudah dipakai. Pilih alamat lain.")) from clash
    audit.record(session, actor_id=actor_id, action="cycle.create", kind="cycle", key=key)
    return cycle


def change_cycle(
    session: Session,
    cycle: Cycle,
    *,
    title_id: str,
    title_en: str,
    goal_id: str,
    goal_en: str,
    year: int,
    actor_id: int | None,
) -> None:
    """Change what the cycle is called, its goal and year."""
    cycle.title_id, cycle.title_en = title_id, title_en
    cycle.goal_id, cycle.goal_en = goal_id, goal_en
    cycle.year = year
    session.flush()
    audit.record(session, actor_id=actor_id, action="cycle.change", kind="cycle", key=cycle.key)


def known_phase(name: str) -> Phase:
    """The phase of this name."""
    try:
        return Phase(name)
    except ValueError as unknown:
        raise NotFound(N_("Tahap itu tidak ada.")) from unknown


def move_to_phase(session: Session, cycle: Cycle, *, phase: Phase, actor_id: int | None) -> None:
    """Make a phase the current one, forwards or backwards; the audit log keeps the way."""
    before = cycle.phase
    cycle.phase = phase
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="cycle.phase",
        kind="cycle",
        key=cycle.key,
        before=before,
        after=phase,
    )


def make_current(session: Session, cycle: Cycle, *, actor_id: int | None) -> None:
    """Let the home page and the public plan speak of this cycle."""
    session.execute(update(Cycle).where(Cycle.current).values(current=False))  # never two at a time
    session.execute(update(Cycle).where(Cycle.id == cycle.id).values(current=True))
    session.refresh(cycle)
    audit.record(session, actor_id=actor_id, action="cycle.current", kind="cycle", key=cycle.key)


def set_openings(
    session: Session, cycle: Cycle, *, openings: Iterable[tuple[Phase, Action]], actor_id: int | None
) -> None:
    """Replace what each phase opens."""
    wanted = set(openings)
    kept = [o for o in cycle.openings if (o.phase, o.action) in wanted]
    known = {(o.phase, o.action) for o in kept}
    cycle.openings = kept + [PhaseOpening(phase=p, action=a) for p, a in sorted(wanted - known)]
    session.flush()
    audit.record(
        session, actor_id=actor_id, action="cycle.openings", kind="cycle", key=cycle.key, count=len(wanted)
    )


def current_cycle(session: Session) -> Cycle | None:
    """The cycle that the home page speaks of."""
    return session.scalar(select(Cycle).where(Cycle.current).order_by(Cycle.id).limit(1))
