"""Working days: the national calendar, and the days on which this office departs from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from core.staff.models import HolidayOverride

COUNTRY = "ID"
LANGUAGES = {"id": "id", "en": "en_US"}
SATURDAY = 5


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says. `ours` marks a day that this office set."""

    day: date
    name: str
    working: bool
    ours: bool


@lru_cache(maxsize=16)
def national_holidays(year: int, lang: str = "id") -> Mapping[date, str]:
    """Public holidays and the government's joint leave of a year, named in a language of the product."""
    import holidays

    found = holidays.country_holidays(
        COUNTRY, years=year, language=LANGUAGES[lang], categories=("public", "government")
    )
    return dict(sorted(found.items()))


def overrides(session: Session, first: date, last: date) -> dict[date, HolidayOverride]:
    """The days that this office set, from the first to the last."""
    found = session.scalars(
        select(HolidayOverride).where(HolidayOverride.day.between(first, last)).order_by(HolidayOverride.day)
    )
    return {row.day: row for row in found}


def special_days(session: Session, year: int, lang: str) -> list[SpecialDay]:
    """Every special day of a year in order; what the office set stands in the calendar's place."""
    ours = overrides(session, date(year, 1, 1), date(year, 12, 31))
    days = {day: SpecialDay(day, name, False, False) for day, name in national_holidays(year, lang).items()}
    days |= {day: SpecialDay(day, row.name, row.working, True) for day, row in ours.items()}
    return [days[day] for day in sorted(days)]


def working_days_after(session: Session, start: date, n: int) -> date:
    """The n-th working day after a day; the day itself does not count. For n = 0 the day itself."""
    ours: dict[date, HolidayOverride] = {}
    known_to, day = start, start
    while n > 0:
        day += timedelta(days=1)
        if day > known_to:
            known_to = day + timedelta(days=366)
            ours = overrides(session, day, known_to)
        override = ours.get(day)
        working = override.working if override else _national_working_day(day)
        n -= working
    return day


def working_days_until(session: Session, starts: Collection[date], end: date) -> dict[date, int]:
    """For each of these days, how many working days came after it up to and with `end`."""
    if not starts:
        return {}
    day = min(starts)
    ours = overrides(session, day, max(day, end))
    passed, before, wanted = 0, {}, set(starts)
    while day <= end:
        override = ours.get(day)
        passed += override.working if override else _national_working_day(day)
        if day in wanted:
            before[day] = passed
        day += timedelta(days=1)
    return {start: passed - before.get(start, passed) for start in wanted}


def _national_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in national_holidays(day.year)


def set_day(session: Session, *, day: date, name: str, working: bool, actor_id: int | None) -> None:
    """Depart from the calendar on a day."""
    if session.get(HolidayOverride, day) is not None:
        raise Conflict(N_("Tanggal itu sudah Anda atur. Hapus dahulu, lalu tambahkan lagi."))
    session.add(HolidayOverride(day=day, name=name, working=working))
    session.flush()
    audit.record(
        session, actor_id=actor_id, action="holiday.set", kind="holiday", key=day.isoformat(), working=working
    )


def clear_day(session: Session, override: HolidayOverride, *, actor_id: int | None) -> None:
    """Follow the calendar again."""
    key = override.day.isoformat()
    session.delete(override)
    session.flush()
    audit.record(session, actor_id=actor_id, action="holiday.clear", kind="holiday", key=key)
