"""invitations to a survey, each with a code of its own

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('survey_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('notice', sa.String(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('lang', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('choice', sa.JSON(), nullable=False),
    sa.Column('pasted', sa.JSON(), nullable=False),
    sa.Column('list_unit', sa.String(), nullable=False),
    sa.CheckConstraint("lang IN ('id', 'en')", name=op.f('ck_survey_call_lang')),
    sa.CheckConstraint("notice IN ('survey.invitation', 'survey.reminder')", name=op.f('ck_survey_call_notice')),
    sa.CheckConstraint("state IN ('queued', 'done')", name=op.f('ck_survey_call_state')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_survey_call_created_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_call_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_call'))
    )
    with op.batch_alter_table('survey_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_call_survey_id'), ['survey_id'], unique=False)

    op.create_table('used_code',
    sa.Column('survey_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_used_code_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('survey_id', 'code_hash', name=op.f('pk_used_code')),
    sqlite_with_rowid=False
    )
    op.create_table('survey_invitation',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('unit_key', sa.String(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('mailed', 'paper', 'phone', 'brought')", name=op.f('ck_survey_invitation_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_survey_invitation_account_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_survey_invitation_mail_id_mail'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_survey_invitation_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_invitation_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_survey_invitation')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_survey_invitation_code_hash')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_invitation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_invitation_mail_id'), ['mail_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_invitation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_survey_invitation_survey_id_unit_key', ['survey_id', 'unit_key'], unique=False)

    # Not in a batch: that would build the table anew on SQLite, without the memory of numbers already given.
    op.add_column('mail', sa.Column('private', sa.Boolean(), server_default=sa.text('false'), nullable=False))

    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_survey_access'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_survey_access'), "access IN ('public', 'account', 'code')")
