"""calls

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files that go with mails; calls to a workshop and their invitations."""
    op.create_table('mail_attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_mail_attachment_mail_id_mail'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_attachment'))
    )
    with op.batch_alter_table('mail_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_attachment_mail_id'), ['mail_id'], unique=False)

    op.create_table('workshop_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('lang', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('choice', sa.JSON(), nullable=False),
    sa.Column('pasted', sa.JSON(), nullable=False),
    sa.CheckConstraint("lang IN ('id', 'en')", name=op.f('ck_workshop_call_lang')),
    sa.CheckConstraint("state IN ('queued', 'done')", name=op.f('ck_workshop_call_state')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_workshop_call_created_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_call_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_call'))
    )
    with op.batch_alter_table('workshop_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_call_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('workshop_reminder_days',
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_reminder_days_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workshop_id', name=op.f('pk_workshop_reminder_days'))
    )
    op.create_table('workshop_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.CheckConstraint("state IN ('mailed', 'paper', 'phone', 'brought')", name=op.f('ck_workshop_invitation_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_workshop_invitation_account_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['call_id'], ['workshop_call.id'], name=op.f('fk_workshop_invitation_call_id_workshop_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_workshop_invitation_mail_id_mail'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workshop_invitation_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_invitation_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_invitation'))
    )
    with op.batch_alter_table('workshop_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_invitation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workshop_invitation_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workshop_invitation_mail_id'), ['mail_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workshop_invitation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_workshop_invitation_workshop_id_state', ['workshop_id', 'state'], unique=False)

    # ### end Alembic commands ###
