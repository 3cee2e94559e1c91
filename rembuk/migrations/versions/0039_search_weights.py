"""what was learned of texts is not kept with a run

Less the texts that are still there they could give back one that was erased; where the themes were, the assignments say.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

# Of a search, of what was left over, of what the texts were like, and a list with people's labels.
LEARNED = ('found', 'candidates', 'seen', 'taxonomy_content')


def upgrade() -> None:
    run = sa.table('theme_run', sa.column('id', sa.Integer), sa.column('settings', sa.JSON))
    connection = op.get_bind()
    erased = False
    # One at a time: the weights of one search are megabytes.
    for number in connection.scalars(sa.select(run.c.id)).all():
        settings = connection.scalar(sa.select(run.c.settings).where(run.c.id == number))
        learned = [name for name in LEARNED if settings and settings.get(name)]
        if learned:
            kept = {name: value for name, value in settings.items() if name not in learned}
            connection.execute(sa.update(run).where(run.c.id == number).values(settings=kept))
            erased = True
    if erased and connection.dialect.name == 'sqlite':
        # As core.sql.erase_bytes_after_commit: the mixer's next turn rewrites the file.
        connection.execute(sa.text('PRAGMA user_version=1'))
