"""seats

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_registration_state'), type_='check')
        batch_op.create_check_constraint(
            batch_op.f('ck_registration_state'),
            "state IN ('requested', 'waiting', 'offered', 'registered', 'cancelled', 'declined', 'expired',"
            " 'refused', 'walk_in', 'unserved')",
        )

    with op.batch_alter_table('registration_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('facts', sa.JSON(), server_default='{}', nullable=False))
