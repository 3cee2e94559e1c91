"""pictures in answers

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answer_picture',
    sa.Column('row_key', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_answer_picture_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('row_key', 'digest', name=op.f('pk_answer_picture')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_answer_picture_survey_id'), 'answer_picture', ['survey_id'], unique=False)
    op.create_table('draft_picture',
    sa.Column('draft_key', sa.String(), nullable=False),
    sa.Column('slot', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['draft_key'], ['draft.key'], name=op.f('fk_draft_picture_draft_key_draft'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft_key', 'slot', name=op.f('pk_draft_picture')),
    sqlite_with_rowid=False
    )
