"""Expressions by the thousand: as texts for us, and where XPath 1.0 means the same, as texts for lxml.

What XPath means differently is not made here, or is written for it in its own words; the list with reasons
is in docs/decisions/expressions.md.
"""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

ANSWERS: dict[str, str | float | bool | list[str]] = {
    "umur": 37.0,
    "anak": 0.0,
    "minus": -2.5,
    "nama": "Maria  Goreti",
    "angka_tertulis": " 12.50 ",
    "kosong": "",
    "aneh": "é 😀 ñ",
    "pilihan": ["digital", "arsip", "layanan"],
    "tanggal": "2027-03-01",
}
NUMBERS, TEXTS = ("umur", "anak", "minus"), ("nama", "angka_tertulis", "kosong", "aneh")


@dataclass(frozen=True)
class Made:
    """One expression twice; `kind` is number, text or truth."""

    kind: str
    ours: str
    xpath: str


def _same(kind: str, text: str) -> Made:
    return Made(kind, text, text)


_number = st.one_of(
    st.sampled_from(["0", "1", "2", "2.5", "0.1", "37", "100", ".5", "7.25"]).map(
        lambda t: _same("number", t)
    ),
    st.sampled_from(NUMBERS).map(lambda name: Made("number", f"${{{name}}}", f"${name}")),
)
_text = st.one_of(
    st.sampled_from(["''", "'a'", "'5'", "' 12 '", '"Maria"', "'tidak ada'", "'-3.5'", "'é 😀'"]).map(
        lambda t: _same("text", t)
    ),
    st.sampled_from(TEXTS).map(lambda name: Made("text", f"${{{name}}}", f"${name}")),
)
_truth = st.sampled_from(["true()", "false()"]).map(lambda t: _same("truth", t))
SHARED = ("=", "!=", "<", "<=", ">", ">=")


def _join(kind: str, pattern: str, *parts: Made) -> Made:
    return Made(kind, pattern.format(*(p.ours for p in parts)), pattern.format(*(p.xpath for p in parts)))


def _compared(parts: tuple[Made, str, Made]) -> Made:
    """NaN is unequal to nothing here, also not by "!="."""
    a, operator, b = parts
    made = _join("truth", f"({{0}} {operator} {{1}})", a, b)
    kinds = {a.kind, b.kind}
    if operator == "!=" and "number" in kinds and "truth" not in kinds:
        return Made("truth", made.ours, f"(({a.xpath} < {b.xpath}) or ({a.xpath} > {b.xpath}))")
    return made


@dataclass(frozen=True)
class _Level:
    """Expressions up to a depth, by what they give."""

    number: SearchStrategy[Made]
    text: SearchStrategy[Made]
    truth: SearchStrategy[Made]

    @property
    def any(self) -> SearchStrategy[Made]:
        return st.one_of(self.number, self.text, self.truth)


def _deeper(inner: _Level) -> _Level:
    signs = st.sampled_from(["+", "-", "*", "div", "mod"])
    number, text, truth = inner.number, inner.text, inner.truth
    return _Level(
        st.one_of(
            number,
            st.tuples(number, signs, number).map(
                lambda p: _join("number", f"({{0}} {p[1]} {{1}})", p[0], p[2])
            ),
            number.map(lambda p: _join("number", "(-{0})", p)),
            number.map(lambda p: _join("number", "round({0})", p)),
            inner.any.map(lambda p: _join("number", "number({0})", p)),
            text.map(lambda p: _join("number", "string-length({0})", p)),
        ),
        st.one_of(
            text,
            # The sign between: libxml2 reads some long decimals a bit wrong (-3.53 as -3.5300000000000002).
            st.tuples(text, text).map(lambda p: _join("text", "concat({0}, '/', {1})", *p)),
            text.map(lambda p: _join("text", "normalize-space({0})", p)),
            # libxml2 writes numbers with 15 digits and an exponent; whole ones below 1000 look the same.
            number.map(lambda p: _join("text", "string(round({0}) mod 1000)", p)),
            truth.map(lambda p: _join("text", "string({0})", p)),
        ),
        st.one_of(
            st.tuples(text, text).map(lambda p: _join("truth", "contains({0}, {1})", *p)),
            st.tuples(text, text).map(lambda p: _join("truth", "starts-with({0}, {1})", *p)),
            st.tuples(truth, st.sampled_from(["and", "or"]), truth).map(
                lambda p: _join("truth", f"({{0}} {p[1]} {{1}})", p[0], p[2])
            ),
            inner.any.map(lambda p: _join("truth", "not({0})", p)),
            inner.any.map(lambda p: _join("truth", "boolean({0})", p)),
            st.tuples(inner.any, st.sampled_from(SHARED), inner.any).map(_compared),
        ),
    )


shared = _deeper(_deeper(_deeper(_Level(_number, _text, _truth)))).any

_PATTERNS = ["'[0-9]+'", "'.*a.*'", "'(Maria|Ina).*'", "'[^a]{2,}'", "'a+?'", "'[\\w\\-. ]+'", "'[('"]
_leaf = st.one_of(
    _number.map(lambda m: m.ours),
    _text.map(lambda m: m.ours),
    _truth.map(lambda m: m.ours),
    st.sampled_from(
        ["${pilihan}", "${tanggal}", "${tidak_ada}", ".", "today()", "now()", "kolom", "1000000"]
    ),
    st.sampled_from(["'2027-02-29'", "'2028-02-29'", "'2027-03-01T08:00'", "'0000-01-01'", "'arsip'"]),
)
_ONE = (
    "not", "boolean", "count-selected", "once", "position", "string-length", "normalize-space", "number", "int",
    "string", "round", "min", "sum", "count-non-empty", "date",
)  # fmt: skip
_TWO = (
    "selected", "selected-at", "coalesce", "contains", "starts-with", "concat", "round", "min", "max", "sum", "count",
    "count-non-empty", "substr", "jr:choice-name",
)  # fmt: skip
_SIGNS = ("+", "-", "*", "div", "mod", "and", "or", *SHARED)


def _grow_all(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from(_SIGNS), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda a: f"-({a})"),
        st.tuples(st.sampled_from(_ONE), inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(st.sampled_from(_TWO), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"if({p[0]}, {p[1]}, {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"substr({p[0]}, {p[1]}, {p[2]})"),
        st.tuples(inner, st.sampled_from(_PATTERNS)).map(lambda p: f"regex({p[0]}, {p[1]})"),
        inner.map(lambda a: f"format-date({a}, '%e/%n/%y %d.%m.%Y %q')"),
        inner.map(lambda a: f"jr:choice-name({a}, '${{pilihan}}')"),
    )


everything = _grow_all(_grow_all(_grow_all(_leaf) | _leaf))
