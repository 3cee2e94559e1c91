"""Whom a call invites, that nobody is invited twice, and what a page is told of it."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.errors import Closed, Conflict, Invalid
from core.mail.models import Mail, MailState
from core.outreach.ledger import SentItem
from core.outreach.pasted import Entry
from core.outreach.recipients import Choice
from core.units.models import Unit
from surveys import publishing
from surveys.answer_models import UsedCode
from surveys.invitations import bringing, inviting, queries, reminding
from surveys.invitations.codes import code_of
from surveys.invitations.enums import CallState, Notice, Way
from surveys.invitations.letters import Letter
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey
from tests import factories
from tests.forum.calls.world import mails, office, work
from tests.surveys import factories_invitations as made
from tests.surveys import factories_surveys as make

pytestmark = pytest.mark.database
LETTER = Letter("Survei untuk {nama}", "Yth. {nama}: {kode}")


def invite(
    session: Session, survey: Survey, *pasted: Entry, staff: bool = True, unit: str = ""
) -> SurveyCall:
    return inviting.invite(
        session,
        survey,
        choice=Choice(staff=staff),
        pasted=pasted,
        list_unit=unit,
        letter=LETTER,
        lang="id",
        actor_id=None,
    )


def remind(session: Session, survey: Survey, *, can_mail: bool = True) -> SurveyCall:
    return reminding.remind(session, survey, letter=LETTER, lang="id", can_mail=can_mail, actor_id=None)


def use(session: Session, survey: Survey, code: str) -> None:
    session.add(UsedCode(survey_id=survey.id, code_hash=code_hash(code)))
    session.flush()


def test_a_call_invites_each_person_once(app: Flask, session: Session) -> None:
    there, survey = office(session), made.survey(session)
    listed = (Entry("Tamu", "tamu@example.com"), Entry("Hanya HP", "", "+6281234567891"))
    call = invite(session, survey, *listed, unit=there.below.key)
    work(app, session)
    rows = session.scalars(select(SurveyInvitation)).all()
    assert {(row.name, row.state, row.unit_key) for row in rows} == {
        ("Ina Lede", Way.MAILED, session.get_one(Unit, there.other.unit_id).key),
        ("Tamu", Way.MAILED, there.below.key),
        ("Yosef Bria", Way.MAILED, there.top.key),
        ("Maria Tallo", Way.PAPER, there.below.key),
        ("Hanya HP", Way.PHONE, there.below.key),
    }
    guest = next(row for row in rows if row.name == "Tamu")
    code = code_of(guest.salt, secret=make.SECRET)
    assert guest.code_hash == code_hash(code)
    mail = session.scalars(select(Mail).where(Mail.to_address == "tamu@example.com")).one()
    assert (mail.subject, mail.body, mail.private) == ("Survei untuk Tamu", f"Yth. Tamu: {code}", False)
    assert (call.state, call.pasted) == (CallState.DONE, [])
    invite(session, survey, *listed, Entry("Baru", "baru@example.com"))
    work(app, session)
    assert sorted(to for to, _subject in mails(session)) == [
        "baru@example.com", "ina@example.go.id", "tamu@example.com", "yosef@example.go.id",
    ]  # fmt: skip
    elsewhere = made.survey(session)
    invite(session, elsewhere, listed[0], staff=False)
    work(app, session)
    assert len(mails(session)) == 5


def test_what_cannot_be_sent_is_refused(session: Session) -> None:
    survey, by_account = made.survey(session), make.survey(session)
    with pytest.raises(Closed, match="hanya untuk survei yang diisi dengan kode"):
        invite(session, by_account)
    with pytest.raises(Closed, match="setelah survei terbit"):
        invite(session, make.draft(session, access=survey.access))  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="Pilih siapa"):
        invite(session, survey, staff=False)
    for letter, why in ((Letter("a", "b"), "harus memuat"), (Letter("{kode}", "{kode}"), "perihal")):
        with pytest.raises(Invalid, match=why):
            inviting.require_code(letter)
    assert session.scalars(select(SurveyCall.id)).all() == []


def test_a_survey_that_closes_meanwhile_invites_nobody_more(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "BATCH", 2)
    survey = made.survey(session)
    invite(session, survey, *(Entry("", f"o{n}@example.com") for n in range(5)), staff=False)
    payload = {"call": session.scalars(select(SurveyCall.id)).one(), "after": ""}
    inviting.invite_batch(session, payload, secret=make.SECRET)(session)
    assert len(mails(session)) == 2
    late = inviting.invite_batch(session, payload, secret=make.SECRET)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    assert late(session) == {"invited": 0}
    work(app, session)
    assert len(mails(session)) == 2
    assert session.scalars(select(SurveyCall.id)).all() == []
    assert session.scalars(select(SentItem.recipient).where(SentItem.kind == Notice.INVITATION)).all() == []


def many(session: Session, survey: Survey, number: int, **values: object) -> list[str]:
    return [
        made.invitation(session, survey, name=f"Orang {n}", address=f"o{n}@example.go.id", **values)
        for n in range(number)
    ]


def test_a_reminder_goes_to_unused_codes_and_leaves_no_trace(app: Flask, session: Session) -> None:
    survey, other = made.survey(session), made.survey(session)
    codes = many(session, survey, 6)
    made.invitation(session, survey, name="Kertas")
    made.invitation(session, other, address="lain@example.go.id")
    for code in codes[:4]:
        use(session, survey, code)
    failed = Mail(to_address="o9@example.go.id", subject="x", body="x", state=MailState.FAILED)
    session.add(failed)
    session.flush()
    made.invitation(session, survey, address="o9@example.go.id", mail_id=failed.id)
    call = remind(session, survey)
    with pytest.raises(Conflict, match="masih dikirim"):
        remind(session, survey)
    work(app, session)
    reminded = session.scalars(select(Mail).where(Mail.private)).all()
    assert {(m.to_address, m.body) for m in reminded} == {
        ("o4@example.go.id", f"Yth. Orang 4: {codes[4]}"),
        ("o5@example.go.id", f"Yth. Orang 5: {codes[5]}"),
    }
    assert call.state == CallState.DONE
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)
    assert session.scalars(select(SentItem.recipient).where(SentItem.kind == Notice.REMINDER)).all() == []


def test_no_reminder_where_it_would_tell_who_has_not_answered(session: Session) -> None:
    survey = made.survey(session)
    many(session, survey, 4)
    with pytest.raises(Closed, match="Server surel belum diatur"):
        remind(session, survey, can_mail=False)
    with pytest.raises(Closed, match="sedikitnya"):
        remind(session, survey)
    made.invitation(session, survey, name="Kelima", address="lima@example.go.id")
    assert remind(session, survey).notice == Notice.REMINDER


def test_whoever_answers_before_their_letter_is_written_gets_none(session: Session) -> None:
    survey = made.survey(session)
    codes = many(session, survey, 5)
    call = remind(session, survey)
    effect = reminding.remind_batch(session, {"call": call.id, "after": ""}, secret=make.SECRET)
    for code in codes[1:]:
        use(session, survey, code)
    assert effect(session) is None
    assert [to for to, _subject in mails(session)] == ["o0@example.go.id"]


def test_response_by_unit_in_fives_and_hidden_where_few_were_invited(session: Session) -> None:
    survey, other = made.survey(session), made.survey(session)
    many_unit, few_unit = factories.unit(session, name="A banyak"), factories.unit(session, name="B sedikit")
    codes = many(session, survey, 12, unit_key=many_unit.key)
    codes += many(session, survey, 4, unit_key=few_unit.key)
    codes += [made.invitation(session, survey, unit_key="") for _ in range(5)]
    for code in codes[:9] + codes[12:16] + codes[16:18]:
        use(session, survey, code)
    use(session, other, made.invitation(session, other, unit_key=few_unit.key))
    rows, total = queries.responses(session, survey)
    told = {row.unit.name if row.unit else "": (row.invited, row.answered, row.percent) for row in rows}
    assert told == {"A banyak": (12, 5, 41), "B sedikit": (4, None, None), "": (5, None, None)}
    assert (total.invited, total.answered, total.percent) == (21, 15, 71)
    assert (total.sent, total.to_bring, total.failed, total.brought) == (16, 5, 0, 0)
    assert queries.responses(session, made.survey(session))[1].invited == 0


def test_slips_of_a_whole_unit_do_not_say_who_answered(session: Session) -> None:
    survey = made.survey(session)
    paper = made.invitation(session, survey, name="Ana", unit_key="u")
    made.invitation(session, survey, name="Budi", unit_key="u", state=Way.BROUGHT)
    made.invitation(session, survey, name="Citra", unit_key="lain")
    use(session, survey, paper)
    to_print = queries.list_slips(session, survey)
    assert [row.name for row in to_print] == ["Citra", "Ana"]
    whole = queries.list_slips(session, survey, unit_key="u", everybody=True)
    assert [row.name for row in whole] == ["Ana", "Budi"]
    keys = [row.key for row in to_print]
    elsewhere = made.survey(session)
    with pytest.raises(Conflict):
        bringing.mark_brought(session, elsewhere, keys, actor_id=None)
    assert bringing.mark_brought(session, survey, keys, actor_id=None) == 2
    with pytest.raises(Conflict):
        bringing.mark_brought(session, survey, keys, actor_id=None)
    session.expire_all()
    assert queries.list_slips(session, survey) == []
