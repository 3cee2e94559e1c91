"""Calendar files, read by two readers: the right hour, a stable name, nasty text, a cancelled workshop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil import tz
from icalendar import Calendar
from sqlalchemy.orm import Session

from forum.workshops import calendar
from forum.workshops.calendar import Method, calendar_of, feed_of
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests.forum import factories

WITA = ZoneInfo("Asia/Makassar")
STAMP = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
URL = "https://rembuk.example/workshop/arsip;v=1,2"
NASTY = 'A;b,c\\n "d"\nBEGIN:VEVENT\r\nSUMMARY:bukan\x00\x07\rEND:VCALENDAR\u2028 é😀' + "é" * 300


def made(workshop: Workshop, method: Method = Method.PUBLISH, tz: ZoneInfo = WITA, lang: str = "id") -> bytes:
    return calendar_of(
        workshop,
        workshop.sessions,
        host="rembuk.example",
        url=URL,
        lang=lang,
        tz=tz,
        method=method,
        stamp=STAMP,
    )


def both(content: bytes) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each event as icalendar and as vobject read it."""
    first = Calendar.from_ical(content).walk("VEVENT")
    second = vobject.readOne(content.decode()).contents.get("vevent", [])
    for a, b in zip(first, second, strict=True):
        yield (
            {k: getattr(v, "dt", v) for k, v in a.items()},
            {k.upper(): v[0].value for k, v in b.contents.items()},
        )


def test_nine_in_the_morning_in_kupang_is_one_in_utc(session: Session) -> None:
    workshop = factories.workshop(session, sessions=2, calendar_sequence=3, contact="Ibu Maria, 0380 821")
    for day, events in enumerate(both(made(workshop))):
        begin = datetime(2027, 3, 1 + day, 9, 0, tzinfo=WITA)
        for event in events:
            assert event["DTSTART"] == begin
            assert event["DTSTART"].astimezone(UTC).hour == 1
            assert event["DTEND"] - event["DTSTART"] == timedelta(hours=3)
            assert str(event["SEQUENCE"]) == "3"
            assert (event["STATUS"], event["LOCATION"]) == ("CONFIRMED", "Aula")
            assert (event["SUMMARY"], event["URL"]) == (workshop.title_id, URL)
            assert event["CONTACT"] == "Ibu Maria, 0380 821"
            assert event["UID"] == f"workshop-{workshop.key}-{workshop.sessions[day].id}@rembuk.example"
    text = made(workshop).decode()
    assert "DTSTART;TZID=Asia/Makassar:20270301T090000\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Makassar\r\n" in text
    assert "TZOFFSETTO:+0800\r\n" in text
    assert "BEGIN:DAYLIGHT" not in text
    assert "METHOD:PUBLISH\r\n" in text


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Jakarta", (8, 8)), ("Asia/Jayapura", (10, 10)), ("Europe/Berlin", (2, 3))]
)
def test_another_zone_also_one_with_summer_time(session: Session, zone: str, hours: tuple[int, int]) -> None:
    """By name, and by the rules in the file. (vobject loses the RDATEs of a zone; dateutil reads them.)"""
    workshop = factories.workshop(session, sessions=2)
    workshop.sessions[1].starts_at += timedelta(days=120)
    workshop.sessions[1].ends_at += timedelta(days=120)
    content = made(workshop, tz=ZoneInfo(zone))
    rules = tz.tzical(StringIO(content.decode().partition("BEGIN:VEVENT")[0])).get()
    for number, (event, _vobject) in enumerate(both(content)):
        begin = workshop.sessions[number].starts_at
        assert event["DTSTART"] == begin == event["DTSTART"].replace(tzinfo=rules)
        assert event["DTSTART"].hour == hours[number]


def test_the_zone_in_the_file_says_the_same_as_its_name(session: Session) -> None:
    """A reader that knows no zone names takes the rules of the file."""
    text = made(factories.workshop(session)).decode().replace("Asia/Makassar", "Rumah sendiri")
    for a, b in both(text.encode()):
        assert a["DTSTART"].astimezone(UTC) == b["DTSTART"].astimezone(UTC) == factories.FIRST_SESSION


def test_nasty_text_stays_text(session: Session) -> None:
    workshop = factories.workshop(session)
    workshop.title_id = workshop.about_id = workshop.place = workshop.contact = NASTY
    content = made(workshop)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert not ({*range(32), 127} - {10, 13}) & set(content)
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    wanted = calendar._plain(NASTY)
    for events in both(content):
        for event in events:
            assert (event["SUMMARY"], event["LOCATION"], event["CONTACT"]) == (wanted, wanted, wanted)
            assert event["DESCRIPTION"] == f"{wanted}\n\n{URL}"
    assert len(list(both(content))) == 1


def test_the_language_and_the_place_of_a_session(session: Session) -> None:
    workshop = factories.workshop(session, sessions=2, link="https://rapat.example/1")
    own = workshop.sessions[1]
    own.title_id, own.title_en, own.place, own.link = (
        "Praktik",
        "Practice",
        "Ruang 2",
        "https://rapat.example/2",
    )
    session.flush()
    (first, _a), (second, _b) = both(made(workshop, lang="en"))
    assert first["SUMMARY"] == workshop.title_en
    assert first["DESCRIPTION"] == f"https://rapat.example/1\n\n{URL}"
    assert (second["SUMMARY"], second["LOCATION"]) == (f"{workshop.title_en}: Practice", "Ruang 2")
    assert second["DESCRIPTION"] == f"https://rapat.example/2\n\n{URL}"
    assert next(both(made(workshop)))[0]["SUMMARY"] == workshop.title_id


def test_a_cancelled_workshop_is_taken_out_under_the_same_name(session: Session) -> None:
    workshop = factories.workshop(session)
    before = next(both(made(workshop)))[0]
    workshop.calendar_sequence += 1
    content = made(workshop, Method.CANCEL)
    for event in next(both(content)):
        assert (event["STATUS"], event["UID"]) == ("CANCELLED", before["UID"])
        assert int(event["SEQUENCE"]) == before["SEQUENCE"] + 1
    assert b"METHOD:CANCEL\r\n" in content


def test_the_feed_of_many_workshops(session: Session) -> None:
    first, second = factories.workshop(session, sessions=2), factories.workshop(session)
    second.state = WorkshopState.CANCELLED
    content = feed_of(
        [(first, "https://a.example/1"), (second, "https://a.example/2")],
        name="Workshop Kecamatan, Alak",
        host="a.example",
        lang="id",
        tz=WITA,
        stamp=STAMP,
    )
    told = [(e["SUMMARY"], e["URL"], e["STATUS"]) for e, _other in both(content)]
    assert told == [
        (first.title_id, "https://a.example/1", "CONFIRMED"),
        (first.title_id, "https://a.example/1", "CONFIRMED"),
        (second.title_id, "https://a.example/2", "CANCELLED"),
    ]
    read = Calendar.from_ical(content)
    assert (read["X-WR-CALNAME"], read["METHOD"]) == ("Workshop Kecamatan, Alak", "PUBLISH")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
