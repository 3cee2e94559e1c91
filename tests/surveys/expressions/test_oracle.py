"""Five thousand expressions: lxml's XPath says the same, and so does the browser."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from playwright.sync_api import Browser

from surveys.expressions import Context, Value, evaluate, parse
from tests.surveys.expressions.make import ANSWERS, Made, everything, shared

MANY = settings(
    max_examples=5000, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
CONTEXT = Context(
    ANSWERS,
    own="arsip",
    option={"kolom": "alak"},
    labels={"pilihan": {"arsip": "Kearsipan"}},
    today="2027-03-04",
    now="2027-03-04T08:15",
)
STATIC = Path(__file__).parents[3] / "rembuk" / "static"
_NOWHERE = etree.fromstring("<x/>")
_VARIABLES = {name: value for name, value in ANSWERS.items() if not isinstance(value, list)}


def alike(a: object, b: object) -> bool:
    """NaN is NaN; numbers to the last bit."""
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    return type(a) is type(b) and a == b


@pytest.mark.slow
def test_lxml_says_the_same() -> None:
    seen: list[Made] = []

    @MANY
    @given(shared)
    def check(made: Made) -> None:
        theirs = _NOWHERE.xpath(made.xpath, **_VARIABLES)
        ours = evaluate(parse(made.ours), CONTEXT)
        assert alike(ours, theirs if isinstance(theirs, bool | float) else str(theirs)), made
        seen.append(made)

    check()
    assert len(seen) >= 5000
    assert {made.kind for made in seen} == {"number", "text", "truth"}


@pytest.mark.slow
@pytest.mark.browser
def test_the_browser_says_the_same(chromium: Browser) -> None:
    wanted: dict[str, Value] = {}

    @MANY
    @given(everything)
    def collect(text: str) -> None:
        wanted[text] = evaluate(parse(text), CONTEXT)

    collect()
    assert len(wanted) > 3000  # the others are the same text again
    script = (STATIC / "expressions.js").read_text()
    assert differing(chromium, script, wanted) == {}
    wrong = script.replace("a % b", "((a % b) + b) % b")
    assert wrong != script
    assert differing(chromium, wrong, wanted) != {}, "a remainder with the divisor's sign is noticed"


def differing(chromium: Browser, script: str, wanted: dict[str, Value]) -> dict[str, tuple[Value, object]]:
    """Where the script in a browser gives another value than the server."""
    page = chromium.new_page()
    page.add_script_tag(content=script)
    theirs = page.evaluate(
        """([trees, context]) => trees.map((tree) => {
            const value = expressions.run(JSON.parse(tree), context);
            return typeof value === "number" ? ["number", Object.is(value, -0) ? "-0" : String(value)] : [typeof value, value];
        })""",
        [[json.dumps(parse(text)) for text in wanted], vars(CONTEXT) | {"answers": ANSWERS}],
    )
    page.close()
    both = zip(wanted.items(), theirs, strict=True)
    return {text: (ours, their) for (text, ours), their in both if not alike_in_browser(ours, their)}


def alike_in_browser(ours: Value, theirs: list[object]) -> bool:
    kind, value = theirs
    if isinstance(ours, bool | str | list):
        return value == ours and kind == {bool: "boolean", str: "string", list: "object"}[type(ours)]
    their = float(str(value).replace("Infinity", "inf"))
    same = (math.isnan(ours) and math.isnan(their)) or ours == their
    return kind == "number" and same
