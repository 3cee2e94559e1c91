"""room

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The room of a workshop."""
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("join_code", sa.String(), nullable=True),
        sa.Column("shown_key", sa.String(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (join_code IS NOT NULL)", name=op.f("ck_room_join_code")),
        sa.CheckConstraint("state IN ('prepared', 'open', 'closed')", name=op.f("ck_room_state")),
        sa.CheckConstraint("dots BETWEEN 1 AND 10", name=op.f("ck_room_dots")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_room_workshop_id_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("join_code", name=op.f("uq_room_join_code")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_room_workshop_id")),
    )
    op.create_table(
        "room_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.CheckConstraint(
            "phase IN ('intro', 'write', 'sort', 'vote', 'result')", name=op.f("ck_room_question_phase")
        ),
        sa.CheckConstraint("purpose IN ('aspiration', 'feedback')", name=op.f("ck_room_question_purpose")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_question_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_question")),
        sa.UniqueConstraint("key", name=op.f("uq_room_question_key")),
    )
    with op.batch_alter_table("room_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_question_room_id"), ["room_id"], unique=False)

    op.create_table(
        "room_group",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.CheckConstraint("dots >= 0", name=op.f("ck_room_group_dots")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["room_question.id"],
            name=op.f("fk_room_group_question_id_room_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room_group")),
        sa.UniqueConstraint("question_id", "name", name=op.f("uq_room_group_question_id_name")),
    )
    op.create_table(
        "room_mark",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target_key", sa.String(), nullable=False),
        sa.Column("ticket_hash", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'dot') = (slot IS NOT NULL)", name=op.f("ck_room_mark_slot")),
        sa.CheckConstraint("kind IN ('like', 'dot')", name=op.f("ck_room_mark_kind")),
        sa.CheckConstraint("slot BETWEEN 1 AND 10", name=op.f("ck_room_mark_slot_number")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["room_question.id"],
            name=op.f("fk_room_mark_question_id_room_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("kind", "target_key", "ticket_hash", name=op.f("pk_room_mark")),
        sa.UniqueConstraint(
            "question_id", "ticket_hash", "slot", name=op.f("uq_room_mark_question_id_ticket_hash_slot")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("nonce_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.CheckConstraint("state != 'withdrawn' OR text = ''", name=op.f("ck_room_answer_text")),
        sa.CheckConstraint("state IN ('shown', 'hidden', 'withdrawn')", name=op.f("ck_room_answer_state")),
        sa.CheckConstraint("likes >= 0 AND dots >= 0", name=op.f("ck_room_answer_counts")),
        sa.CheckConstraint("table_number BETWEEN 1 AND 99", name=op.f("ck_room_answer_table_number")),
        sa.ForeignKeyConstraint(
            ["group_key"],
            ["room_group.key"],
            name=op.f("fk_room_answer_group_key_room_group"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["room_question.id"],
            name=op.f("fk_room_answer_question_id_room_question"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room_answer")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_room_answer_code_hash")),
        sa.UniqueConstraint("nonce_hash", name=op.f("uq_room_answer_nonce_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("room_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_answer_question_id"), ["question_id"], unique=False)
