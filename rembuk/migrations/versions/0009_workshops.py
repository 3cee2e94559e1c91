"""workshops

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('agenda_item') as batch_op:
        batch_op.add_column(sa.Column('started_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('extra_minutes', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('agenda_item') as batch_op:
        batch_op.alter_column('extra_minutes', server_default=None)
        batch_op.create_check_constraint(
            op.f('ck_agenda_item_extra_minutes'), 'extra_minutes BETWEEN 0 AND 600'
        )
    with op.batch_alter_table('registration_form') as batch_op:
        batch_op.add_column(sa.Column('forgotten_on', sa.Date(), nullable=True))
    with op.batch_alter_table('workshop_session') as batch_op:
        batch_op.add_column(sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True))
