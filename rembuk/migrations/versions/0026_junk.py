"""answers to public forms that are set aside

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('suspect_answer',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('receipt_hash', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('discarded', sa.Boolean(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.CheckConstraint("reason IN ('trap', 'fast', 'old', 'unsigned')", name=op.f('ck_suspect_answer_reason')),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_suspect_answer_survey_id_survey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_suspect_answer_unit_id_unit'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['survey_version.id'], name=op.f('fk_suspect_answer_version_id_survey_version'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_suspect_answer')),
    sa.UniqueConstraint('receipt_hash', name=op.f('uq_suspect_answer_receipt_hash')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('suspect_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suspect_answer_survey_id'), ['survey_id'], unique=False)
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.add_column(sa.Column('screened', sa.Boolean(), server_default=sa.text('false'), nullable=False))
