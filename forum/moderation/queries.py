"""The queue, a case with its past, what an author is told, the log."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.errors import N_, NotFound
from core.staff.holidays import working_days_until
from forum.discussion.enums import PostState
from forum.discussion.hooks import Explanation
from forum.discussion.models import TopicPost
from forum.discussion.rules import is_by
from forum.moderation.enums import REASON_LABELS, Action, AppealState, CaseState, DecisionState, Reason
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision, PostReport

PAGE = 20
# A machine can report without end; a moderator reads this many, and their number.
MOST_REPORTS = 100
UNASSIGNED, MINE = "belum-diambil", "saya"
T = TypeVar("T")


@dataclass(frozen=True)
class Waiting:
    """A case in the queue: how many reports by reason, and for how many working days it waits."""

    case: ModerationCase
    reports: dict[str, int]
    age: int


@dataclass(frozen=True)
class Past:
    """A decision with the objection to it, if there is one."""

    decision: ModerationDecision
    appeal: Appeal | None


@dataclass(frozen=True)
class Objection:
    """An open appeal in the queue, and for how many working days it waits."""

    appeal: Appeal
    age: int


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and where they stand."""

    rows: list[T] = field(default_factory=list)
    page: int = 1
    pages: int = 1
    total: int = 0


def case_by_key(session: Session, key: str) -> ModerationCase:
    """The case at this address."""
    found = session.scalar(select(ModerationCase).where(ModerationCase.key == key))
    if found is None:
        raise NotFound(N_("Perkara moderasi itu tidak ada."))
    return found


def queue(
    session: Session, *, today: date, reason: str = "", whose: str = "", actor_id: int, page: int = 1
) -> Page[Waiting]:
    """Open cases, the oldest first."""
    found = select(ModerationCase).where(ModerationCase.state == CaseState.OPEN)
    if reason in set(Reason):
        found = found.where(
            ModerationCase.id.in_(select(PostReport.case_id).where(PostReport.reason == reason))
        )
    if whose == UNASSIGNED:
        found = found.where(ModerationCase.assigned_to_id.is_(None))
    elif whose == MINE:
        found = found.where(ModerationCase.assigned_to_id == actor_id)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    ordered = found.order_by(ModerationCase.opened_on, ModerationCase.id)
    cases = list(session.scalars(ordered.limit(PAGE).offset((page - 1) * PAGE)))
    reasons = _reasons(session, [case.id for case in cases])
    ages = working_days_until(session, {case.opened_on for case in cases}, today)
    rows = [Waiting(case, dict(reasons[case.id]), ages.get(case.opened_on, 0)) for case in cases]
    return Page(rows, page, pages, total)


def _reasons(session: Session, cases: Collection[int]) -> dict[int, Counter[str]]:
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    found = select(PostReport.case_id, PostReport.reason, func.count()).where(PostReport.case_id.in_(cases))
    for case_id, reason, count in session.execute(found.group_by(PostReport.case_id, PostReport.reason)):
        counted[case_id][reason] = count
    return counted


def open_appeals(session: Session, *, today: date) -> list[Objection]:
    """Objections that wait, the oldest first."""
    found = select(Appeal).where(Appeal.state == AppealState.OPEN).options(joinedload(Appeal.decision))
    appeals = list(session.scalars(found.order_by(Appeal.appealed_on, Appeal.id)))
    ages = working_days_until(session, {appeal.appealed_on for appeal in appeals}, today)
    return [Objection(appeal, ages.get(appeal.appealed_on, 0)) for appeal in appeals]


def count_waiting(session: Session) -> int:
    """Open cases and open objections."""
    cases = select(func.count()).where(ModerationCase.state == CaseState.OPEN)
    appeals = select(func.count()).where(Appeal.state == AppealState.OPEN)
    return (session.scalar(cases) or 0) + (session.scalar(appeals) or 0)


def reports_of(session: Session, case: ModerationCase) -> list[PostReport]:
    """What was reported, by reason: the order does not tell who came first."""
    found = select(PostReport).where(PostReport.case_id == case.id)
    ordered = found.order_by(PostReport.reported_on, PostReport.reason, PostReport.note)
    return list(session.scalars(ordered.limit(MOST_REPORTS)))


def count_reports(session: Session, case: ModerationCase) -> int:
    """All reports of a case, also those that its page does not show."""
    return session.scalar(select(func.count()).where(PostReport.case_id == case.id)) or 0


def _past() -> Select[ModerationDecision, Appeal]:
    return select(ModerationDecision, Appeal).outerjoin(Appeal, Appeal.decision_id == ModerationDecision.id)


def _pasts(session: Session, wanted: Select[ModerationDecision, Appeal]) -> list[Past]:
    return [Past(decision, appeal) for decision, appeal in session.execute(wanted)]


def history(session: Session, posts: Iterable[TopicPost]) -> list[Past]:
    """What was decided about these posts, the latest first."""
    numbers = [post.id for post in posts]
    wanted = _past().join(ModerationCase, ModerationCase.id == ModerationDecision.case_id)
    wanted = wanted.where(ModerationCase.post_id.in_(numbers))
    return _pasts(session, wanted.order_by(ModerationDecision.id.desc()))


def decision_of(session: Session, case: ModerationCase) -> Past | None:
    """How a case was decided."""
    found = _pasts(session, _past().where(ModerationDecision.case_id == case.id))
    return found[0] if found else None


def told_to(session: Session, account_id: int, *, secret: str) -> list[Past]:
    """What was decided about the posts of whoever looks, also of those that hide their name.

    Found by comparing tags at this moment; which posts they are is written down nowhere.
    """
    mine = or_(TopicPost.author_id == account_id, TopicPost.author_tag.is_not(None))
    wanted = (
        _past()
        .join(ModerationCase, ModerationCase.id == ModerationDecision.case_id)
        .join(TopicPost, TopicPost.id == ModerationCase.post_id)
        .where(mine, ModerationDecision.action != Action.KEEP)
        .order_by(ModerationDecision.id.desc())
    )
    found = _pasts(session, wanted)
    return [past for past in found if is_by(past.decision.case.post, account_id, secret=secret)]


def own_decision(session: Session, key: str, account_id: int, *, secret: str) -> Past | None:
    """A decision about a post of whoever looks; one about another's post does not exist for them."""
    found = _pasts(session, _past().where(ModerationDecision.key == key))
    if not found or not is_by(found[0].decision.case.post, account_id, secret=secret):
        return None
    return found[0]


def latest_of(session: Session, post: TopicPost) -> Past | None:
    """The latest decision to hide a post."""
    return next((p for p in history(session, [post]) if p.decision.action == Action.HIDE), None)


def explain(session: Session, posts: Collection[TopicPost]) -> dict[int, Explanation]:
    """Why posts are hidden: the reason, never the text, which is the author's to read."""
    wanted = (
        select(ModerationCase.post_id, ModerationDecision.reason, ModerationDecision.decided_on)
        .join(ModerationCase, ModerationCase.id == ModerationDecision.case_id)
        .where(ModerationCase.post_id.in_([post.id for post in posts]))
        .where(ModerationDecision.action == Action.HIDE, ModerationDecision.state == DecisionState.STANDING)
    )
    return {
        number: Explanation(REASON_LABELS[Reason(reason)], on)
        for number, reason, on in session.execute(wanted.order_by(ModerationDecision.id))
    }


def log(session: Session, *, action: str = "", page: int | None = None) -> Page[Past]:
    """Every decision, the latest first; all of them without a page."""
    wanted = _past().order_by(ModerationDecision.id.desc())
    if action in set(Action):
        wanted = wanted.where(ModerationDecision.action == action)
    if page is None:
        return Page(_pasts(session, wanted))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return Page(_pasts(session, wanted.limit(PAGE).offset((page - 1) * PAGE)), page, pages, total)


def logged(session: Session, key: str) -> Past:
    """One decision of the log."""
    found = _pasts(session, _past().where(ModerationDecision.key == key))
    if not found:
        raise NotFound(N_("Keputusan itu tidak ada."))
    return found[0]


def parent_of(session: Session, post: TopicPost) -> TopicPost | None:
    """The post that this one answers."""
    return session.get(TopicPost, post.parent_id) if post.parent_id is not None else None


def merge_targets(session: Session, post: TopicPost) -> list[TopicPost]:
    """Posts of the topic that a post can be merged into, the most supported first."""
    if post.parent_id is not None:
        return []
    wanted = select(TopicPost).where(
        TopicPost.topic_id == post.topic_id,
        TopicPost.id != post.id,
        TopicPost.parent_id.is_(None),
        TopicPost.merged_into_id.is_(None),
        TopicPost.state == PostState.VISIBLE,
    )
    return list(session.scalars(wanted.order_by(TopicPost.support.desc(), TopicPost.id).limit(100)))
