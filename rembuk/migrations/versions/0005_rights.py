"""rights

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from rembuk.migrations.append_only import AUDIT, protect

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consent_text',
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('lang', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_consent_text'))
    )
    op.create_table('purge_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_purge_day'))
    )
    op.create_table('retention_setting',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.CheckConstraint('days >= 1', name=op.f('ck_retention_setting_days')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_retention_setting'))
    )
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('account')", name=op.f('ck_consent_kind')),
    sa.CheckConstraint('withdrawn_at >= given_at', name=op.f('ck_consent_order')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_consent_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version'], ['consent_text.version'], name=op.f('fk_consent_version_consent_text'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('uq_consent_standing', ['account_id', 'kind', 'version'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('restricted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index('ix_audit_event_actor_id', ['actor_id'], unique=False)
        batch_op.create_index('ix_audit_event_at', ['at', 'id'], unique=False)
        batch_op.create_index('ix_audit_event_object', ['object_kind', 'object_key'], unique=False)
        batch_op.drop_constraint(batch_op.f('fk_audit_event_actor_id_account'), type_='foreignkey')
        batch_op.create_foreign_key(batch_op.f('fk_audit_event_actor_id_account'), 'account', ['actor_id'], ['id'])

    protect(op.get_bind(), AUDIT)
