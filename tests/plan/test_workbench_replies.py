"""What people are told follows the workbench: who is moved, and who comes to a theme that was decided before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan import themes
from plan.ledger import standing
from plan.ledger_models import NodeKind, TraceEdge
from plan.replies.enums import ReplyKind
from plan.replies.models import Reply, ReplyContribution
from plan.workbench import moving
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked

pytestmark = pytest.mark.database
REASON = "Belum ada anggarannya tahun ini."


def told(session: Session, ref: ContributionRef) -> list[tuple[str, str]]:
    """Kind and reason of the replies in force, the newest last."""
    found = (
        select(Reply.kind, Reply.reason)
        .join(ReplyContribution, ReplyContribution.reply_id == Reply.id)
        .where(ReplyContribution.contribution_key == ref.key, Reply.retracted_at.is_(None))
        .order_by(Reply.id)
    )
    return [(kind, reason) for kind, reason in session.execute(found)]


def test_who_is_moved_is_told_what_holds_there(session: Session) -> None:
    voices, cycle = Voices(), make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[layanan] d")
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital", title="Mahir komputer")
    layanan = theme_of(run, "layanan")
    themes.reject_theme(session, layanan, kind=ReplyKind.POSTPONED, reason=REASON, actor_id=None)
    accepted = told(session, refs[1])
    assert [kind for kind, _ in accepted] == [ReplyKind.ACCEPTED]

    def move(ref: ContributionRef, key: str) -> None:
        found = picked(session, run, [ref])
        moving.move_contributions(session, run, picked=found, to=theme_of(run, key), actor_id=None)

    move(refs[0], "arsip")
    assert told(session, refs[0]) == []
    edges = select(TraceEdge.target_kind).where(TraceEdge.source_key == refs[0].key, standing())
    assert set(session.scalars(edges)) == {NodeKind.THEME}
    move(refs[0], "layanan")
    assert told(session, refs[0]) == [(ReplyKind.POSTPONED, REASON)]
    move(refs[0], "digital")
    assert told(session, refs[0]) == accepted
    move(refs[2], "digital")
    assert told(session, refs[2]) == accepted
    assert told(session, refs[1]) == accepted
    moving.lock_contributions(session, run, picked=picked(session, run, refs[1:2]), actor_id=None)
    assert told(session, refs[1]) == accepted
    assert told(session, refs[3]) == [(ReplyKind.POSTPONED, REASON)]


def test_a_rejection_is_told_to_who_comes_later_and_taken_back_as_a_whole(session: Session) -> None:
    voices, cycle = Voices(), make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    digital = theme_of(run, "digital")
    kind = ReplyKind.FORWARDED
    themes.reject_theme(session, digital, kind=kind, reason=REASON, addressee="BKPPD", actor_id=None)
    make.done_run(session, cycle, voices)
    new = voices.say(cycle, "[digital] c")
    third = make.done_run(session, cycle, voices)
    assert told(session, refs[0]) == told(session, new[0]) == [(kind, REASON)]
    assert told(session, refs[1]) == []
    assert set(session.scalars(select(Reply.addressee))) == {"BKPPD"}
    themes.reopen_theme(session, theme_of(third, "digital"), actor_id=None)
    assert told(session, refs[0]) == told(session, new[0]) == []
    fourth = make.done_run(session, cycle, voices)
    assert theme_of(fourth, "digital").state == "proposed"
    assert told(session, new[0]) == []
