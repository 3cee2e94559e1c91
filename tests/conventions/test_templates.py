"""Templates show; they neither ask the database nor compute."""

import re

import pytest

from tests.conventions.sources import name, templates

EXPRESSION = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
QUERY = re.compile(r"\b(session|query|execute|scalars?|select|commit|db)\s*[.(]")
# A sign between two values; minus signs of block trimming stand alone at an end.
ARITHMETIC = re.compile(r"[\w\])]\s*(\+|-|\*\*?|//?|%)\s*[\w(\[]")
LOOP_COUNTER = re.compile(r"loop\.(index0?|length|revindex0?|depth)\s*[+\-]\s*\d+")
# Drawing needs a few steps of pixels beside positions that code computed.
PICTURES = {"templates/macros/charts.html"}


def code_of(text: str) -> list[str]:
    """What stands between the braces, without strings and block-trimming signs."""
    found = [a or b for a, b in EXPRESSION.findall(re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))]
    return [STRING.sub("''", piece).strip().strip("-+").strip() for piece in found]


def faults(text: str) -> list[str]:
    """Queries and arithmetic in a template."""
    pieces = [LOOP_COUNTER.sub("loop.index", piece) for piece in code_of(text)]
    return [piece for piece in pieces if QUERY.search(piece) or ARITHMETIC.search(piece)]


def test_templates_neither_query_nor_compute() -> None:
    found = {name(p): faults(p.read_text()) for p in templates() if name(p) not in PICTURES}
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "{{ count * 100 }}",
        "{{ a/b }}",
        "{% set n = total - hidden %}",
        "{{ survey.answers.query(1) }}",
        "{% for a in db.session %}",
    ],
)
def test_queries_and_arithmetic_are_seen(text: str) -> None:
    assert faults(text)


def test_harmless_expressions_pass() -> None:
    harmless = (
        "{%- if a -%}{{ 'a-b + c' }}{{ loop.index + 1 }}{{ _('%(n)s dari', n=n) }}{{ a ~ '-h' }}{% endif %}"
    )
    assert faults(harmless) == []


def test_every_page_extends_the_base_and_names_itself() -> None:
    pages = [p for p in templates() if p.suffix == ".html" and "macro" not in name(p)]
    top = {"templates/base.html", "templates/print.html"}
    full = [p for p in pages if name(p) not in top and "{% extends" in p.read_text()]
    assert [name(p) for p in full if "{% block title" not in p.read_text()] == []
