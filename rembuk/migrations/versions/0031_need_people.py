"""how many people stand behind a need, counted where it changes

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('need', sa.Column('people', sa.Integer(), server_default=sa.text('0'), nullable=False))
    op.create_index('ix_need_contribution_listed', 'need_contribution', ['need_id', 'is_quote', 'contribution_kind', 'contribution_key', 'contribution_field'])
    op.execute('UPDATE need SET people = (SELECT count(*) FROM (SELECT DISTINCT contribution_kind, contribution_key'
               ' FROM need_contribution c WHERE c.need_id = need.id) AS behind)')
