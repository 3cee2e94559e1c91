"""Posts, titles of those who act for the office, and working days."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.staff import holidays, posts, queries, titles
from core.staff.enums import PostKind, TitleKey
from core.staff.models import HolidayOverride, Post
from tests.core.factories_staff import person, post

pytestmark = pytest.mark.database


def test_a_post_is_named_once_and_kept_while_somebody_holds_it(session: Session) -> None:
    head, free = (
        post(session, name="Kepala  Seksi", kind=PostKind.STRUCTURAL),
        post(session, name="Juru Ketik"),
    )
    with pytest.raises(Conflict):
        post(session, name="Kepala Seksi")
    person(session, name="Ana", post_id=head.id)
    person(session, name="Budi", post_id=head.id)
    with pytest.raises(Conflict) as refusal:
        posts.delete_post(session, head, actor_id=None)
    assert refusal.value.params == {"count": 2}
    assert queries.holders(session) == {head.id: 2}
    posts.delete_post(session, free, actor_id=None)
    other = post(session, name="Arsiparis")
    with pytest.raises(Conflict):
        posts.change_post(
            session, other, name="Kepala Seksi", kind="functional", position=0, active=True, actor_id=None
        )
    assert session.scalars(select(Post.name).order_by(Post.name)).all() == ["Arsiparis", "Kepala Seksi"]
    assert queries.likely_superiors(session) == ["Ana", "Budi"]


def test_titles_are_data_and_empty_at_first(session: Session) -> None:
    ana = person(session, name="Ana")
    before = titles.office_titles(session)
    assert list(before) == list(TitleKey)
    assert {(t.title_id, t.person_name) for t in before.values()} == {("", "")}
    titles.set_title(session, TitleKey.SIGNER, title_id="Kepala", person_id=ana.id, actor_id=None)
    titles.set_title(session, TitleKey.SIGNER, title_id="Kepala Kantor", person_id=ana.id, actor_id=None)
    titles.set_title(session, TitleKey.AGENCY, title_id="Badan", title_en="Agency", actor_id=None)
    after = titles.office_titles(session)
    assert (after[TitleKey.SIGNER].title_id, after[TitleKey.SIGNER].person_name) == ("Kepala Kantor", "Ana")
    assert (after[TitleKey.AGENCY].title_en, after[TitleKey.AGENCY].person_id) == ("Agency", None)
    assert after[TitleKey.DECIDER].title_id == ""


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 8, 13), 0, date(2026, 8, 13)),
        (date(2026, 8, 13), 1, date(2026, 8, 14)),
        (date(2026, 8, 13), 2, date(2026, 8, 18)),  # a weekend, then Independence Day on a Monday
        (date(2026, 8, 15), 1, date(2026, 8, 18)),
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # Christmas with the joint leave before it, a weekend
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_of_the_national_calendar(session: Session, start: date, n: int, expected: date) -> None:
    assert holidays.working_days_after(session, start, n) == expected


def test_the_office_departs_from_the_calendar(session: Session) -> None:
    independence, monday, saturday = date(2026, 8, 17), date(2026, 8, 10), date(2026, 8, 15)
    for day, working in [(independence, True), (monday, False), (saturday, True), (date(2025, 1, 2), False)]:
        holidays.set_day(session, day=day, name="Kerja bakti", working=working, actor_id=None)
    with pytest.raises(Conflict):
        holidays.set_day(session, day=monday, name="lagi", working=True, actor_id=None)
    assert holidays.working_days_after(session, date(2026, 8, 7), 1) == date(2026, 8, 11)
    assert holidays.working_days_after(session, date(2026, 8, 14), 2) == independence
    shown = {d.day: (d.name, d.working, d.ours) for d in holidays.special_days(session, 2026, "id")}
    assert shown[independence] == ("Kerja bakti", True, True)
    assert shown[date(2026, 12, 25)] == ("Hari Raya Natal", False, False)
    assert date(2025, 1, 2) not in shown
    kept = session.get(HolidayOverride, independence)
    assert kept is not None
    holidays.clear_day(session, kept, actor_id=None)
    assert holidays.working_days_after(session, date(2026, 8, 16), 1) == date(2026, 8, 18)


def test_the_calendar_speaks_both_languages() -> None:
    christmas = date(2026, 12, 25)
    assert holidays.national_holidays(2026)[christmas] == "Hari Raya Natal"
    assert holidays.national_holidays(2026, "en")[christmas] == "Christmas Day"


def test_far_working_days_ask_the_database_once_a_year(session: Session) -> None:
    holidays.set_day(session, day=date(2028, 1, 3), name="Libur daerah", working=False, actor_id=None)
    near = holidays.working_days_after(session, date(2026, 1, 1), 500)
    assert near > date(2027, 12, 1)
    after = holidays.working_days_after(session, date(2027, 12, 31), 1)
    assert after == date(2028, 1, 4)
