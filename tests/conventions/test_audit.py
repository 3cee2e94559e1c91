"""Every action that the code records has its words in a slice, and no text of a person is a fact."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent, is_fact
from rembuk.slices import SLICES
from tests.conventions.examples import World
from tests.conventions.sources import name, python_files

ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")
# The instrument's name is ours.
OURS = {"instrument=CURRENT.name"}
# Names of values that people write: none of them may be handed to the log.
WRITTEN = re.compile(
    r"\b(title|name|login|email|text|body|note|intro|label|help|answer|password|address|content|"
    r"filename|subject|goal|terms|code|token|nip)(_id|_en)?$"
)


def words() -> dict[str, str]:
    return {action: said for s in SLICES for action, said in s.actions.items()}


def recording_calls(path: Path, source: str | None = None) -> list[ast.Call]:
    """Calls of `audit.record` and of the functions that hand on to it."""
    tree = ast.parse(source if source is not None else path.read_text())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called == "audit.record" or called.startswith("_record"):
                found.append(node)
    return found


def actions(call: ast.Call) -> set[str]:
    """The actions named in a call."""
    given = [*call.args, *(k.value for k in call.keywords if k.arg in {"action", None})]
    constants = {n.value for value in given for n in ast.walk(value) if isinstance(n, ast.Constant)}
    return {c for c in constants if isinstance(c, str) and ACTION.fullmatch(c)}


def text_facts(call: ast.Call) -> list[str]:
    """Keywords of `audit.record` whose value is named like something a person wrote."""
    facts = [k for k in call.keywords if k.arg not in {"actor_id", "action", "kind"}]
    return [
        said for k in facts if WRITTEN.search(ast.unparse(k.value)) and (said := ast.unparse(k)) not in OURS
    ]


def all_calls() -> list[tuple[str, ast.Call]]:
    return [(name(p), call) for p in python_files() for call in recording_calls(p)]


def test_every_action_has_its_words() -> None:
    used = {action for _where, call in all_calls() for action in actions(call)}
    assert len(used) > 50
    assert sorted(used - words().keys()) == [], "give it words in `actions` of its slice or part"


def test_an_action_is_worded_once() -> None:
    worded = [action for s in SLICES for action in s.actions]
    assert sorted(worded) == sorted(set(worded))


def test_no_call_hands_over_what_a_person_wrote() -> None:
    found = {where: text_facts(call) for where, call in all_calls()}
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "fact", ["title=survey.title_id", "who=account.login", "key=form.name", "x=mail.body"]
)
def test_a_text_that_is_handed_over_is_seen(fact: str) -> None:
    (call,) = recording_calls(Path(), f'audit.record(session, action="a.b", {fact})')
    assert text_facts(call) == [fact]
    assert actions(call) == {"a.b"}


def test_the_events_of_the_world_hold_facts_only(session: Session, world: World) -> None:
    events = session.scalars(select(AuditEvent)).all()
    assert len(events) > 5
    assert [e.action for e in events if not all(map(is_fact, (e.object_key, *e.facts.values())))] == []
    assert {e.action for e in events} <= words().keys()
