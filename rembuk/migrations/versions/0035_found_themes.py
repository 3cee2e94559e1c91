"""themes found without a list: their number, parts, and what people ask for; what should be read first

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sub_theme',
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.Column('sub_key', sa.String(), nullable=False),
    sa.Column('name_id', sa.String(), nullable=False),
    sa.Column('name_en', sa.String(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_sub_theme_theme_id_theme'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('theme_id', 'sub_key', name=op.f('pk_sub_theme'))
    )
    op.add_column('theme_run', sa.Column('n_themes', sa.Integer(), nullable=True))
    op.add_column('theme', sa.Column('asks_id', sa.String(), server_default='', nullable=False))
    op.add_column('theme', sa.Column('asks_en', sa.String(), server_default='', nullable=False))
    op.add_column('theme', sa.Column('candidate', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('theme_assignment', sa.Column('sub_key', sa.String(), server_default='', nullable=False))
    op.add_column('theme_assignment', sa.Column('unclear', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('theme_assignment', sa.Column('ask', sa.Integer(), nullable=True))
    op.create_index('uq_theme_assignment_ask', 'theme_assignment', ['run_id', 'ask'], unique=True, sqlite_where=sa.text('ask IS NOT NULL'), postgresql_where=sa.text('ask IS NOT NULL'))
