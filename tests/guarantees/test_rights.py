"""Guarantee "rights": the holder of an account gets everything the schema holds about them, and only that.

Every table that points at an account gets a row for the holder and one for somebody else, each column
filled with a value of its own; the download must hold every value of the holder's and none of the other's.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import Column, Table, TypeDecorator
from sqlalchemy.orm import Session

from core.keeping import PersonalData, plain
from core.rights.own_data import collect_all
from forum.moderation.models import ModerationCase, ModerationDecision
from plan.taxonomies.models import Taxonomy
from rembuk.models import METADATA
from rembuk.slices import SLICES
from tests import factories
from tests.conventions.examples import World
from tests.conventions.test_keeping import points_at_account

pytestmark = pytest.mark.database
PROVIDERS = tuple(data for s in SLICES for data in s.personal_data)

# Columns whose value is not handed out, with the reason.
NOT_TOLD = {
    "account.password_hash": "opens the account",
    "login_session.token_hash": "opens the account",
    "one_time_code.code_hash": "opens the account",
    "second_factor.sealed": "opens the account",
    "second_factor.last_step": "opens the account",
    "recovery_code.code_hash": "opens the account; how many are left is told",
    "invitation.token_hash": "opens an account",
    "answer_import.content": "answers of others",
    "answer_import.mapping": "columns of the file",
    "survey_undo.definition": "questions of the office",
    "theme.terms": "words of others",
    "theme_run.settings": "of the model",
    "theme_run.quality": "of the model",
    "taxonomy_version.content": "the office's words",
    "taxonomy_draft.content": "the office's words",
    "workshop_call.pasted": "addresses of others",
    "survey_call.pasted": "addresses of others",
    "survey_invitation.salt": "makes the code",
    "survey_invitation.code_hash": "opens the survey",
    "upload.key": "address of the file",
    "upload.sha256": "address of the file",
    "registration.code_hash": "opens the registration",
    "registration.nonce_hash": "of a form that was sent",
    "certificate.code_hash": "of the paper's address",
    "moderation_case.post_id": "the post of another",
    "moderation_decision.original": "words of another",
    "moderation_appeal.text": "words of another",
    "topic_post.code_hash": "opens the post",
    "topic_post.nonce_hash": "of a form that was sent",
    "topic_post.body_hmac": "of a form that was sent",
    "plan_version.snapshot": "the plan of the office",
}
# Told by those that answer for them in words of their own; their own tests look at that.
RETOLD = {
    "attendance",
    "person",
    "person_change",
    "staff_import",
    "participation",
    "recovery_code",
    "duty_assignment",
}
# Where only some words may stand.
WORDS: dict[str, object] = {
    "account.role": "planner",
    "one_time_code.purpose": "reset",
    "duty_assignment.duty": "auditor",
    "duty_assignment.unit_id": None,
    "duty_assignment.object_kind": "survei",
    "consent.kind": "account",
    "invitation.role": "asn",
    "answer_import.state": "uploaded",
    "theme_run.state": "done",
    "theme_run.taxonomy_version_id": None,
    "taxonomy.purpose": "any",
    "taxonomy_trial.state": "done",
    "theme.state": "accepted",
    "theme.merged_into_id": None,
    "item_step.state": "proposed",
    "reply.kind": "forwarded",
    "plan_version.state": "final",
    "proposal_step.state": "checked",
    "trace_edge.target_kind": "need",
    "need_step.stage": "verified",
    "need_handover.step": "sent",
    "priority_weights.people": 11,
    "priority_weights.spread": 12,
    "priority_weights.skm": 13,
    "priority_weights.legal": 14,
    "priority_weights.urgency": 15,
    "survey_call.state": "done",
    "survey_call.lang": "id",
    "survey_call.notice": "survey.reminder",
    "survey_invitation.state": "paper",
    "survey_invitation.person_id": None,
    "survey_invitation.mail_id": None,
    "workshop_call.state": "done",
    "workshop_call.lang": "id",
    "workshop_invitation.state": "paper",
    "workshop_invitation.person_id": None,
    "workshop_invitation.mail_id": None,
    "registration.state": "offered",
    "registration.form_id": None,
    "certificate.registration_id": None,
    "moderation_case.state": "decided",
    "moderation_decision.action": "hide",
    "moderation_decision.reason": "insult",
    "moderation_decision.state": "standing",
    "moderation_appeal.state": "upheld",
    # Whoever decided first does not decide about the objection.
    "moderation_appeal.first_actor_id": None,
    "topic_post.state": "visible",
    "topic_post.author_tag": None,
    "topic_post.parent_id": None,
    "topic_post.merged_into_id": None,
}


class Filler:
    """A value for every column, never the same twice."""

    def __init__(self, world: World, session: Session) -> None:
        self.session, self.numbers = session, count(5_000)
        self.parents = {
            "unit": world.unit.id,
            "survey": world.survey.id,
            "theme_run": world.run.id,
            "plan_item": world.item.id,
            "need": world.need.id,
            "cycle": world.cycle.id,
            "workshop": world.more["called_workshop"].id,
            "workshop_call": world.more["paper_invitation"].call_id,
            "theme": world.theme.id,
            "topic": world.more["topic"].id,
            "proposal": world.more["proposals"]["drafted"].id,
            "topic_post": world.more["topic_post"].id,
        }
        # A parent of which each row needs one of its own.
        self.own_parents: dict[str, Callable[[], int]] = {
            "moderation_case": self._case,
            "moderation_decision": self._decision,
            "taxonomy": self._taxonomy,
        }

    def _taxonomy(self) -> int:
        return self._kept(Taxonomy(key=f"daftar-{next(self.numbers)}", name_id="Daftar"))

    def _kept(self, row: ModerationCase | ModerationDecision | Taxonomy) -> int:
        self.session.add(row)
        self.session.flush()
        return row.id

    def _case(self) -> int:
        day = date(2030, 1, 1)
        return self._kept(
            ModerationCase(
                key=f"perkara-{next(self.numbers)}",
                post_id=self.parents["topic_post"],
                state="decided",
                opened_on=day,
                decided_on=day,
            )
        )

    def _decision(self) -> int:
        made = ModerationDecision(
            key=f"putusan-{next(self.numbers)}",
            case_id=self._case(),
            action="keep",
            decided_on=date(2030, 1, 1),
        )
        return self._kept(made)

    def value(self, column: Column[object], account_id: int) -> object:
        named = f"{column.table.name}.{column.name}"
        if named in WORDS:
            return WORDS[named]
        if points_at_account(column):
            return account_id
        for key in column.foreign_keys:
            parent = key.column.table.name
            return self.own_parents[parent]() if parent in self.own_parents else self.parents[parent]
        return self._of_type(column)

    def _of_type(self, column: Column[object]) -> object:
        number = next(self.numbers)
        inner = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
        kind = inner.python_type
        made: dict[type, object] = {
            str: f"{number:04x}".ljust(64, "a") if column.name == "sha256" else f"kenari-{number}",
            bytes: b"kenari",
            int: number % 400 + 1,
            bool: True,
            datetime: datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=number),
            date: date(2030, 1, 1) + timedelta(days=number),
            Decimal: Decimal(number),
            object: {"kenari": number},
        }
        return made[kind]

    def row(self, table: Table, account_id: int) -> dict[str, object]:
        """Insert a row about the account; returns what was put in."""
        values = {
            c.name: self.value(c, account_id)
            for c in table.columns
            if not (c.primary_key and c.autoincrement and c.name == "id")
        }
        self.session.execute(table.insert().values(values))
        return values


def told_tables() -> list[Table]:
    """Tables with a key to an account whose rows the download holds as they are."""
    return [
        t
        for t in METADATA.sorted_tables
        if t.name not in RETOLD | {"consent", "audit_event"} and any(map(points_at_account, t.columns))
    ]


def expected(table: Table, values: dict[str, object]) -> set[str]:
    """What must be found of a row, as JSON: its values; the row itself where nothing but keys are in it."""
    told = {n: plain(v) for n, v in values.items() if f"{table.name}.{n}" not in NOT_TOLD}
    if all(column.foreign_keys for column in table.columns):
        return {json.dumps(told)}
    return {json.dumps(value) for value in told.values()}


def found(value: object) -> set[str]:
    """Every value in a download, as JSON, containers too."""
    seen = {json.dumps(value)}
    parts: Iterable[object] = ()
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    for part in parts:
        seen |= found(part)
    return seen


@pytest.fixture
def missing(session: Session, world: World) -> Callable[[tuple[PersonalData, ...]], set[str]]:
    """The tables of which something is missing in what these providers hand out."""
    mine, other = factories.account(session, name="Pemilik"), factories.account(session, name="Tetangga")
    filler = Filler(world, session)
    put = {table: filler.row(table, mine.id) for table in told_tables()}
    noise = {table: filler.row(table, other.id) for table in told_tables()}
    session.flush()

    def look(providers: tuple[PersonalData, ...]) -> set[str]:
        collected = collect_all(session, mine.id, providers)
        text = json.dumps(collected, ensure_ascii=False)
        values = found(json.loads(json.dumps(collected)))
        for row in noise.values():
            told = [v for v in row.values() if isinstance(v, str) and v.startswith("kenari-")]
            assert not [v for v in told if v in text], "somebody else's row"
        assert "Tetangga" not in text
        assert other.login not in text
        return {table.name for table, row in put.items() if not expected(table, row) <= values}

    return look


def test_the_download_is_complete(missing: Callable[[tuple[PersonalData, ...]], set[str]]) -> None:
    assert len(told_tables()) >= 9
    assert missing(PROVIDERS) == set()


def test_sabotage_without_a_provider_something_is_missing(
    missing: Callable[[tuple[PersonalData, ...]], set[str]],
) -> None:
    tables = {table.name for table in told_tables()}
    for provider in PROVIDERS:
        answered = {name.split(".")[0] for name in provider.columns} & tables
        rest = tuple(p for p in PROVIDERS if p is not provider)
        assert missing(rest) >= answered, provider.key


def test_every_column_of_the_account_itself_is_told(session: Session) -> None:
    account = factories.account(session, name="Pemilik")
    (row,) = collect_all(session, account.id, PROVIDERS)["account"]["account"]  # type: ignore[index]
    columns = {c.name for c in METADATA.tables["account"].columns}
    assert row.keys() == columns - {"password_hash"}


def test_what_is_not_told_is_there() -> None:
    columns = {f"{t.name}.{c.name}" for t in METADATA.tables.values() for c in t.columns}
    assert NOT_TOLD.keys() | WORDS.keys() <= columns
    assert set(METADATA.tables) >= RETOLD
