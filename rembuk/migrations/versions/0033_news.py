"""addresses that asked for news, apart from what anybody said; counted figures about replies

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('follower',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('topic_kind', sa.String(), nullable=False),
    sa.Column('topic_key', sa.String(), nullable=False),
    sa.Column('address_sealed', sa.String(), nullable=False),
    sa.Column('address_hmac', sa.String(), nullable=False),
    sa.Column('lang', sa.String(), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.CheckConstraint("topic_kind IN ('need', 'theme', 'cycle')", name=op.f('ck_follower_topic_kind')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_follower_cycle_id_cycle'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_follower')),
    sqlite_with_rowid=False
    )
    op.create_index('uq_follower_address', 'follower', ['cycle_id', 'address_hmac'], unique=True)
    op.create_table('follower_told',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('event_key', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['token_hash'], ['follower.token_hash'], name=op.f('fk_follower_told_token_hash_follower'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', 'event_key', name=op.f('pk_follower_told')),
    sqlite_with_rowid=False
    )
    op.create_table('reply_figures',
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('read', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('days_half', sa.Integer(), nullable=True),
    sa.Column('days_most', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_reply_figures_cycle_id_cycle'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_reply_figures'))
    )
