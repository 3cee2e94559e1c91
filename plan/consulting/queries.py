"""Find versions of a plan and what the staff said about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.errors import N_, NotFound
from plan.consulting.enums import VersionState
from plan.consulting.models import PlanComment, PlanTally, PlanVersion, PlanVoice
from plan.consulting.rules import Difference, Line, Share, difference, share_of
from plan.consulting.versions import lines_of
from plan.consulting.voices import is_taking_voices
from plan.item_rules import QUOTES_FROM

PUBLIC = (VersionState.CONSULTATION, VersionState.FINAL)


def versions_of(session: Session, cycle_id: int, *, public: bool = True) -> list[PlanVersion]:
    """The versions of a cycle, the newest first; `public` leaves out what only the office has seen."""
    query = select(PlanVersion).where(PlanVersion.cycle_id == cycle_id).order_by(PlanVersion.number.desc())
    if public:
        query = query.where(PlanVersion.state.in_(PUBLIC))
    return list(session.scalars(query))


def version_at(session: Session, cycle_key: str, number: int, *, public: bool = True) -> PlanVersion:
    """The version at this address; what is not public yet is as good as absent."""
    version = session.scalar(
        select(PlanVersion)
        .join(Cycle, Cycle.id == PlanVersion.cycle_id)
        .where(Cycle.key == cycle_key, PlanVersion.number == number)
    )
    if version is None or (public and version.state not in PUBLIC):
        raise NotFound(N_("Versi itu tidak ada."))
    return version


def line_of(version: PlanVersion, item_key: str) -> Line:
    """One item of a version."""
    for line in lines_of(version):
        if line["key"] == item_key:
            return line
    raise NotFound(N_("Butir itu tidak ada di versi ini."))


@dataclass(frozen=True)
class Compared:
    """Two versions of a cycle and what is different in the later one."""

    before: PlanVersion
    after: PlanVersion
    difference: Difference


def compare(versions: Collection[PlanVersion], before: int | None, after: int | None) -> Compared | None:
    """The two versions asked for by their numbers, or the two newest; None where there are not two."""
    by_number = {version.number: version for version in versions}
    newest = sorted(by_number, reverse=True)
    if len(newest) < 2:
        return None
    later = after if after in by_number else newest[0]
    asked = before in by_number and before != later
    earlier = before if asked and before else next(n for n in newest if n != later)
    first, second = sorted((by_number[earlier], by_number[later]), key=lambda version: version.number)
    return Compared(first, second, difference(lines_of(first), lines_of(second)))


def shares_of(session: Session, version: PlanVersion) -> dict[str, Share]:
    """What the staff said about each item, by its key; empty until the consultation is closed."""
    tallies = session.scalars(select(PlanTally).where(PlanTally.version_id == version.id))
    return {tally.item_key: share_of(tally.endorsed, tally.objected) for tally in tallies}


def newest_shares(session: Session, cycle_id: int) -> dict[str, Share]:
    """Of each item what the staff said when they were last asked about it."""
    found = (
        select(PlanTally)
        .join(PlanVersion, PlanVersion.id == PlanTally.version_id)
        .where(PlanVersion.cycle_id == cycle_id)
        .order_by(PlanVersion.number)
    )
    return {tally.item_key: share_of(tally.endorsed, tally.objected) for tally in session.scalars(found)}


def voices_so_far(session: Session, version: PlanVersion) -> Mapping[str, int]:
    """How many spoke about each item while the consultation is open; below five it is not said."""
    counted = (
        select(PlanVoice.item_key, func.count())
        .where(PlanVoice.version_id == version.id)
        .group_by(PlanVoice.item_key)
        .having(func.count() >= QUOTES_FROM)
    )
    return {key: int(number) for key, number in session.execute(counted)}


def comments_of(session: Session, version: PlanVersion) -> dict[str, list[PlanComment]]:
    """What was written, by item, without names: after closing, where at least five spoke about the item."""
    spoken = {key for key, share in shares_of(session, version).items() if share.voices is not None}
    if version.state != VersionState.FINAL or not spoken:
        return {}
    query = select(PlanComment).where(PlanComment.version_id == version.id, PlanComment.item_key.in_(spoken))
    found: dict[str, list[PlanComment]] = {}
    for comment in session.scalars(query.order_by(PlanComment.tag)):
        found.setdefault(comment.item_key, []).append(comment)
    return found


def open_versions(session: Session, *, today: date) -> list[PlanVersion]:
    """The versions that the staff can speak about today."""
    query = select(PlanVersion).where(PlanVersion.state == VersionState.CONSULTATION)
    found = session.scalars(query.order_by(PlanVersion.id))
    return [version for version in found if is_taking_voices(version, today=today)]
