"""duties

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duty_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('duty', sa.String(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('object_kind', sa.String(), nullable=False),
    sa.Column('object_key', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(object_kind = '') = (object_key = '')", name=op.f('ck_duty_assignment_object')),
    sa.CheckConstraint("duty IN ('superior', 'checker', 'signer', 'partner', 'auditor', 'feedback_officer')", name=op.f('ck_duty_assignment_duty')),
    sa.CheckConstraint("unit_id IS NULL OR object_key = ''", name=op.f('ck_duty_assignment_one_scope')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_duty_assignment_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_duty_assignment_unit_id_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_assignment'))
    )
    with op.batch_alter_table('duty_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_assignment_account_id'), ['account_id'], unique=False)
        batch_op.create_index('uq_duty_assignment_object', ['account_id', 'duty', 'object_kind', 'object_key'], unique=True, sqlite_where=sa.text('unit_id IS NULL'), postgresql_where=sa.text('unit_id IS NULL'))
        batch_op.create_index('uq_duty_assignment_unit', ['account_id', 'duty', 'unit_id'], unique=True, sqlite_where=sa.text('unit_id IS NOT NULL'), postgresql_where=sa.text('unit_id IS NOT NULL'))
