"""Markup in every text column: what somebody would store who wants to run code in a reader's browser.

A new text column is filled by itself. One that cannot hold free text stands in `EXCEPTIONS`, with the
reason; where only a part of the columns of one name may be left alone, `NAMES` says which names.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, String, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from rembuk.models import METADATA

# One text for every place: the value of a link, an attribute, a text box, a title, a style, a template.
CANARY = (
    "javascript:alert(1)//\"'><svg onload=alert(1)><img src=x onerror=alert(1)>"
    "</textarea></title></style></script><script>alert(1)</script>{{7*7}}canary"
)
EXPRESSION = "49canary"

# Columns that code alone writes, from fixed lists, keys and hashes: the words by which they are known.
NAMES: Mapping[str, str] = {
    "key": "made by code from letters, digits and hyphens; part of addresses",
    "state": "a fixed list, by constraint",
    "phase": "a fixed list",
    "role": "a fixed list, by constraint",
    "purpose": "a fixed list",
    "access": "a fixed list, by constraint",
    "action": "a fixed list",
    "duty": "a fixed list, by constraint",
    "sha256": "a hash",
    "lang": "a fixed list",
    "language": "a fixed list",
}
ENDINGS: Mapping[str, str] = {
    "_hash": "a hash",
    "_hmac": "a hash",
    "_key": "made by code",
    "_kind": "a fixed list",
    "_sealed": "unreadable without the server's key",
}
EXCEPTIONS: Mapping[str, str] = {
    "post_report.reason": "a fixed list, by constraint",
    "post_report.reporter_tag": "made by code",
    "moderation_decision.reason": "a fixed list, by constraint",
    "consent.kind": "a fixed list",
    "workshop.audience": "a fixed list, by constraint",
    "workshop.rule": "a fixed list, by constraint",
    "consent_text.text": "the product's own words, stored by code",
    "intake.body": "read by the mixer alone; it is shown once it is an answer's body",
    "intake.act": "a fixed list, by constraint",
    "answer_picture.digest": "a hash",
    "draft_picture.slot": "a hash",
    "draft.sealed": "unreadable without the resume code; a row that is not as it was written opens nothing",
    "tombstone.reason": "a fixed list, by constraint",
    "tombstone.contribution_field": "the name of a question",
    "post.kind": "a fixed list, by constraint",
    "question.kind": "a fixed list: pages look it up",
    "audit_event.facts": "one plain word each, by core.audit.record; nobody can change a row",
    "person.employment": "a fixed list, by constraint",
    "person.nip_tail": "digits, cut from a number that was checked",
    "survey_call.choice": "keys and numbers; who is invited, read by the worker alone",
    "survey_call.notice": "a fixed list, by constraint",
    "survey_call.subject": "read by the worker alone; it is shown once it is a mail's",
    "survey_call.body": "read by the worker alone; it is shown once it is a mail's",
    "survey_call.pasted": "read by the worker alone, which empties it",
    "survey_call.list_unit": "the key of a unit",
    "survey_invitation.recipient": "a name in the sent ledger, made by code",
    "survey_invitation.salt": "made by code: hexadecimal digits",
    "workshop_call.choice": "keys and numbers; who is invited, read by the worker alone",
    "workshop_invitation.recipient": "a name in the sent ledger, made by code",
    "mail_attachment.media_type": "a fixed list, by the code that attaches",
    "upload.media_type": "a fixed list: what the bytes are, not what was said",
    "room.join_code": "six letters, made by code; part of addresses",
    "second_factor.sealed": "unreadable without the server's key",
    "consent.version": "the key of a text",
    "job.result": "written by code: numbers",
    "job.error": "the class of an exception",
    "person_change.field": "a fixed list",
    "staff_import.mapping": "numbers of columns",
    "staff_import.counts": "numbers",
    "trace_edge.action": "a word of the audit log: a fixed list",
    "account.login": "letters, digits and few signs, by the form and the import; lower case by constraint",
    "account.password_hash": "a hash",
    "suspect_answer.reason": "a fixed list, by constraint",
    "answer_count.question": "the name of a question, a piece and a version: letters, digits, underscores, full stops, @",
    "answer_count.value": "the value of an option: letters, digits and hyphens",
    "need_contribution.contribution_field": "the name of a question",
    "reply.kind": "a fixed list, by constraint",
    "reply_contribution.contribution_field": "the name of a question",
    "theme_assignment.contribution_field": "the name of a question",
    "question.name": "letters, digits and underscores, by the form",
    "plan_item.competency": "a fixed list, by constraint",
    "plan_item_need.solution": "a fixed list, by constraint",
    "need.stage": "a fixed list, by constraint",
    "need.solution": "a fixed list, by constraint",
    "need.skm_element": "the key of an element, by the form and the service",
    "competency.kind": "a fixed list, by constraint",
    "need_step.stage": "a fixed list, by constraint",
    "need_step.hand": "a fixed list, by code",
    "need_handover.step": "a fixed list, by constraint",
    "programme_session.kind": "a fixed list, by code",
    "plan_voice.stance": "a fixed list, by constraint",
    "plan_comment.stance": "a fixed list, by constraint",
    "text_vector.contribution_field": "the name of a question",
    "text_vector.encoder": "a fixed list",
    "theme_run.stage": "a fixed list; shown only as one of our sentences",
    "theme_run.taxonomy": "the key of a taxonomy, made by code",
    "taxonomy_version.digest": "a hash",
    "theme_run.settings": "written by code",
    "theme_run.quality": "written by code",
    "workshop_note.kind": "a fixed list, by constraint",
    "workshop_papers.signer": "a fixed list, by constraint",
    "letter.kind": "a fixed list, by constraint",
    "job.name": "a fixed list",
    "job.payload": "written by code: numbers and keys",
    "topic.identity": "a fixed list, by constraint",
    "topic_post.author_tag": "a keyed hash",
    "answer_import.mapping": "names of questions; pages read columns by it",
    "survey_version.changes": "written by code: statuses, names of questions, values of options",
    "survey_xlsform.settings": "headings and names of lists; only the export reads them",
    "workshop_reminder_days.days": "numbers: so many days before",
    "attendance.how": "a fixed list, by constraint",
    "check_in_entry.outcome": "a fixed list, by constraint",
    "registration_event.before": "a state: a fixed list",
    "registration_event.after": "a state: a fixed list",
    "registration_event.by": "a fixed list, by constraint",
    "registration_event.facts": "written by code: numbers and the rule of the workshop",
}
# Rows in which a constraint wants the text away: what was withdrawn, a reason before there is one.
BARE: Mapping[str, Callable[[Any], bool]] = {
    "reply.addressee": lambda row: row["kind"] != "forwarded",
    "workshop_note.text": lambda row: row["state"] == "withdrawn",
    "room_answer.text": lambda row: row["state"] == "withdrawn",
    "certificate.revoked_reason": lambda row: row["revoked_at"] is None,
}
# Of a JSON value, what the code looks up: replacing it would make no page at all.
STRUCTURE = {"name", "kind", "value", "unit", "min", "max"}
# The same of one column: amounts, dates and keys that code wrote there.
OWN_STRUCTURE = {
    "plan_version.snapshot": {"key", "competency", "budget", "starts_on", "ends_on"},
    "taxonomy_version.content": {"key", "theme", "theme2", "negative"},
    "taxonomy_draft.content": {"key", "theme", "theme2", "negative"},
}


def text_columns() -> dict[str, Any]:
    """Every column that can hold text, by "table.column"."""
    return {
        f"{table.name}.{column.name}": column
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON | LargeBinary)
    }


def excepted(name: str) -> str:
    """Why a column is left alone; empty where it is not."""
    column = name.split(".")[1]
    own = text_columns()[name]
    if own.primary_key:
        return "a key: made by code"
    if isinstance(own.type, LargeBinary):
        return "bytes: shown nowhere as they are"
    by_ending = next((why for ending, why in ENDINGS.items() if column.endswith(ending)), "")
    return EXCEPTIONS.get(name) or NAMES.get(column) or by_ending


def poisoned(value: Any, kept: Collection[str] = STRUCTURE) -> Any:
    """A value of a JSON column with the canary in every text that a person may have written."""
    if isinstance(value, dict):
        return {k: v if k in kept else poisoned(v, kept) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, kept) for v in value]
    return f"{value} {CANARY}" if isinstance(value, str) else value


def fill(connection: Connection) -> set[str]:
    """Put the canary into every row; the columns that took it."""
    filled = set()
    for table in METADATA.sorted_tables:
        rows = connection.execute(select(table)).mappings().all()
        for name in (name for name in text_columns() if name.startswith(f"{table.name}.")):
            taking = [row for row in rows if not BARE.get(name, _never)(row)]
            if taking and not excepted(name):
                _fill_column(connection, table, name.split(".")[1], taking)
                filled.add(name)
    return filled


def _never(_row: Any) -> bool:
    return False


# Tables whose rows nobody can change: one more row stands in, with another number in this column of a key.
ONLY_GROW = {"trace_edge": "turn", "taxonomy_version": "number"}


def _fill_column(connection: Connection, table: Table, column: str, rows: Sequence[Any]) -> None:
    as_json = isinstance(table.columns[column].type, JSON)
    for number, row in enumerate(rows):
        # The number tells rows of unique columns apart.
        kept = STRUCTURE | OWN_STRUCTURE.get(f"{table.name}.{column}", set())
        new = poisoned(row[column], kept) if as_json else f"{CANARY}{number}"
        if as_json and row[column] is None:
            continue
        key = [own == row[own.name] for own in table.primary_key]
        change = update(table).where(*key).values({column: new})
        if table.name in ONLY_GROW:
            grown = {ONLY_GROW[table.name]: row[ONLY_GROW[table.name]] + 2, column: new}
            own = {name: value for name, value in row.items() if name != "id"}
            change = insert(table).values({**own, **grown})
        try:
            with connection.begin_nested():
                connection.execute(change)
        except IntegrityError as refusal:
            raise AssertionError(
                f"{table.name}.{column} refuses the canary: state it in tests/guarantees/canaries.py"
            ) from refusal
