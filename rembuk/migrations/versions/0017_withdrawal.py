"""withdrawal

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One statement that both engines know: SQLite's batch mode would copy the table for the check.
    op.execute(
        "ALTER TABLE intake ADD COLUMN act VARCHAR DEFAULT 'new' NOT NULL"
        " CONSTRAINT ck_intake_act CHECK (act IN ('new', 'edit', 'withdrawal'))"
    )
    op.create_table('tombstone',
    sa.Column('survey_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('contribution_kind', sa.String(), nullable=False),
    sa.Column('contribution_key', sa.String(), nullable=False),
    sa.Column('contribution_field', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("reason IN ('withdrawn', 'replaced')", name=op.f('ck_tombstone_reason')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_tombstone_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('survey_id', 'number', name=op.f('pk_tombstone')),
    sa.UniqueConstraint('contribution_key', 'contribution_field', 'contribution_kind', name=op.f('uq_tombstone_contribution_key_contribution_field_contribution_kind')),
    sqlite_with_rowid=False
    )
    op.create_table('withdrawn_answer',
    sa.Column('receipt_hash', sa.String(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_withdrawn_answer_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('receipt_hash', name=op.f('pk_withdrawn_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('withdrawn_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withdrawn_answer_survey_id'), ['survey_id'], unique=False)
