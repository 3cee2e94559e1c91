"""where people put contributions, what they say of themes, and near copies folded

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

import core.base

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('placement',
    sa.Column('contribution_kind', sa.String(), nullable=False),
    sa.Column('contribution_key', sa.String(), nullable=False),
    sa.Column('contribution_field', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('theme_key', sa.String(), nullable=False),
    sa.Column('locked', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('placed_by', sa.Integer(), nullable=True),
    sa.Column('placed_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_placement_cycle_id_cycle'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['placed_by'], ['account.id'], name=op.f('fk_placement_placed_by_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('contribution_kind', 'contribution_key', 'contribution_field', name=op.f('pk_placement')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placement_placed_by'), ['placed_by'], unique=False)
        batch_op.create_index('ix_placement_theme', ['cycle_id', 'purpose', 'theme_key'], unique=False)
    op.create_table('theme_memory',
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('theme_key', sa.String(), nullable=False),
    sa.Column('made', sa.Boolean(), nullable=False),
    sa.Column('name_id', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('meaning_id', sa.String(), nullable=False),
    sa.Column('meaning_en', sa.String(), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by'], ['account.id'], name=op.f('fk_theme_memory_changed_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_theme_memory_cycle_id_cycle'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cycle_id', 'purpose', 'theme_key', name=op.f('pk_theme_memory')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('theme_memory', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_memory_changed_by'), ['changed_by'], unique=False)
    op.add_column('theme_assignment', sa.Column('fold', sa.String(), server_default='', nullable=False))
    # What earlier runs read was not compared: each contribution stands alone.
    alone = {
        'sqlite': 'UPDATE theme_assignment SET fold = lower(hex(randomblob(8)))',
        'postgresql': 'UPDATE theme_assignment SET fold = left(md5(random()::text || contribution_key), 16)',
    }
    op.execute(sa.text(alone[op.get_bind().dialect.name]))
    op.create_index('ix_theme_assignment_fold', 'theme_assignment', ['run_id', 'fold'], unique=False)
