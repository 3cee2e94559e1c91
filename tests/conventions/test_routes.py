"""Every route has its row in the policy table, a typed address, and an Indonesian one in kebab-case."""

import re

from flask import Flask

from core.policy import Role

# A segment is words in small letters with hyphens, or one typed parameter.
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|<(string|int)(\([^)]*\))?:[a-z_]+>")
SUFFIX = re.compile(r"\.(csv|ics|svg|png|json|txt|pdf|xlsx|webmanifest|js)$")
ENGLISH = {
    "login",
    "logout",
    "new",
    "edit",
    "delete",
    "manage",
    "users",
    "units",
    "cycle",
    "survey",
    "themes",
}


def own_rules(app: Flask) -> list[tuple[str, str]]:
    """(address, endpoint) of every rule but Flask's static files."""
    return [(rule.rule, rule.endpoint) for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_endpoint_has_a_policy_and_every_policy_an_endpoint(app: Flask) -> None:
    assert {endpoint for _rule, endpoint in own_rules(app)} == set(app.extensions["rembuk_policies"])


def test_no_two_slices_claim_the_same_endpoint(app: Flask) -> None:
    claimed = [endpoint for s in app.extensions["rembuk_slices"] for endpoint in s.policies]
    assert len(claimed) == len(set(claimed))


def odd_address(rule: str) -> bool:
    """Whether an address breaks the rule of kebab-case, typed parameters and Indonesian words."""
    segments = SUFFIX.sub("", rule).strip("/").split("/")
    return rule != "/" and not all(SEGMENT.fullmatch(s) and s not in ENGLISH for s in segments)


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    assert [rule for rule, _endpoint in own_rules(app) if odd_address(rule)] == []


def test_odd_addresses_are_seen() -> None:
    odd = ["/kelola/<key>", "/Kelola", "/kelola_unit", "/kelola/<path:rest>", "/kelola/edit", "/siklus/"]
    assert [rule for rule in odd if not odd_address(rule)] == ["/siklus/"]
    assert not odd_address("/kelola/unit/<string:key>/ubah-nama")
    assert not odd_address("/kelola/survei/<string:key>/jawaban.csv")


def test_no_address_ends_in_a_slash(app: Flask) -> None:
    assert [rule for rule, _endpoint in own_rules(app) if rule != "/" and rule.endswith("/")] == []


def test_staff_pages_stand_under_kelola_and_no_others(app: Flask) -> None:
    """What neither a citizen nor a civil servant may open is staff's."""
    policies = app.extensions["rembuk_policies"]
    for rule, endpoint in own_rules(app):
        everyone = policies[endpoint].guests or {Role.CITIZEN, Role.ASN} & policies[endpoint].roles
        assert (rule == "/kelola" or rule.startswith("/kelola/")) != bool(everyone), rule


def test_menus_lead_to_routes_without_parameters(app: Flask) -> None:
    open_rules = {
        r.endpoint for r in app.url_map.iter_rules() if not r.arguments and "GET" in (r.methods or ())
    }
    entries = [item for s in app.extensions["rembuk_slices"] for item in s.navigation]
    assert [item.endpoint for item in entries if item.endpoint not in open_rules] == []
