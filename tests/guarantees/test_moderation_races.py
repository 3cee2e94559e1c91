"""Moderators hide, lock and merge while fifty people post, answer, report and withdraw: no text is lost,
no answer hangs on nothing, no report slips into a case that was decided, and each case is decided once.

Real threads with sessions of their own against a database of their own.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.discussion import posting
from forum.discussion.models import TopicPost
from forum.moderation import appealing, deciding, reporting
from forum.moderation.deciding import Ruling
from forum.moderation.enums import Action, Reason
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision, PostReport
from tests.guarantees.test_forum_races import (
    CLIENTS,
    DAY,
    SECRET,
    THREADS,
    Arena,
    lost,
    moderate,
    orphans,
    write,
)
from tests.guarantees.test_forum_races import arena as arena

pytestmark = [pytest.mark.database, pytest.mark.slow]
HOW: dict[str, Any] = {"secret": SECRET, "today": DAY}
Act = Callable[[Session], Any]


def report(arena: Arena, number: int) -> Act:
    return lambda session: reporting.report_post(
        session,
        session.get_one(TopicPost, arena.posts[0]),
        reason=Reason.INSULT,
        note="",
        nonce=f"{number:032x}",
        actor_id=None,
        **HOW,
    )


def decide(arena: Arena, action: Action, moderator: int) -> Act:
    """What a moderator's click does: the case that the page was about."""
    case_id = arena.read(select(func.max(ModerationCase.id)))[0][0]

    def do(session: Session) -> None:
        target = session.get_one(TopicPost, arena.posts[1]) if action == Action.MERGE else None
        reason = Reason.INSULT if action in {Action.HIDE, Action.LOCK_TOPIC} else None
        deciding.decide(
            session,
            session.get_one(ModerationCase, case_id),
            Ruling(action, reason, "Menghina orang.", target),
            actor_id=moderator,
            letter=lambda _decision: ("", ""),
            **HOW,
        )

    return do


def decisions(arena: Arena) -> int:
    return int(arena.read(select(func.count()).select_from(ModerationDecision))[0][0])


@pytest.mark.parametrize("action", [Action.HIDE, Action.LOCK_TOPIC, Action.MERGE])
def test_nobodys_text_is_lost_and_nothing_hangs_in_the_air(arena: Arena, action: Action) -> None:
    assert arena.act(report(arena, 1)) == "ok"
    told = arena.rush(moderate(arena, decide(arena, action, arena.accounts[0])))
    assert set(told) <= {"ok", "Closed", "Conflict"}
    assert (lost(arena, told), orphans(arena), decisions(arena)) == (set(), [], 1)
    body, original = arena.read(
        select(TopicPost.body, ModerationDecision.original)
        .join(ModerationCase, ModerationCase.post_id == TopicPost.id)
        .join(ModerationDecision, ModerationDecision.case_id == ModerationCase.id)
    )[0]
    assert (body, original) == ("Satu", "Satu")
    if action == Action.LOCK_TOPIC:
        assert arena.act(write(arena, "Terlambat", "f" * 32)) == "Closed"


def test_sabotage_a_lock_that_nobody_looks_at_lets_posts_in(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert arena.act(report(arena, 1)) == "ok"
    monkeypatch.setattr(posting, "why_not", lambda _topic, **_who: None)
    told = arena.rush(moderate(arena, decide(arena, Action.LOCK_TOPIC, arena.accounts[0])))
    assert told == ["ok"] * CLIENTS
    assert arena.act(write(arena, "Terlambat", "f" * 32)) == "ok"


def mixed(arena: Arena) -> list[Act]:
    """As many moderators at once, each with another mind."""
    minds = [Action.HIDE, Action.KEEP]
    return [decide(arena, minds[n % 2], arena.accounts[n]) for n in range(THREADS)]


def test_of_many_moderators_one_decides(arena: Arena) -> None:
    assert arena.act(report(arena, 1)) == "ok"
    told = arena.rush(mixed(arena))
    assert Counter(told) == {"ok": 1, "Conflict": THREADS - 1}
    assert decisions(arena) == 1


def test_sabotage_a_case_that_is_not_claimed_is_decided_again(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the conditional UPDATE only the unique key of the table is left, and it is no answer to
    a person: an error of the database instead of a refusal."""
    assert arena.act(report(arena, 1)) == "ok"
    acts = [decide(arena, Action.KEEP, account) for account in arena.accounts[:2]]
    monkeypatch.setattr(deciding, "_close_case", lambda *_claim: None)
    assert arena.act(acts[0]) == "ok"
    with pytest.raises(IntegrityError):
        arena.act(acts[1])


def stranded(arena: Arena) -> int:
    """Reports that came after their case was decided: nobody would read them."""
    rows = select(func.count()).select_from(PostReport).join(ModerationCase)
    return int(arena.read(rows.where(ModerationCase.state == "decided"))[0][0])


def test_fifty_reports_while_one_decides(arena: Arena) -> None:
    """Each report is in the decided case because it was there before, or in a new one."""
    assert arena.act(report(arena, CLIENTS + 1)) == "ok"
    acts = [report(arena, number) for number in range(CLIENTS)]
    acts[CLIENTS // 2] = decide(arena, Action.KEEP, arena.accounts[0])
    assert arena.rush(acts) == ["ok"] * CLIENTS
    assert arena.read(select(func.count()).select_from(PostReport)) == [(CLIENTS,)]
    open_cases = select(func.count()).where(ModerationCase.state == "open")
    fresh = arena.read(select(func.count()).select_from(PostReport))[0][0] - stranded(arena)
    assert arena.read(open_cases) == [(1 if fresh else 0,)]
    assert arena.read(select(TopicPost.state).where(TopicPost.id == arena.posts[0])) == [("visible",)]


def test_sabotage_a_report_into_a_decided_case_strands(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    assert arena.act(report(arena, 1)) == "ok"
    assert arena.act(decide(arena, Action.KEEP, arena.accounts[0])) == "ok"
    monkeypatch.setattr(
        reporting, "_open_case", lambda session, *_asked: session.scalars(select(ModerationCase)).first()
    )
    assert arena.act(report(arena, 2)) == "ok"
    assert stranded(arena) == 2


def test_hiding_and_withdrawing_at_once_leave_no_copy(arena: Arena) -> None:
    def withdraw(session: Session) -> None:
        posting.withdraw(session, session.get_one(TopicPost, arena.posts[0]))

    assert arena.act(report(arena, 1)) == "ok"
    acts = [withdraw, decide(arena, Action.HIDE, arena.accounts[0])] * (THREADS // 2)
    told = arena.rush(acts)
    assert set(told) <= {"ok", "Conflict"}
    assert arena.read(select(TopicPost.state, TopicPost.body).where(TopicPost.id == arena.posts[0])) == [
        ("withdrawn", "")
    ]
    assert [row for row in arena.read(select(ModerationDecision.original)) if row[0]] == []
    assert arena.read(select(ModerationCase.id).where(ModerationCase.state == "open")) == []


def objected(arena: Arena) -> int:
    """A hidden post with an objection; the number of it."""
    assert arena.act(report(arena, 1)) == "ok"
    assert arena.act(decide(arena, Action.HIDE, arena.accounts[0])) == "ok"

    def object_(session: Session) -> None:
        decision = session.scalars(select(ModerationDecision)).one()
        appealing.file_appeal(session, decision, text="Itu kritik.", today=DAY)

    assert arena.rush([object_] * THREADS) == ["ok"] * THREADS
    return int(arena.read(select(Appeal.id))[0][0])


def answer(appeal_id: int, moderator: int, *, overturn: bool) -> Act:
    return lambda session: appealing.decide_appeal(
        session,
        session.get_one(Appeal, appeal_id),
        overturn=overturn,
        answer="Kami membaca lagi.",
        actor_id=moderator,
        letter=lambda _decision: ("", ""),
        **HOW,
    )


def test_an_objection_is_decided_once_and_never_by_the_first(arena: Arena) -> None:
    appeal = objected(arena)
    first, *others = arena.accounts[:THREADS]
    acts = [answer(appeal, one, overturn=bool(n % 2)) for n, one in enumerate(others)]
    told = arena.rush([answer(appeal, first, overturn=True), *acts])
    assert Counter(told) == {"NotAllowed": 1, "ok": 1, "Conflict": THREADS - 2}
    ((state, decider),) = arena.read(select(Appeal.state, Appeal.decided_by_id))
    assert decider in others
    shown = arena.read(select(TopicPost.state).where(TopicPost.id == arena.posts[0]))
    assert shown == [("visible" if state == "overturned" else "hidden",)]


def test_sabotage_an_update_without_condition_decides_it_often(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unconditional:
        """An UPDATE that forgets what it was told to ask for."""

        def where(self, *_conditions: object) -> Any:
            return update(Appeal)

    appeal = objected(arena)
    monkeypatch.setattr(
        appealing, "update", lambda table: Unconditional() if table is Appeal else update(table)
    )
    told = arena.rush([answer(appeal, one, overturn=False) for one in arena.accounts[1 : THREADS + 1]])
    assert told == ["ok"] * THREADS
