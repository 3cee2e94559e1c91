"""logic of questions, and the number that tells two authors apart

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite's batch mode would copy the tables.
    op.add_column('question', sa.Column('logic', sa.JSON(), server_default='{}', nullable=False))
    op.add_column('survey', sa.Column('revision', sa.Integer(), server_default='0', nullable=False))
