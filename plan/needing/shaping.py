"""Say what a need is about: its competency and gap, what would meet it, whom it concerns, how urgent it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.enums import Action
from core.cycles.rules import require_any_open
from core.errors import N_, Conflict, Invalid
from core.units.models import Unit
from plan.models import Need
from plan.needing.enums import Solution, Stage
from surveys.skm_instruments import CURRENT

SHAPING = (Action.DECIDE_THEMES, Action.EDIT_PLAN)


@dataclass(frozen=True)
class NeedDetails:
    """What superiors and checkers look at. Levels are 1 to 5; `addressee` is for what no course solves."""

    solution: Solution
    addressee: str
    competency_id: int | None
    post_id: int | None
    actual_level: int | None
    level_found: str


@dataclass(frozen=True)
class Arguments:
    """What the priority reads beside numbers: the SKM element, the rule that obliges, the urgency 1 to 5."""

    skm_element: str
    legal_basis: str
    urgency: int | None
    urgency_reason: str


def describe_need(
    session: Session, need: Need, *, details: NeedDetails, units: Sequence[Unit], actor_id: int | None
) -> None:
    """Rewrite what a need is about, as long as nobody verifies it."""
    require_any_open(need.cycle, SHAPING)
    _check(details)
    try:
        with session.begin_nested():
            changed = session.execute(
                update(Need)
                .where(Need.id == need.id, Need.stage == Stage.SURVEY)
                .values(**asdict(details))
                .returning(Need.id)
            ).scalar()
    except IntegrityError as clash:
        raise Conflict(
            N_("Kebutuhan ini sudah dipakai butir rencana. Lepaskan dahulu dari butirnya.")
        ) from clash
    if changed is None:
        raise Conflict(
            N_("Uraian ini sedang atau sudah diperiksa. Buka kembali kebutuhannya, lalu ubah uraiannya.")
        )
    session.refresh(need)
    need.units = list(units)
    session.flush()
    audit.record(session, actor_id=actor_id, action="need.describe", kind="need", key=need.key)


def _check(details: NeedDetails) -> None:
    if details.solution != Solution.COURSE and not details.addressee:
        raise Invalid(N_("Tulis kepada siapa kebutuhan ini disampaikan."))
    if details.actual_level is not None and not (details.competency_id and details.post_id):
        raise Invalid(N_("Pilih jabatan dan kompetensi yang tingkatnya Anda isi."))
    if details.actual_level is not None and not details.level_found:
        raise Invalid(N_("Tulis bagaimana tingkat sekarang diketahui."))


def argue_need(session: Session, need: Need, *, arguments: Arguments, actor_id: int | None) -> None:
    """Say what speaks for a need beside the number of people."""
    require_any_open(need.cycle, SHAPING)
    if arguments.urgency is not None and not arguments.urgency_reason:
        raise Invalid(N_("Tulis alasan tingkat kemendesakan itu."))
    if arguments.skm_element and arguments.skm_element not in CURRENT.keys:
        raise Invalid(N_("Unsur SKM itu tidak ada."))
    for name, value in asdict(arguments).items():
        setattr(need, name, value)
    session.flush()
    audit.record(session, actor_id=actor_id, action="need.argue", kind="need", key=need.key)
