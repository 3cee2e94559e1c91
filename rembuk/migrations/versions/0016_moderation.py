"""moderation

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('moderation_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('assigned_to_id', sa.Integer(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name=op.f('ck_moderation_case_decided_on')),
    sa.CheckConstraint("state IN ('open', 'decided', 'dropped')", name=op.f('ck_moderation_case_state')),
    sa.ForeignKeyConstraint(['assigned_to_id'], ['account.id'], name=op.f('fk_moderation_case_assigned_to_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['post_id'], ['topic_post.id'], name=op.f('fk_moderation_case_post_id_topic_post'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_case')),
    sa.UniqueConstraint('key', name=op.f('uq_moderation_case_key'))
    )
    with op.batch_alter_table('moderation_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_case_assigned_to_id'), ['assigned_to_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_case_post_id'), ['post_id'], unique=False)
        batch_op.create_index('uq_moderation_case_open', ['post_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('moderation_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('original', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('working_days', sa.Integer(), nullable=True),
    sa.CheckConstraint("action = 'hide' OR state = 'standing'", name=op.f('ck_moderation_decision_undone')),
    sa.CheckConstraint("action = 'keep' OR text <> ''", name=op.f('ck_moderation_decision_text')),
    sa.CheckConstraint("action IN ('hide', 'keep', 'merge', 'lock_topic', 'restore')", name=op.f('ck_moderation_decision_action')),
    sa.CheckConstraint("action NOT IN ('hide', 'lock_topic') OR reason <> ''", name=op.f('ck_moderation_decision_reasoned')),
    sa.CheckConstraint("reason = '' OR reason IN ('personal_data', 'insult', 'hate', 'off_topic', 'advert', 'other')", name=op.f('ck_moderation_decision_reason')),
    sa.CheckConstraint("state IN ('standing', 'restored', 'overturned')", name=op.f('ck_moderation_decision_state')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_moderation_decision_actor_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['case_id'], ['moderation_case.id'], name=op.f('fk_moderation_decision_case_id_moderation_case'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_decision')),
    sa.UniqueConstraint('case_id', name=op.f('uq_moderation_decision_case_id')),
    sa.UniqueConstraint('key', name=op.f('uq_moderation_decision_key'))
    )
    with op.batch_alter_table('moderation_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_decision_actor_id'), ['actor_id'], unique=False)

    op.create_table('post_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('reporter_tag', sa.String(), nullable=False),
    sa.Column('nonce_hash', sa.String(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.CheckConstraint("reason IN ('personal_data', 'insult', 'hate', 'off_topic', 'advert', 'other')", name=op.f('ck_post_report_reason')),
    sa.ForeignKeyConstraint(['case_id'], ['moderation_case.id'], name=op.f('fk_post_report_case_id_moderation_case'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_report')),
    sa.UniqueConstraint('case_id', 'reporter_tag', name=op.f('uq_post_report_case_id_reporter_tag')),
    sa.UniqueConstraint('nonce_hash', name=op.f('uq_post_report_nonce_hash'))
    )
    op.create_table('moderation_appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('first_actor_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('appealed_on', sa.Date(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state IN ('upheld', 'overturned')) = (decided_on IS NOT NULL)", name=op.f('ck_moderation_appeal_decided_on')),
    sa.CheckConstraint("state IN ('open', 'dropped') OR answer <> ''", name=op.f('ck_moderation_appeal_answer')),
    sa.CheckConstraint("state IN ('open', 'upheld', 'overturned', 'dropped')", name=op.f('ck_moderation_appeal_state')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> first_actor_id', name=op.f('ck_moderation_appeal_other_moderator')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_moderation_appeal_decided_by_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decision_id'], ['moderation_decision.id'], name=op.f('fk_moderation_appeal_decision_id_moderation_decision'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['first_actor_id'], ['account.id'], name=op.f('fk_moderation_appeal_first_actor_id_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_appeal')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_moderation_appeal_decision_id'))
    )
    with op.batch_alter_table('moderation_appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moderation_appeal_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moderation_appeal_first_actor_id'), ['first_actor_id'], unique=False)
