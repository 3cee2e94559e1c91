"""What somebody may follow who holds a tracking code: never so little that the address would name the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.cycles.models import Cycle
from core.cycles.services import current_cycle
from plan.following.enums import TopicKind
from plan.item_rules import QUOTES_FROM
from plan.linking import feeding, root_of
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun
from plan.replies.figures import read_in
from plan.trace_facts import Facts, facts_about


@dataclass(frozen=True)
class Topic:
    """What is followed, and the names of it: the cycle's where it is the cycle."""

    kind: TopicKind
    key: str
    cycle_id: int
    title_id: str
    title_en: str = ""


_TEXTS = 40 * QUOTES_FROM


def theme_key_of(purpose: str, theme_key: str) -> str:
    """A theme as every run of the cycle knows it."""
    return f"{purpose}/{theme_key}"


def topic_for(session: Session, refs: Sequence[ContributionRef]) -> Topic | None:
    """The one thing that the writer of these texts may follow; None where nothing is big enough.

    A need or theme only where five or more answers stand behind it and all texts of the answer lead to the
    same one; otherwise the cycle, if that has five. Of several texts each topic alone would be big enough,
    but not what they have in common.
    """
    facts = facts_about(session, refs)
    wide = _cycle(session, facts)
    if wide is None:
        return None
    narrow = {_narrow(session, ref, facts) for ref in refs}
    if len(narrow) == 1 and (only := narrow.pop()) is not None:
        return only
    return wide


def is_wide(session: Session, topic: Topic) -> bool:
    """Whether five answers stand behind it now (two texts of one answer are one); no more are counted."""
    if topic.kind == TopicKind.NEED:
        behind = NeedContribution
        answers = select(behind.contribution_kind, behind.contribution_key)
        answers = answers.join(Need, Need.id == behind.need_id).where(Need.key == topic.key)
    else:
        answers = select(ThemeAssignment.contribution_kind, ThemeAssignment.contribution_key)
        answers = answers.where(read_in(topic.cycle_id))
    if topic.kind == TopicKind.THEME:
        ids = [i for theme in _newest_themes(session, topic) for i in feeding(session, theme)]
        answers = answers.where(ThemeAssignment.theme_id.in_(ids))
    # Of a hundred thousand texts the first are enough; answers of more than forty each would only make it look narrower.
    first = answers.limit(_TEXTS).subquery()
    some = select(*first.c).distinct().limit(QUOTES_FROM).subquery()
    return session.scalar(select(func.count()).select_from(some)) == QUOTES_FROM


def _newest_themes(session: Session, topic: Topic) -> list[Theme]:
    query = select(Theme).join(ThemeRun, ThemeRun.id == Theme.run_id)
    purpose, _, theme_key = topic.key.partition("/")
    named = (ThemeRun.cycle_id == topic.cycle_id, ThemeRun.purpose == purpose, Theme.theme_key == theme_key)
    return list(session.scalars(query.where(*named).order_by(Theme.run_id.desc()).limit(1)))


def _cycle(session: Session, facts: Facts) -> Topic | None:
    """The cycle that the texts were read in; of what no run has read, the present one."""
    ids = [need.cycle_id for needs in facts.needs.values() for need in needs]
    ids += [theme.run.cycle_id for theme in facts.themes.values() if theme is not None]
    cycle = session.get(Cycle, ids[0]) if ids else current_cycle(session)
    if cycle is None:
        return None
    topic = Topic(TopicKind.CYCLE, cycle.key, cycle.id, cycle.title_id, cycle.title_en)
    return topic if is_wide(session, topic) else None


def _narrow(session: Session, ref: ContributionRef, facts: Facts) -> Topic | None:
    needs, theme = facts.needs.get(ref, ()), facts.themes.get(ref)
    if len(needs) > 1:
        return None
    if needs:
        need = needs[0]
        topic = Topic(TopicKind.NEED, need.key, need.cycle_id, need.title_id, need.title_en)
    elif theme is not None:
        root = root_of(theme)
        key = theme_key_of(root.run.purpose, root.theme_key)
        topic = Topic(TopicKind.THEME, key, root.run.cycle_id, root.name_id, root.name_en)
    else:
        return None
    return topic if is_wide(session, topic) else None
