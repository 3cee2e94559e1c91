"""what became of each question in a version

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain: SQLite's batch mode would copy the table. Older versions say nothing: every question went on as it was.
    op.add_column('survey_version', sa.Column('changes', sa.JSON(), server_default='{}', nullable=False))
