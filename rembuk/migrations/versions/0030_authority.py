"""versions of the plan, consultation, usulan, schedule in numbers

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

from core.base import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plan_duty',
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('pns_jp', sa.Integer(), nullable=False),
    sa.Column('pns_rule', sa.String(), nullable=False),
    sa.Column('pppk_jp', sa.Integer(), nullable=False),
    sa.Column('pppk_rule', sa.String(), nullable=False),
    sa.CheckConstraint('pns_jp > 0 AND pppk_jp > 0', name=op.f('ck_plan_duty_jp')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_plan_duty_cycle_id_cycle'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_plan_duty'))
    )
    op.create_table('plan_goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_plan_goal_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_goal'))
    )
    with op.batch_alter_table('plan_goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_goal_cycle_id'), ['cycle_id'], unique=False)

    op.create_table('plan_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'consultation' OR opens_on IS NOT NULL", name=op.f('ck_plan_version_consulted')),
    sa.CheckConstraint("state IN ('draft', 'consultation', 'final')", name=op.f('ck_plan_version_state')),
    sa.CheckConstraint('(opens_on IS NULL) = (closes_on IS NULL)', name=op.f('ck_plan_version_dates')),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_plan_version_order')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_plan_version_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_plan_version_made_by_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_version')),
    sa.UniqueConstraint('cycle_id', 'number', name=op.f('uq_plan_version_cycle_id_number'))
    )
    op.create_table('plan_comment',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('item_key', sa.String(), nullable=False),
    sa.Column('tag', sa.String(), nullable=False),
    sa.Column('stance', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.CheckConstraint("stance IN ('endorse', 'object')", name=op.f('ck_plan_comment_stance')),
    sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_plan_comment_version_id_plan_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', 'item_key', 'tag', name=op.f('pk_plan_comment')),
    sqlite_with_rowid=False
    )
    op.create_table('plan_item_unit',
    sa.Column('plan_item_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_plan_item_unit_plan_item_id_plan_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_plan_item_unit_unit_id_unit'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('plan_item_id', 'unit_id', name=op.f('pk_plan_item_unit'))
    )
    op.create_table('plan_tally',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('item_key', sa.String(), nullable=False),
    sa.Column('endorsed', sa.Integer(), nullable=False),
    sa.Column('objected', sa.Integer(), nullable=False),
    sa.CheckConstraint('endorsed >= 0 AND objected >= 0', name=op.f('ck_plan_tally_counts')),
    sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_plan_tally_version_id_plan_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', 'item_key', name=op.f('pk_plan_tally'))
    )
    op.create_table('plan_voice',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('item_key', sa.String(), nullable=False),
    sa.Column('tag', sa.String(), nullable=False),
    sa.Column('stance', sa.String(), nullable=False),
    sa.CheckConstraint("stance IN ('endorse', 'object')", name=op.f('ck_plan_voice_stance')),
    sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_plan_voice_version_id_plan_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', 'item_key', 'tag', name=op.f('pk_plan_voice')),
    sqlite_with_rowid=False
    )
    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('note_number', sa.String(), nullable=False),
    sa.Column('note_on', sa.Date(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('dated', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'signed') = (dated IS NOT NULL)", name=op.f('ck_proposal_dated')),
    sa.CheckConstraint("state <> 'signed' OR number IS NOT NULL", name=op.f('ck_proposal_numbered')),
    sa.CheckConstraint("state IN ('drafted', 'checked', 'signed', 'returned')", name=op.f('ck_proposal_state')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_proposal_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['version_id'], ['plan_version.id'], name=op.f('fk_proposal_version_id_plan_version'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('key', name=op.f('uq_proposal_key')),
    sa.UniqueConstraint('note_number', name=op.f('uq_proposal_note_number')),
    sa.UniqueConstraint('number', name=op.f('uq_proposal_number'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_cycle_id'), ['cycle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_proposal_version_id'), ['version_id'], unique=False)

    op.create_table('proposal_item',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['plan_item.id'], name=op.f('fk_proposal_item_item_id_plan_item'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_item_proposal_id_proposal'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('proposal_id', 'item_id', name=op.f('pk_proposal_item'))
    )
    with op.batch_alter_table('proposal_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_item_item_id'), ['item_id'], unique=False)

    op.create_table('proposal_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'returned' OR reason <> ''", name=op.f('ck_proposal_step_reason')),
    sa.CheckConstraint("state IN ('drafted', 'checked', 'signed', 'returned')", name=op.f('ck_proposal_step_state')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_proposal_step_actor_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposal_step_proposal_id_proposal'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_step')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_proposal_step_proposal_id_number'))
    )
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('jp', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('participants', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('goal_id', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_plan_item_days'), 'ends_on >= starts_on')
        batch_op.create_check_constraint(
            batch_op.f('ck_plan_item_both_days'), '(starts_on IS NULL) = (ends_on IS NULL)'
        )
        batch_op.create_check_constraint(batch_op.f('ck_plan_item_jp'), 'jp > 0')
        batch_op.create_check_constraint(batch_op.f('ck_plan_item_participants'), 'participants > 0')
        batch_op.create_index(batch_op.f('ix_plan_item_goal_id'), ['goal_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_plan_item_goal_id_plan_goal'), 'plan_goal', ['goal_id'], ['id'], ondelete='RESTRICT')

