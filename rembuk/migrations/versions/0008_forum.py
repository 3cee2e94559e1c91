"""forum

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sent_item',
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('recipient', 'kind', 'key', name=op.f('pk_sent_item'))
    )
    op.create_table('topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('about_kind', sa.String(), nullable=False),
    sa.Column('about_key', sa.String(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('intro_id', sa.String(), nullable=False),
    sa.Column('intro_en', sa.String(), nullable=False),
    sa.Column('identity', sa.String(), nullable=False),
    sa.Column('guests', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('outcome_id', sa.String(), nullable=False),
    sa.Column('outcome_en', sa.String(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f('ck_topic_closed_on')),
    sa.CheckConstraint("about_kind IN ('cycle', 'workshop', 'theme', 'plan_item')", name=op.f('ck_topic_about_kind')),
    sa.CheckConstraint("identity IN ('name', 'pseudonym')", name=op.f('ck_topic_identity')),
    sa.CheckConstraint("state IN ('open', 'locked', 'closed')", name=op.f('ck_topic_state')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_topic_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('key', name=op.f('uq_topic_key'))
    )
    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_cycle_id'), ['cycle_id'], unique=False)

    op.create_table('workshop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('about_id', sa.String(), nullable=False),
    sa.Column('about_en', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('organiser', sa.String(), nullable=False),
    sa.Column('development_code', sa.Integer(), nullable=False),
    sa.Column('jp', sa.Integer(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('queued', sa.Integer(), nullable=False),
    sa.Column('approval', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('offer_hours', sa.Integer(), nullable=False),
    sa.Column('registration_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_reason', sa.String(), nullable=False),
    sa.Column('calendar_sequence', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("audience IN ('staff', 'account', 'public')", name=op.f('ck_workshop_audience')),
    sa.CheckConstraint("rule IN ('order', 'unit_balance', 'never_served')", name=op.f('ck_workshop_rule')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'held', 'cancelled')", name=op.f('ck_workshop_state')),
    sa.CheckConstraint('development_code BETWEEN 1 AND 25', name=op.f('ck_workshop_development_code')),
    sa.CheckConstraint('jp BETWEEN 1 AND 1000', name=op.f('ck_workshop_jp')),
    sa.CheckConstraint('offer_hours BETWEEN 1 AND 336', name=op.f('ck_workshop_offer_hours')),
    sa.CheckConstraint('queued >= 0', name=op.f('ck_workshop_queued')),
    sa.CheckConstraint('seats BETWEEN 1 AND 5000', name=op.f('ck_workshop_seats')),
    sa.CheckConstraint('taken BETWEEN 0 AND seats', name=op.f('ck_workshop_taken')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_workshop_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop')),
    sa.UniqueConstraint('key', name=op.f('uq_workshop_key'))
    )
    with op.batch_alter_table('workshop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_cycle_id'), ['cycle_id'], unique=False)

    op.create_table('registration_form',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('definition', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_registration_form_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_form')),
    sa.UniqueConstraint('workshop_id', 'number', name=op.f('uq_registration_form_workshop_id_number'))
    )
    op.create_table('topic_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('shown_name', sa.String(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_tag', sa.String(), nullable=True),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('nonce_hash', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('support', sa.Integer(), nullable=False),
    sa.Column('edits', sa.Integer(), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=False),
    sa.CheckConstraint("state IN ('visible', 'hidden', 'withdrawn')", name=op.f('ck_topic_post_state')),
    sa.CheckConstraint('author_id IS NULL OR author_tag IS NULL', name=op.f('ck_topic_post_author')),
    sa.CheckConstraint('support >= 0', name=op.f('ck_topic_post_support')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_topic_post_author_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['merged_into_id'], ['topic_post.id'], name=op.f('fk_topic_post_merged_into_id_topic_post'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['parent_id'], ['topic_post.id'], name=op.f('fk_topic_post_parent_id_topic_post'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_post_topic_id_topic'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_post')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_topic_post_code_hash')),
    sa.UniqueConstraint('key', name=op.f('uq_topic_post_key')),
    sa.UniqueConstraint('nonce_hash', name=op.f('uq_topic_post_nonce_hash'))
    )
    with op.batch_alter_table('topic_post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_post_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_topic_post_author_tag'), ['author_tag'], unique=False)
        batch_op.create_index(batch_op.f('ix_topic_post_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_topic_post_topic_id'), ['topic_id'], unique=False)

    op.create_table('workshop_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_workshop_session_ends_at')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_session_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_session'))
    )
    with op.batch_alter_table('workshop_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_session_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('workshop_unit_quota',
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats >= 0', name=op.f('ck_workshop_unit_quota_seats')),
    sa.CheckConstraint('taken BETWEEN 0 AND seats', name=op.f('ck_workshop_unit_quota_taken')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_workshop_unit_quota_unit_id_unit'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_unit_quota_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workshop_id', 'unit_id', name=op.f('pk_workshop_unit_quota'))
    )
    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('speaker', sa.String(), nullable=False),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_agenda_item_minutes')),
    sa.ForeignKeyConstraint(['session_id'], ['workshop_session.id'], name=op.f('fk_agenda_item_session_id_workshop_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_session_id'), ['session_id'], unique=False)

    op.create_table('registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('queue_number', sa.Integer(), nullable=True),
    sa.Column('offered_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('nonce_hash', sa.String(), nullable=True),
    sa.Column('form_id', sa.Integer(), nullable=True),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name=op.f('ck_registration_offered_until')),
    sa.CheckConstraint("state != 'waiting' OR queue_number IS NOT NULL", name=op.f('ck_registration_queue_number')),
    sa.CheckConstraint("state IN ('requested', 'waiting', 'offered', 'registered', 'cancelled', 'declined', 'expired', 'refused', 'walk_in')", name=op.f('ck_registration_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_registration_account_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['form_id'], ['registration_form.id'], name=op.f('fk_registration_form_id_registration_form'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_registration_unit_id_unit'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_registration_workshop_id_workshop'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_registration_code_hash')),
    sa.UniqueConstraint('key', name=op.f('uq_registration_key')),
    sa.UniqueConstraint('nonce_hash', name=op.f('uq_registration_nonce_hash')),
    sa.UniqueConstraint('workshop_id', 'account_id', name=op.f('uq_registration_workshop_id_account_id')),
    sa.UniqueConstraint('workshop_id', 'queue_number', name=op.f('uq_registration_workshop_id_queue_number'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_registration_workshop_id_state', ['workshop_id', 'state'], unique=False)

    op.create_table('topic_post_edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('edited_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['topic_post.id'], name=op.f('fk_topic_post_edit_post_id_topic_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_post_edit')),
    sa.UniqueConstraint('post_id', 'number', name=op.f('uq_topic_post_edit_post_id_number'))
    )
    op.create_table('registration_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('before', sa.String(), nullable=False),
    sa.Column('after', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("by IN ('person', 'staff', 'system')", name=op.f('ck_registration_event_by')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_event_registration_id_registration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_event'))
    )
    with op.batch_alter_table('registration_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_event_registration_id'), ['registration_id'], unique=False)
