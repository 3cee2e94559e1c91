"""where people put contributions, what they say of themes, near copies folded, samples for two readers

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

import core.base

revision = '0034'
down_revision = '0033'
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
    op.create_table('coding_sample',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=True),
    sa.Column('second_id', sa.Integer(), nullable=True),
    sa.Column('taken_over_at', core.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_coding_sample_created_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['first_id'], ['account.id'], name=op.f('fk_coding_sample_first_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['run_id'], ['theme_run.id'], name=op.f('fk_coding_sample_run_id_theme_run'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['account.id'], name=op.f('fk_coding_sample_second_id_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coding_sample')),
    sa.UniqueConstraint('key', name=op.f('uq_coding_sample_key'))
    )
    with op.batch_alter_table('coding_sample', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coding_sample_created_by'), ['created_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_coding_sample_first_id'), ['first_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coding_sample_run_id'), ['run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_coding_sample_second_id'), ['second_id'], unique=False)
    op.create_table('coding_sample_item',
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('contribution_kind', sa.String(), nullable=False),
    sa.Column('contribution_key', sa.String(), nullable=False),
    sa.Column('contribution_field', sa.String(), nullable=False),
    sa.Column('machine_key', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['sample_id'], ['coding_sample.id'], name=op.f('fk_coding_sample_item_sample_id_coding_sample'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sample_id', 'position', name=op.f('pk_coding_sample_item')),
    sqlite_with_rowid=False
    )
    op.create_table('coding',
    sa.Column('sample_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seat', sa.Integer(), nullable=False),
    sa.Column('theme_key', sa.String(), nullable=True),
    sa.CheckConstraint('seat IN (1, 2)', name=op.f('ck_coding_seat')),
    sa.ForeignKeyConstraint(['sample_id'], ['coding_sample.id'], name=op.f('fk_coding_sample_id_coding_sample'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sample_id', 'position', 'seat', name=op.f('pk_coding')),
    sqlite_with_rowid=False
    )
