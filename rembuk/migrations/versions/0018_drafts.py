"""drafts

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('nonce_hash', sa.String(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.String(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_draft_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_draft')),
    sa.UniqueConstraint('nonce_hash', name=op.f('uq_draft_nonce_hash')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_draft_expires_on'), 'draft', ['expires_on'], unique=False)
    op.create_index(op.f('ix_draft_survey_id'), 'draft', ['survey_id'], unique=False)
    op.create_table('survey_promise',
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(), nullable=False),
    sa.Column('text_id', sa.String(), nullable=False),
    sa.Column('text_en', sa.String(), nullable=False),
    sa.Column('shown_from', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_promise_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('survey_id', 'mark', name=op.f('pk_survey_promise'))
    )
    # Plain: SQLite's batch mode would copy the table for one flag.
    op.add_column('question', sa.Column('starts_page', sa.Boolean(), server_default=sa.false(), nullable=False))
