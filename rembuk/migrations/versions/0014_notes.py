"""Notes of workshops, their photos, details and numbers of the papers

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('letter_counter',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('undangan', 'notulen', 'berita-acara')", name=op.f('ck_letter_counter_kind')),
    sa.CheckConstraint('last BETWEEN 0 AND 99999', name=op.f('ck_letter_counter_last')),
    sa.PrimaryKeyConstraint('kind', 'year', name=op.f('pk_letter_counter'))
    )
    op.create_table('letter_pattern',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('pattern', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('undangan', 'notulen', 'berita-acara')", name=op.f('ck_letter_pattern_kind')),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_letter_pattern'))
    )
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.CheckConstraint("kind IN ('undangan', 'notulen', 'berita-acara')", name=op.f('ck_letter_kind')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_letter_workshop_id_workshop'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('kind', 'year', 'number', name=op.f('uq_letter_kind_year_number')),
    sa.UniqueConstraint('workshop_id', 'kind', name=op.f('uq_letter_workshop_id_kind'))
    )
    op.create_table('workshop_note',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('group_label', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('nonce_sealed', sa.String(), nullable=False),
    sa.CheckConstraint("(state = 'withdrawn') = (text = '')", name=op.f('ck_workshop_note_text')),
    sa.CheckConstraint("kind IN ('voice', 'decision', 'follow_up')", name=op.f('ck_workshop_note_kind')),
    sa.CheckConstraint("state = 'kept' OR NOT public", name=op.f('ck_workshop_note_public')),
    sa.CheckConstraint("state IN ('kept', 'withdrawn')", name=op.f('ck_workshop_note_state')),
    sa.CheckConstraint('position >= 1', name=op.f('ck_workshop_note_position')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_note_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_workshop_note')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_workshop_note_code_hash'))
    )
    with op.batch_alter_table('workshop_note', schema=None) as batch_op:
        batch_op.create_index('ix_workshop_note_workshop_id_position', ['workshop_id', 'position'], unique=False)

    op.create_table('workshop_papers',
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('town', sa.String(), nullable=False),
    sa.Column('nature', sa.String(), nullable=False),
    sa.Column('attachment', sa.String(), nullable=False),
    sa.Column('recipients', sa.String(), nullable=False),
    sa.Column('opening', sa.String(), nullable=False),
    sa.Column('copies', sa.String(), nullable=False),
    sa.Column('chair', sa.String(), nullable=False),
    sa.Column('writer', sa.String(), nullable=False),
    sa.Column('signer', sa.String(), nullable=False),
    sa.Column('invitation_on', sa.Date(), nullable=True),
    sa.Column('report_on', sa.Date(), nullable=True),
    sa.CheckConstraint("signer IN ('drafter', 'checker', 'signer', 'agency', 'decider')", name=op.f('ck_workshop_papers_signer')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_papers_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('workshop_id', name=op.f('pk_workshop_papers'))
    )
    op.create_table('note_photo',
    sa.Column('upload_key', sa.String(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('group_label', sa.String(), nullable=False),
    sa.Column('caption', sa.String(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['upload_key'], ['upload.key'], name=op.f('fk_note_photo_upload_key_upload'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_note_photo_workshop_id_workshop'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('upload_key', name=op.f('pk_note_photo'))
    )
    with op.batch_alter_table('note_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_photo_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('workshop_note_edit',
    sa.Column('note_key', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['note_key'], ['workshop_note.key'], name=op.f('fk_workshop_note_edit_note_key_workshop_note'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('note_key', 'number', name=op.f('pk_workshop_note_edit'))
    )
