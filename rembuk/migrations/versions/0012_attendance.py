"""attendance

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Presence, tickets, what devices sent, certificates."""
    op.create_table('certificate_counter',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.CheckConstraint('last >= 0', name=op.f('ck_certificate_counter_last')),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_certificate_counter'))
    )
    op.create_table('certificate_setting',
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.CheckConstraint('percent BETWEEN 1 AND 100', name=op.f('ck_certificate_setting_percent')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_certificate_setting_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workshop_id', name=op.f('pk_certificate_setting'))
    )
    op.create_table('attendance',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('device_key', sa.String(), nullable=False),
    sa.CheckConstraint("how IN ('qr', 'manual', 'walk_in')", name=op.f('ck_attendance_how')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_attendance_by_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_attendance_registration_id_registration'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['workshop_session.id'], name=op.f('fk_attendance_session_id_workshop_session'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('registration_id', 'session_id', name=op.f('pk_attendance'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_session_id'), ['session_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title_id', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('organiser', sa.String(), nullable=False),
    sa.Column('development_code', sa.Integer(), nullable=False),
    sa.Column('jp', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('signer_title', sa.String(), nullable=False),
    sa.Column('signer_name', sa.String(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_reason', sa.String(), nullable=False),
    sa.CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name=op.f('ck_certificate_revoked')),
    sa.CheckConstraint('jp BETWEEN 0 AND 1000', name=op.f('ck_certificate_jp')),
    sa.CheckConstraint('serial >= 1', name=op.f('ck_certificate_serial')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_certificate_account_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_certificate_registration_id_registration'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_certificate_workshop_id_workshop'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_certificate_code_hash')),
    sa.UniqueConstraint('key', name=op.f('uq_certificate_key')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    sa.UniqueConstraint('year', 'serial', name=op.f('uq_certificate_year_serial'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_workshop_id'), ['workshop_id'], unique=False)
        batch_op.create_index('uq_certificate_valid', ['registration_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('check_in_entry',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome IN ('recorded', 'already', 'forged', 'old', 'other_workshop', 'cancelled', 'no_seat')", name=op.f('ck_check_in_entry_outcome')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_check_in_entry_registration_id_registration'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['workshop_session.id'], name=op.f('fk_check_in_entry_session_id_workshop_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_check_in_entry'))
    )
    with op.batch_alter_table('check_in_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_in_entry_registration_id'), ['registration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_in_entry_session_id'), ['session_id'], unique=False)

    op.create_table('ticket_edition',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint('number BETWEEN 2 AND 31', name=op.f('ck_ticket_edition_number')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_ticket_edition_registration_id_registration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_ticket_edition'))
    )
