"""Moderators are reminded once per report and threshold; the public sees numbers."""

from datetime import date

from sqlalchemy import select

from core.mail.models import Mail
from forum.moderation.enums import Action
from forum.moderation.house_rules import own_rules, reminder_days
from forum.moderation.reminding import overdue, remind
from forum.moderation.tally import tally
from tests import factories
from tests.forum.moderation.conftest import House


def letter(count: int) -> tuple[str, str]:
    return f"{count} menunggu", "Buka antrean."


def sent(house: House, day: date) -> list[tuple[str, str]]:
    """The mails of one run."""
    before = {mail.id for mail in house.session.scalars(select(Mail))}
    remind(house.session, overdue(house.session, today=day, days=2), letter=letter)
    return [(m.to_address, m.subject) for m in house.session.scalars(select(Mail)) if m.id not in before]


def test_once_per_report_and_threshold(house: House) -> None:
    house.first.email, house.second.email = "satu@contoh.go.id", "dua@contoh.go.id"
    citizen = factories.account(house.session)
    citizen.email = "warga@contoh.go.id"
    house.report()
    both = [("satu@contoh.go.id", "1 menunggu"), ("dua@contoh.go.id", "1 menunggu")]
    assert sent(house, date(2027, 1, 7)) == []
    assert sent(house, date(2027, 1, 8)) == both
    assert sent(house, date(2027, 1, 10)) == []  # a Sunday
    house.report(house.noise, today=date(2027, 1, 6))
    assert sent(house, date(2027, 1, 11)) == both
    assert [len(sent(house, date(2027, 1, 12))), len(sent(house, date(2027, 1, 30)))] == [2, 0]


def test_an_objection_reminds_only_those_who_may_decide_it(house: House) -> None:
    house.first.email, house.second.email = "satu@contoh.go.id", "dua@contoh.go.id"
    house.appeal(house.decide(Action.HIDE))
    assert sent(house, date(2027, 1, 12)) == [("dua@contoh.go.id", "1 menunggu")]


def test_numbers_for_everybody(house: House) -> None:
    house.report()
    house.report()
    house.report(house.noise)
    house.answer(house.appeal(house.decide(Action.HIDE)), overturn=True)
    told = tally(house.session)
    insult = next(row for row in told.rows if row.reason == "insult")
    assert (insult.reported, insult.hidden, insult.shown_again) == (3, 1, 1)
    assert (told.waiting, told.actions["hide"], told.shown_again, told.median_days) == (1, 1, 1, 2.0)
    assert told.appeals == {"open": 0, "upheld": 0, "overturned": 1, "dropped": 0}


def test_the_offices_own_rules() -> None:
    assert own_rules({}, "id") == ""
    assert own_rules({"forum_rules_id": "Sopan.", "forum_rules_en": "Be polite."}, "en") == "Be polite."
    assert own_rules({"forum_rules_id": "Sopan."}, "en") == "Sopan."
    assert [reminder_days({"moderation_days": value}) for value in ("", "3", "0", "99", "x")] == [
        2,
        3,
        1,
        30,
        2,
    ]
