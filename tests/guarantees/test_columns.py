"""Guarantee "columns": what is said without a name has no column that could tell who said it, or when.

It is asked of the schema itself, so that it holds for every row that will ever be written.
"""

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, Time, TypeDecorator

from rembuk.models import METADATA

SURVEYS = (
    "answer",
    "answer_count",
    "answer_picture",
    "draft",
    "draft_picture",
    "intake",
    "spent",
    "suspect_answer",
    "quota_count",
    "tombstone",
    "withdrawn_answer",
)
ANONYMOUS = (
    *SURVEYS,
    "room_answer",
    "room_mark",
    "room_group",
    "topic_post",
    "topic_post_edit",
    "topic_post_support",
    "topic_post_term",
    "topic_pseudonym",
    "post_report",
    "workshop_note",
    "workshop_note_edit",
    "plan_voice",
    "plan_comment",
    "plan_tally",
    "text_vector",
)
PEOPLE = {
    "account",
    "person",
    "registration",
    "attendance",
    "workshop_invitation",
    "survey_invitation",
    "login_session",
}
# In a topic with names the author stands under the post; where names are hidden it is never set
# (tests/guarantees/test_forum_identity.py).
NAMED = {"topic_post.author_id"}
# Who stands beside such a row in another table, and is not its author.
BESIDE = {
    "topic_notice.account_id": "reads about the post",
    "moderation_case.assigned_to_id": "the moderator who looks at it",
}
WORDS = ("account", "device", "agent", "address", "phone", "email", "session", "_at", "time")


def points_at(column: Column[object], tables: set[str]) -> bool:
    return any(key.target_fullname.split(".")[0] in tables for key in column.foreign_keys)


def is_clock(column: Column[object]) -> bool:
    inner = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(inner, DateTime | Time)


def telling(metadata: MetaData) -> set[str]:
    """Columns of the anonymous tables that lead to somebody or to a moment."""
    return {
        f"{name}.{column.name}"
        for name in ANONYMOUS
        for column in metadata.tables[name].columns
        if points_at(column, PEOPLE)
        or is_clock(column)
        or column.name == "ip"
        or any(word in column.name for word in WORDS)
    }


def joining(metadata: MetaData) -> set[str]:
    """Columns for a person in tables whose rows belong to an anonymous row."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name not in ANONYMOUS and any(points_at(c, set(ANONYMOUS)) for c in table.columns)
        for column in table.columns
        if points_at(column, PEOPLE)
    }


def copied() -> MetaData:
    copy = MetaData()
    for table in METADATA.sorted_tables:
        table.to_metadata(copy)
    return copy


def test_nothing_anonymous_leads_to_a_person_or_a_moment() -> None:
    assert telling(METADATA) == NAMED


def test_no_other_table_joins_a_person_to_it() -> None:
    assert joining(METADATA) == set(BESIDE)


def test_a_post_has_an_author_or_a_tag_never_both() -> None:
    checks = {str(c.name) for c in METADATA.tables["topic_post"].constraints}
    assert "ck_topic_post_author" in checks


def test_rows_of_phones_have_no_order_of_arrival() -> None:
    """Without a rowid SQLite keeps rows by their random keys; on neither engine is there a counted key."""
    for name in ("room_answer", "room_mark", "topic_post_support", "topic_pseudonym"):
        table = METADATA.tables[name]
        assert table.dialect_options["sqlite"]["with_rowid"] is False, name
        assert not [c for c in table.primary_key if isinstance(c.type, Integer) and not c.foreign_keys], name


@pytest.mark.parametrize("name", ANONYMOUS)
def test_sabotage_a_column_more_is_seen(name: str) -> None:
    metadata = copied()
    table = metadata.tables[name]
    table.append_column(Column("who", ForeignKey("account.id")))
    table.append_column(Column("moment", DateTime(timezone=True)))
    table.append_column(Column("user_agent", String))
    found = {f"{name}.{column}" for column in ("who", "moment", "user_agent")}
    assert telling(metadata) == NAMED | found


def test_sabotage_a_table_between_is_seen() -> None:
    metadata = copied()
    Table(
        "room_answer_author",
        metadata,
        Column("answer_key", ForeignKey("room_answer.key"), primary_key=True),
        Column("author_id", ForeignKey("account.id")),
    )
    assert joining(metadata) == set(BESIDE) | {"room_answer_author.author_id"}


def test_rows_of_surveys_have_no_order_of_arrival() -> None:
    """Who took part has an account and nothing else; of answers no key is counted and none is a rowid."""
    for name in (*SURVEYS, "participation", "used_code"):
        assert METADATA.tables[name].dialect_options["sqlite"]["with_rowid"] is False, name
        assert not [c for c in METADATA.tables[name].columns if c.identity is not None], name
        assert METADATA.tables[name].autoincrement_column is None, name
    assert set(METADATA.tables["participation"].columns.keys()) == {"survey_id", "account_id"}
    assert set(METADATA.tables["used_code"].columns.keys()) == {"survey_id", "code_hash"}
    assert set(METADATA.tables["draft"].columns.keys()) == {
        "key", "nonce_hash", "survey_id", "sealed", "expires_on"
    }  # fmt: skip
    assert set(METADATA.tables["draft_picture"].columns.keys()) == {"draft_key", "slot", "sealed"}
    assert set(METADATA.tables["answer_picture"].columns.keys()) == {"row_key", "digest", "survey_id", "data"}
