"""Needs on their way to a priority. Flush, never commit."""

from itertools import count

from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.units.models import Unit
from plan.enums import Competency
from plan.models import Need
from plan.needing import competencies, shaping, stepping
from plan.needing.enums import Hand, Solution, Stage
from plan.needing.models import NamedCompetency
from tests import factories
from tests.plan import factories_items

_numbers = count(1)
WAY = (
    (Stage.SURVEY, Stage.INVENTORY, Hand.PLANNER),
    (Stage.INVENTORY, Stage.VERIFIED, Hand.SUPERIOR),
    (Stage.VERIFIED, Stage.VALIDATED, Hand.CHECKER),
    (Stage.VALIDATED, Stage.PRIORITISED, Hand.PLANNER),
)


def competency(
    session: Session, *, kind: Competency = Competency.TECHNICAL, name: str = ""
) -> NamedCompetency:
    name = name or f"Kompetensi {next(_numbers)}"
    return competencies.add_competency(session, kind=kind, name_id=name, name_en=f"{name} EN", actor_id=None)


def course(competency_id: int | None = None) -> shaping.NeedDetails:
    return shaping.NeedDetails(Solution.COURSE, "", competency_id, None, None, "")


def elsewhere(solution: Solution = Solution.EQUIPMENT, addressee: str = "Bagian Umum") -> shaping.NeedDetails:
    return shaping.NeedDetails(solution, addressee, None, None, None, "")


def need(
    session: Session,
    cycle: Cycle,
    *,
    units: list[Unit] | None = None,
    stage: Stage = Stage.SURVEY,
    title: str = "",
) -> Need:
    """A need that a course solves, taken to a stage by people without an account."""
    made = factories_items.need(session, cycle, title=title)
    details = course(competency(session).id)
    chosen = units if units is not None else [factories.unit(session)]
    shaping.describe_need(session, made, details=details, units=chosen, actor_id=None)
    for before, after, hand in WAY:
        if made.stage == stage:
            break
        stepping.move_need(session, made, before=before, after=after, hand=hand, actor_id=None)
    return made


def other_need(session: Session, cycle: Cycle, *, title: str = "Komputer") -> Need:
    """A need that equipment solves."""
    made = factories_items.need(session, cycle, title=title, title_en=f"{title} EN")
    shaping.describe_need(session, made, details=elsewhere(), units=[], actor_id=None)
    return made
