"""Run a tree. Nothing here fails: what cannot be computed is NaN, "" or false."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import re2

from surveys.expressions.parse import Tree
from surveys.expressions.values import Value, date_text, to_bool, to_number, to_text

_LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class Context:
    """What an expression may look at.

    `answers` by question, `own` for ".", `option` the columns of the option in hand, `labels` the words of each
    question's options; `today` and `now` as ISO texts in the office's time.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    own: Value = ""
    option: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    today: str = ""
    now: str = ""


def evaluate(tree: Tree, context: Context) -> Value:
    """The value of a tree made by `parse`."""
    if not isinstance(tree, list):
        return tree if isinstance(tree, str) else float(tree)
    operator = tree[0]
    if operator == "$":
        return context.answers.get(tree[1], "")
    if operator == ".":
        return context.own
    if operator == "@":
        return context.option.get(tree[1], "")
    if operator == "fn":
        return _call(tree[1], tree[2:], context)
    if operator in {"and", "or"}:
        first = to_bool(evaluate(tree[1], context))
        return first if first == (operator == "or") else to_bool(evaluate(tree[2], context))
    values = [evaluate(part, context) for part in tree[1:]]
    return _compare(operator, *values) if operator in _ORDER else _compute(operator, *map(to_number, values))


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a < b or a > b,  # so that NaN is not unequal either
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare(operator: str, a: Value, b: Value) -> bool:
    """As numbers where one is a number or an order is asked, as truth where one is true or false, else as texts."""
    if operator in {"=", "!="}:
        if isinstance(a, bool) or isinstance(b, bool):
            return (to_bool(a) == to_bool(b)) == (operator == "=")
        if isinstance(a, str | list) and isinstance(b, str | list):
            return (to_text(a) == to_text(b)) == (operator == "=")
    return _ORDER[operator](to_number(a), to_number(b))


def _compute(operator: str, a: float, b: float = 0.0) -> float:
    if operator == "neg":
        return -a
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    if operator == "div":
        return _divide(a, b)
    # The sign of the dividend, as in XPath; Python's % has the divisor's.
    return math.nan if b == 0 or math.isinf(a) else math.fmod(a, b)


def _divide(a: float, b: float) -> float:
    if b != 0:
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def _call(name: str, parts: list[Tree], context: Context) -> Value:
    if name == "if":
        return evaluate(parts[1 if to_bool(evaluate(parts[0], context)) else 2], context)
    if name == "once":
        return context.own if to_text(context.own) else evaluate(parts[0], context)
    if name == "jr:choice-name":
        return _choice_name(parts, context)
    if name in {"today", "now"}:
        return context.today if name == "today" else context.now
    return _FUNCTIONS[name](*(evaluate(part, context) for part in parts))


def _choice_name(parts: list[Tree], context: Context) -> str:
    """XLSForm names the question in quotes: `jr:choice-name(${x}, '${x}')`."""
    value, question = to_text(evaluate(parts[0], context)), parts[1]
    named = question[1] if isinstance(question, list) and question[0] == "$" else str(question).strip("${} ")
    return context.labels.get(named, {}).get(value, value)


def _chosen(value: Value) -> list[str]:
    return value if isinstance(value, list) else _normalize(value).split()


def _selected_at(value: Value, place: Value) -> str:
    chosen, at = _chosen(value), to_number(place)
    return chosen[int(at)] if not math.isnan(at) and 0 <= at < len(chosen) else ""


def _round(value: Value, places: Value = 0.0) -> float:
    """Halves go up, as in XPath: round(-2.5) is -2."""
    number, digits = to_number(value), to_number(places)
    if not math.isfinite(number) or not math.isfinite(digits) or abs(digits) > 12:  # noqa: PLR2004  beyond that a float has no digits
        return number
    factor = float(f"1e{int(digits)}")
    return math.floor(number * factor + 0.5) / factor if math.isfinite(number * factor) else number


def _int(value: Value) -> float:
    number = to_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _numbers(values: tuple[Value, ...]) -> list[float]:
    return [to_number(value) for value in values if to_text(value)]


def _least(*values: Value) -> float:
    return _end(_numbers(values), min)


def _most(*values: Value) -> float:
    return _end(_numbers(values), max)


def _end(numbers: list[float], choose: Callable[[list[float]], float]) -> float:
    return choose(numbers) + 0.0 if numbers and not any(map(math.isnan, numbers)) else math.nan


def _sum(*values: Value) -> float:
    total = 0.0
    for number in _numbers(values):
        total += number
    return total


def _substr(value: Value, start: Value, end: Value = math.inf) -> str:
    """Characters from `start` up to, not including, `end`; negative ones count from the end."""
    text = to_text(value)
    first, last = (_place(one, len(text)) for one in (start, end))
    return text[first:last] if first < last else ""


def _place(value: Value, length: int) -> int:
    number = to_number(value)
    if math.isnan(number):
        return 0
    number = number if number >= 0 else length + number
    return int(min(max(number, 0), length))


def _regex(value: Value, pattern: Value) -> bool:
    """The whole text. In linear time whatever the author wrote (RE2)."""
    try:
        return re2.fullmatch(to_text(pattern), to_text(value), _regex_options()) is not None
    except re2.error:
        return False


def _regex_options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False  # a pattern is the author's text and belongs in no log
    options.max_mem = 1 << 20
    return options


def _format_date(value: Value, pattern: Value) -> str:
    day, text = date_text(value), to_text(pattern)
    if not day:
        return ""
    year, month, number = day.split("-")
    slots = {
        "%Y": year,
        "%y": year[2:],
        "%m": month,
        "%n": str(int(month)),
        "%d": number,
        "%e": str(int(number)),
    }
    for slot, words in slots.items():
        text = text.replace(slot, words)
    return text


_SPACE = " \t\r\n"


def _normalize(value: Value) -> str:
    text = to_text(value)
    for sign in _SPACE:
        text = text.replace(sign, " ")
    return " ".join(part for part in text.split(" ") if part)


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "not": lambda a: not to_bool(a),
    "true": lambda: True,
    "false": lambda: False,
    "boolean": to_bool,
    "selected": lambda a, b: to_text(b) in _chosen(a),
    "count-selected": lambda a: float(len(_chosen(a))),
    "selected-at": _selected_at,
    "coalesce": lambda a, b: a if to_text(a) else b,
    "position": lambda _: 1.0,  # there are no repeated groups
    "string-length": lambda a: float(len(to_text(a))),
    "regex": _regex,
    "contains": lambda a, b: to_text(b) in to_text(a),
    "starts-with": lambda a, b: to_text(a).startswith(to_text(b)),
    "concat": lambda *parts: "".join(map(to_text, parts))[:_LONGEST_TEXT],
    "normalize-space": _normalize,
    "substr": _substr,
    "number": to_number,
    "int": _int,
    "string": to_text,
    "round": _round,
    "min": _least,
    "max": _most,
    "sum": _sum,
    "count": lambda *values: float(len(values)),
    "count-non-empty": lambda *values: float(sum(bool(to_text(value)) for value in values)),
    "date": date_text,
    "format-date": _format_date,
}
