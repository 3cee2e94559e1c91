"""a run that reads only what is new

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('theme_run', sa.Column('only_new', sa.Boolean(), server_default=sa.false(), nullable=False))
