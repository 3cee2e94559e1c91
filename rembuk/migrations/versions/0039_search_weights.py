"""weights of a search are not kept with its run

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


def upgrade() -> None:
    run = sa.table('theme_run', sa.column('id', sa.Integer), sa.column('settings', sa.JSON))
    connection = op.get_bind()
    # One at a time: the weights of one search are megabytes.
    for number in connection.scalars(sa.select(run.c.id)).all():
        settings = connection.scalar(sa.select(run.c.settings).where(run.c.id == number))
        if settings and settings.get('found'):
            kept = {name: value for name, value in settings.items() if name != 'found'}
            connection.execute(sa.update(run).where(run.c.id == number).values(settings=kept))
