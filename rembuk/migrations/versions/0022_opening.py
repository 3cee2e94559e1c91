"""when a survey takes answers, and how many

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('quota_count',
    sa.Column('survey_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_key', sa.String(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.CheckConstraint('taken >= 0', name=op.f('ck_quota_count_taken')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_quota_count_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('survey_id', 'unit_key', name=op.f('pk_quota_count')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('quota', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('unit_quota', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('one_page', sa.Boolean(), server_default=sa.text('false'), nullable=False))
        batch_op.create_check_constraint(op.f('ck_survey_window'), 'opens_on <= closes_on')
        batch_op.create_check_constraint(op.f('ck_survey_quota'), 'quota >= 1')
        batch_op.create_check_constraint(op.f('ck_survey_unit_quota'), 'unit_quota >= 1')
