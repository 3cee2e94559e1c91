"""taxonomies of the office: versions that never change, drafts, trials; which version a theme run read by

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

import core.base
from rembuk.migrations.append_only import TAXONOMY, protect

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('taxonomy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name_id', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('archived', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("key NOT IN ('asn', 'skm', 'none')", name=op.f('ck_taxonomy_key')),
    sa.CheckConstraint("purpose IN ('aspiration', 'feedback', 'any')", name=op.f('ck_taxonomy_purpose')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_taxonomy_created_by_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taxonomy')),
    sa.UniqueConstraint('key', name=op.f('uq_taxonomy_key'))
    )
    op.create_table('taxonomy_draft',
    sa.Column('taxonomy_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['account.id'], name=op.f('fk_taxonomy_draft_changed_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['taxonomy_id'], ['taxonomy.id'], name=op.f('fk_taxonomy_draft_taxonomy_id_taxonomy'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('taxonomy_id', name=op.f('pk_taxonomy_draft'))
    )
    op.create_table('taxonomy_trial',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('taxonomy_id', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('queued', 'done', 'failed')", name=op.f('ck_taxonomy_trial_state')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_taxonomy_trial_created_by_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taxonomy_id'], ['taxonomy.id'], name=op.f('fk_taxonomy_trial_taxonomy_id_taxonomy'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_taxonomy_trial'))
    )
    with op.batch_alter_table('taxonomy_trial', schema=None) as batch_op:
        batch_op.create_index('uq_taxonomy_trial_account', ['taxonomy_id', 'created_by'], unique=True)

    op.create_table('taxonomy_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('taxonomy_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('published_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('number > 0', name=op.f('ck_taxonomy_version_number')),
    sa.ForeignKeyConstraint(['published_by'], ['account.id'], name=op.f('fk_taxonomy_version_published_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['taxonomy_id'], ['taxonomy.id'], name=op.f('fk_taxonomy_version_taxonomy_id_taxonomy'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taxonomy_version')),
    sa.UniqueConstraint('taxonomy_id', 'number', name=op.f('uq_taxonomy_version_taxonomy_id_number'))
    )
    with op.batch_alter_table('theme_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taxonomy_version_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_theme_run_taxonomy_version_id'), ['taxonomy_version_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_theme_run_taxonomy_version_id_taxonomy_version'), 'taxonomy_version', ['taxonomy_version_id'], ['id'], ondelete='RESTRICT')
    protect(op.get_bind(), TAXONOMY)
