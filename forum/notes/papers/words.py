"""Numbers, days and times as an Indonesian office writes them."""

from datetime import date, datetime, time

_ONES = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_STEPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))
_LARGEST = 10**15
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def terbilang(number: int) -> str:
    """A whole number in words: 2026 -> dua ribu dua puluh enam."""
    if not 0 <= number < _LARGEST:
        raise ValueError("terbilang counts from 0 to below a thousand trillion")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ONES[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if 1000 <= number < 2000:
        return _joined("seribu", number - 1000)
    size, name = next((size, name) for size, name in _STEPS if number >= size)
    return _joined(f"{terbilang(number // size)} {name}", number % size)


def _joined(words: str, rest: int) -> str:
    return f"{words} {terbilang(rest)}" if rest else words


def day_name(day: date) -> str:
    """Senin."""
    return _DAYS[day.weekday()]


def month_name(day: date) -> str:
    """November."""
    return _MONTHS[day.month - 1]


def long_day(day: date) -> str:
    """23 November 2026."""
    return f"{day.day} {month_name(day)} {day.year}"


def day_and_date(day: date) -> str:
    """Senin, 23 November 2026."""
    return f"{day_name(day)}, {long_day(day)}"


def formal_day(day: date) -> str:
    """Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)."""
    spoken = f"tanggal {terbilang(day.day)} bulan {month_name(day)} tahun {terbilang(day.year)}"
    return f"{day_name(day)} {spoken} ({day:%d-%m-%Y})"


def clock(moment: datetime | time) -> str:
    """09.00."""
    return f"{moment:%H.%M}"


def counted(number: int, what: str) -> str:
    """24 (dua puluh empat) orang."""
    return f"{number} ({terbilang(number)}) {what}"
