"""One voice per person and item, changeable until the end, and nobody's afterwards."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Invalid, NotAllowed, NotFound
from core.policy import Role
from plan.consulting import versions, voices
from plan.consulting.enums import Stance
from plan.consulting.models import PlanComment, PlanTally, PlanVoice
from plan.consulting.rules import comment_tag, voice_tag
from rembuk.models import METADATA
from tests import factories
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made

pytestmark = pytest.mark.database


def stances(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(PlanVoice.stance).order_by(PlanVoice.stance)))


def test_the_later_voice_replaces_the_earlier_with_its_comment(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, other = made.item(session, cycle), made.item(session, cycle)
    version = authority.consulted(session, cycle)
    ina, noise = authority.employee(session), authority.employee(session)
    authority.say(session, version, noise, item=item)
    authority.say(session, version, ina, Stance.OBJECT, item=item, comment="Terlalu lama.")
    assert stances(session) == ["endorse", "object"]
    authority.say(session, version, ina, item=item, comment="Sekarang cocok.")
    assert stances(session) == ["endorse", "endorse"]
    comments = session.execute(select(PlanComment.item_key, PlanComment.stance, PlanComment.text)).all()
    assert comments == [(item.key, "endorse", "Sekarang cocok.")]
    authority.say(session, version, ina, item=item)
    assert session.scalar(select(func.count()).select_from(PlanComment)) == 0
    own = voices.own_stances(session, version, account_id=ina.id, secret=authority.SECRET)
    assert {key: voice.stance for key, voice in own.items()} == {item.key: "endorse"}
    assert other.key not in own


def test_who_may_speak_about_what_and_when(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, elsewhere = made.item(session, cycle), made.item(session, made.open_cycle(session))
    version = authority.consulted(session, cycle)
    ina = authority.employee(session)
    with pytest.raises(NotAllowed):
        authority.say(session, version, factories.account(session, role=Role.ASN), item=item)
    with pytest.raises(NotAllowed):
        authority.say(session, version, authority.employee(session, left_on=date(2026, 1, 1)), item=item)
    with pytest.raises(NotFound):
        authority.say(session, version, ina, item=elsewhere)
    for day in (authority.OPENS - timedelta(days=1), authority.CLOSES + timedelta(days=1)):
        with pytest.raises(Closed):
            authority.say(session, version, ina, item=item, today=day)
    with pytest.raises(Invalid):
        voices.speak(
            session,
            version,
            item_key=item.key,
            stance=Stance.OBJECT,
            comment="  \n ",
            account_id=ina.id,
            secret=authority.SECRET,
            today=authority.DURING,
        )
    assert stances(session) == []
    for day in (authority.OPENS, authority.CLOSES):
        authority.say(session, version, ina, item=item, today=day)
    assert stances(session) == ["endorse"]


def test_no_row_leads_to_the_person_and_two_items_are_not_linked(session: Session) -> None:
    cycle = made.open_cycle(session)
    items = [made.item(session, cycle) for _ in range(3)]
    version = authority.consulted(session, cycle)
    ina = authority.employee(session)
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    for item in items:
        authority.say(session, version, ina, item=item, comment="Setuju sekali.")
    tags = [*session.scalars(select(PlanVoice.tag)), *session.scalars(select(PlanComment.tag))]
    assert len(set(tags)) == 6
    assert not any(str(ina.id) == tag or ina.login in tag for tag in tags)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before
    with_other_key = {voice_tag(version.id, item.key, ina.id, secret="another key") for item in items}
    assert with_other_key.isdisjoint(tags)


def test_the_tables_have_no_column_for_a_person_a_time_or_an_order() -> None:
    for name in ("plan_voice", "plan_comment", "plan_tally"):
        table = METADATA.tables[name]
        assert {key.target_fullname for key in table.foreign_keys} == {"plan_version.id"}
        assert {"id", "at", "created_at", "account_id"}.isdisjoint(table.columns.keys())
    for name in ("plan_voice", "plan_comment"):
        assert METADATA.tables[name].dialect_options["sqlite"]["with_rowid"] is False


def test_closing_leaves_numbers_and_no_tag_that_the_key_could_make(session: Session) -> None:
    cycle = made.open_cycle(session)
    item, silent = made.item(session, cycle), made.item(session, cycle)
    version = authority.consulted(session, cycle)
    other = authority.consulted(session, cycle)
    people = [authority.employee(session) for _ in range(5)]
    for person in people:
        authority.say(session, version, person, item=item, comment="Baik.")
    authority.say(session, other, people[0], Stance.OBJECT, item=item)
    versions.close_consultation(session, version, actor_id=None)
    session.expire_all()
    tallies = select(PlanTally.item_key, PlanTally.endorsed, PlanTally.objected).order_by(PlanTally.item_key)
    assert session.execute(tallies).all() == sorted([(item.key, 5, 0), (silent.key, 0, 0)])
    assert session.scalars(select(PlanVoice.version_id)).all() == [other.id]
    kept = session.scalars(select(PlanComment.tag).where(PlanComment.version_id == version.id)).all()
    made_by_key = {comment_tag(version.id, item.key, p.id, secret=authority.SECRET) for p in people}
    assert (len(kept), made_by_key.intersection(kept)) == (5, set())
    assert voices.own_stances(session, version, account_id=people[0].id, secret=authority.SECRET) == {}
    with pytest.raises(Closed):
        authority.say(session, version, people[0], item=item)


def test_without_the_forgetting_the_key_still_finds_the_person(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotaged twin: were comments left as they were, the holder of the key could name their writers."""
    monkeypatch.setattr("plan.consulting.closing._rewrite_comments", lambda _session, _version_id: None)
    cycle = made.open_cycle(session)
    item = made.item(session, cycle)
    version = authority.consulted(session, cycle)
    ina = authority.employee(session)
    authority.say(session, version, ina, item=item, comment="Baik.")
    versions.close_consultation(session, version, actor_id=None)
    found = session.scalars(select(PlanComment.tag)).all()
    assert found == [comment_tag(version.id, item.key, ina.id, secret=authority.SECRET)]
