"""A page is in a menu, or some template or view writes its address; or it says how people come to it.

That the written addresses lead somewhere is `test_crawl`'s; that a person gets there, the walk's in tests/e2e.
"""

import re

from flask import Flask

from tests.conventions.sources import python_files, templates

# Endpoint -> how people get there.
OTHERWISE = {
    "accounts.setup": "the first start prints its address",
    "health.healthz": "machines ask it",
    "health.readyz": "machines ask it",
}
# url_for('endpoint') and what passes endpoints on: names in quotes, whole or relative to their blueprint.
NAMED = re.compile(r"""["']((?:[a-z_]+)?\.[a-z_]+)["']""")
LITERAL = re.compile(r"""href=["'](/[a-z0-9/-]+)["'?#]""")


def written() -> set[str]:
    """Every endpoint, whole or as ".name", and every address that stands in a template or view."""
    sources = [*templates(), *(p for p in python_files() if "parts" not in p.parts and p.name != "slice.py")]
    texts = [path.read_text(errors="replace") for path in sources]
    return {name for text in texts for name in (*NAMED.findall(text), *LITERAL.findall(text))}


def lost(app: Flask, names: set[str]) -> list[str]:
    """The endpoints that nothing leads to."""
    menus = {item.endpoint for s in app.extensions["rembuk_slices"] for item in s.navigation}
    ways = {
        r.endpoint: {r.endpoint, f".{r.endpoint.rpartition('.')[2]}", r.rule}
        for r in app.url_map.iter_rules()
    }
    return sorted(e for e in ways.keys() - menus - set(OTHERWISE) - {"static"} if not ways[e] & names)


def test_every_route_is_led_to(app: Flask) -> None:
    assert lost(app, written()) == [], (
        "link it from a page, give it a NavItem, or say in OTHERWISE how people come to it"
    )


def test_exceptions_are_routes(app: Flask) -> None:
    assert set(OTHERWISE) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_a_route_without_a_link_is_seen(app: Flask) -> None:
    assert "units.edit" in lost(app, {"home.index", ".show"})
    assert "units.edit" not in lost(app, {"units.edit"})
