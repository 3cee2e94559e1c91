"""vectors of texts kept between theme runs, how far a run is, who stopped it

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

STATES = "state IN ('queued', 'done', 'failed', 'cancelled')"


def upgrade() -> None:
    op.create_table('text_vector',
    sa.Column('contribution_key', sa.String(), nullable=False),
    sa.Column('contribution_kind', sa.String(), nullable=False),
    sa.Column('contribution_field', sa.String(), nullable=False),
    sa.Column('encoder', sa.String(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('contribution_key', 'contribution_kind', 'contribution_field', 'encoder', name=op.f('pk_text_vector'))
    )
    with op.batch_alter_table('theme_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('stage_done', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('stage_total', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('cancelled_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_theme_run_cancelled_by_account'), 'account', ['cancelled_by'], ['id'], ondelete='SET NULL')
        batch_op.drop_constraint(batch_op.f('ck_theme_run_state'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_theme_run_state'), STATES)
