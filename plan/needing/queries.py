"""Read competencies, standards, the steps of needs, and what superiors may see of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.duties.queries import Scope
from core.errors import N_, NotFound
from core.staff.models import Post
from plan.item_rules import QUOTES_FROM
from plan.models import Need
from plan.needing.enums import Stage
from plan.needing.models import NamedCompetency, NeedStep, PostStandard
from plan.needing.rules import gap


def competencies(session: Session, *, only_active: bool = False) -> list[NamedCompetency]:
    """All of them by kind and name; the technical ones of the office stand last."""
    query = select(NamedCompetency).order_by(NamedCompetency.kind, NamedCompetency.id)
    if only_active:
        query = query.where(NamedCompetency.active)
    return list(session.scalars(query))


def competency_by_id(session: Session, number: int) -> NamedCompetency:
    """One of them, else NotFound."""
    found = session.get(NamedCompetency, number)
    if found is None:
        raise NotFound(N_("Kompetensi itu tidak ada."))
    return found


def posts_in_use(session: Session) -> list[Post]:
    """The posts that people may hold, in the order of the office."""
    return list(session.scalars(select(Post).where(Post.active).order_by(Post.position, Post.name)))


def post_by_id(session: Session, number: int) -> Post:
    """A post, else NotFound."""
    post = session.get(Post, number)
    if post is None:
        raise NotFound(N_("Jabatan itu tidak ada."))
    return post


def standards(session: Session) -> Mapping[int, list[PostStandard]]:
    """What each post asks for, by the post's id."""
    found: dict[int, list[PostStandard]] = {}
    query = select(PostStandard).order_by(PostStandard.post_id, PostStandard.competency_id)
    for row in session.scalars(query):
        found.setdefault(row.post_id, []).append(row)
    return found


def standard_of(session: Session, post: Post) -> Mapping[int, int]:
    """Competency id -> level that the post asks for."""
    query = select(PostStandard).where(PostStandard.post_id == post.id)
    return {row.competency_id: row.level for row in session.scalars(query)}


@dataclass(frozen=True)
class GapFigures:
    """The levels of a need. `gap` None: something is not known yet; 0: no gap."""

    required: int | None
    actual: int | None
    gap: int | None


def gap_of(session: Session, need: Need) -> GapFigures:
    """The standard of the need's post against where people stand. About few people: for planners and checkers."""
    required = session.scalar(
        select(PostStandard.level).where(
            PostStandard.post_id == need.post_id, PostStandard.competency_id == need.competency_id
        )
    )
    return GapFigures(required, need.actual_level, gap(required=required, actual=need.actual_level))


def steps_of(session: Session, need: Need) -> list[NeedStep]:
    """The steps of a need as they were taken."""
    return list(session.scalars(select(NeedStep).where(NeedStep.need_id == need.id).order_by(NeedStep.id)))


@dataclass(frozen=True)
class SuperiorsNeed:
    """A need as a superior sees it: never a text, never who; `people` None: fewer than five."""

    need: Need
    people: int | None


def needs_in_scope(session: Session, cycle_id: int, scope: Scope) -> list[SuperiorsNeed]:
    """The needs brought to superiors whose units the scope covers, all of them: what waits stands first."""
    query = (
        select(Need)
        .where(Need.cycle_id == cycle_id, Need.stage != Stage.SURVEY)
        .options(selectinload(Need.units), selectinload(Need.competency))
        .order_by(Need.stage != Stage.INVENTORY, Need.id)
    )
    mine = [need for need in session.scalars(query) if covers(scope, need)]
    return [SuperiorsNeed(need, _shown(need.people)) for need in mine]


def need_in_scope(session: Session, need: Need, scope: Scope) -> SuperiorsNeed:
    """One of them; a need of another unit, or one that nobody has brought, is as good as absent."""
    if need.stage == Stage.SURVEY or not covers(scope, need):
        raise NotFound(N_("Kebutuhan itu tidak ada."))
    return SuperiorsNeed(need, _shown(need.people))


def covers(scope: Scope, need: Need) -> bool:
    """A superior speaks for a need whose units all stand below them."""
    return bool(need.units) and all(scope.covers_unit(unit.id) for unit in need.units)


def _shown(people: int) -> int | None:
    return people if people >= QUOTES_FROM else None
