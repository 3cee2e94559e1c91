"""needs with competency, gap and steps; standards of posts; weights of the priority; what no course solves

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table('competency',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name_id', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('managerial', 'socio_cultural', 'technical')", name=op.f('ck_competency_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competency')),
    sa.UniqueConstraint('name_id', name=op.f('uq_competency_name_id'))
    )
    op.create_table('post_standard',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_post_standard_level')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_post_standard_competency_id_competency'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_standard_post_id_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'competency_id', name=op.f('pk_post_standard'))
    )
    op.create_table('priority_weights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('spread', sa.Integer(), nullable=False),
    sa.Column('skm', sa.Integer(), nullable=False),
    sa.Column('legal', sa.Integer(), nullable=False),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('people + spread + skm + legal + urgency > 0', name=op.f('ck_priority_weights_some')),
    sa.CheckConstraint('people BETWEEN 0 AND 100 AND spread BETWEEN 0 AND 100 AND skm BETWEEN 0 AND 100 AND legal BETWEEN 0 AND 100 AND urgency BETWEEN 0 AND 100', name=op.f('ck_priority_weights_range')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_priority_weights_actor_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_priority_weights_cycle_id_cycle'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_weights')),
    sa.UniqueConstraint('cycle_id', 'version', name=op.f('uq_priority_weights_cycle_id_version'))
    )
    op.create_table('need_handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("step IN ('sent', 'answered')", name=op.f('ck_need_handover_step')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_need_handover_actor_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_handover_need_id_need'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_handover'))
    )
    with op.batch_alter_table('need_handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_handover_need_id'), ['need_id'], unique=False)

    op.create_table('need_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('hand', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("stage IN ('survey', 'inventory', 'verified', 'validated', 'prioritised')", name=op.f('ck_need_step_stage')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_need_step_actor_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_step_need_id_need'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_step'))
    )
    with op.batch_alter_table('need_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_step_need_id'), ['need_id'], unique=False)

    op.create_table('need_unit',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name=op.f('fk_need_unit_need_id_need'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_need_unit_unit_id_unit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('need_id', 'unit_id', name=op.f('pk_need_unit'))
    )

    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(), server_default='survey', nullable=False))
        batch_op.add_column(sa.Column('solution', sa.String(), server_default='course', nullable=False))
        batch_op.add_column(sa.Column('addressee', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('competency_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('post_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('actual_level', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('level_found', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('skm_element', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('legal_basis', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('urgency', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('urgency_reason', sa.String(), server_default='', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_need_stage'), "stage IN ('survey', 'inventory', 'verified', 'validated', 'prioritised')")
        batch_op.create_check_constraint(batch_op.f('ck_need_solution'), "solution IN ('course', 'equipment', 'allowance', 'staffing', 'procedure')")
        batch_op.create_check_constraint(batch_op.f('ck_need_addressee'), "solution = 'course' OR addressee <> ''")
        batch_op.create_check_constraint(batch_op.f('ck_need_actual_level'), 'actual_level BETWEEN 1 AND 5')
        batch_op.create_check_constraint(batch_op.f('ck_need_urgency'), "urgency IS NULL OR (urgency BETWEEN 1 AND 5 AND urgency_reason <> '')")
        batch_op.create_foreign_key(batch_op.f('fk_need_competency_id_competency'), 'competency', ['competency_id'], ['id'], ondelete='RESTRICT')
        batch_op.create_foreign_key(batch_op.f('fk_need_post_id_post'), 'post', ['post_id'], ['id'], ondelete='SET NULL')
        batch_op.create_index('uq_need_id_solution', ['id', 'solution'], unique=True)

    # May be built anew on SQLite: nothing points at it, and it has no numbers of its own.
    with op.batch_alter_table('plan_item_need', schema=None) as batch_op:
        batch_op.add_column(sa.Column('solution', sa.String(), server_default='course', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_plan_item_need_solution'), "solution = 'course'")
        batch_op.drop_constraint(batch_op.f('fk_plan_item_need_need_id_need'), type_='foreignkey')
        batch_op.create_foreign_key(batch_op.f('fk_plan_item_need_need_id_solution_need'), 'need', ['need_id', 'solution'], ['id', 'solution'], ondelete='RESTRICT')
