"""What values turn into, as in XPath 1.0 with XLSForm's dates. The browser does the same in logic.js.

A value is a text, a number, a boolean, or the list of what was ticked. "" is an unanswered question.
"""

import math
import re
from datetime import date, timedelta
from decimal import Decimal

Value = str | float | bool | list[str]

_NUMBER = re.compile(r"[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)[ \t\r\n]*", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?", re.ASCII | re.DOTALL)
_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date.max - _EPOCH).days
_FIRST_DAY = (date(1000, 1, 1) - _EPOCH).days


def to_text(value: Value) -> str:
    """Numbers without exponent and without ".0"; what was ticked with blanks between."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return value if isinstance(value, str) else _number_text(float(value))


def _number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    text = format(Decimal(repr(number)), "f").removesuffix(".0")
    return "0" if text == "-0" else text


def to_number(value: Value) -> float:
    """A date becomes days since 1970, what is no number NaN."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    text = to_text(value)
    if _NUMBER.fullmatch(text):
        return float(text)
    days = days_of(text)
    return math.nan if days is None else float(days)


def to_bool(value: Value) -> bool:
    """Zero, NaN and the empty text are false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def days_of(text: str) -> int | None:
    """Days since 1970 of an ISO date, with or without a time."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return (date(int(found[1]), int(found[2]), int(found[3])) - _EPOCH).days
    except ValueError:
        return None


def date_text(value: Value) -> str:
    """The ISO date of a date or of days since 1970; "" where there is none."""
    number = to_number(value)
    if math.isnan(number) or not _FIRST_DAY <= number <= _LAST_DAY:
        return ""
    return (_EPOCH + timedelta(days=math.floor(number))).isoformat()
