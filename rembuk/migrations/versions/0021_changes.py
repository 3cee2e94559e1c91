"""what became of each question in a version

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


# How many answers each later version has, as the counters hold it from now on: for all units, and by unit.
COUNTED = tuple(
    'INSERT INTO answer_count (survey_id, unit_key, question, value, count) '
    f"SELECT a.survey_id, {key}, '@' || CAST(v.number AS TEXT), '', count(*) "
    f'FROM answer a JOIN survey_version v ON v.id = a.version_id {unit} '
    f'WHERE v.number > 1 GROUP BY a.survey_id, v.number{group}'
    for key, unit, group in (("''", '', ''), ('u.key', 'JOIN unit u ON u.id = a.unit_id', ', u.key'))
)


def upgrade() -> None:
    # Plain: SQLite's batch mode would copy the table. Older versions say nothing: every question went on as it was.
    op.add_column('survey_version', sa.Column('changes', sa.JSON(), server_default='{}', nullable=False))
    for statement in COUNTED:
        op.execute(statement)
