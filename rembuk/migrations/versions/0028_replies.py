"""replies to contributions; what was decided about themes before becomes one

Revision ID: 0028
Revises: 0027
"""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

import core.base

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

_KINDS = {'accepted': 'accepted', 'merged': 'merged', 'rejected': 'not_feasible'}


def upgrade() -> None:
    op.create_table('reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('addressee', sa.String(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', core.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('retracted_by', sa.Integer(), nullable=True),
    sa.Column('retracted_at', core.base.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(kind = 'forwarded') = (addressee <> '')", name=op.f('ck_reply_addressee')),
    sa.CheckConstraint("kind IN ('accepted', 'merged', 'postponed', 'not_feasible', 'forwarded')", name=op.f('ck_reply_kind')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_reply_reason')),
    sa.ForeignKeyConstraint(['cycle_id'], ['cycle.id'], name=op.f('fk_reply_cycle_id_cycle'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_reply_decided_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['retracted_by'], ['account.id'], name=op.f('fk_reply_retracted_by_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_reply_theme_id_theme'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply')),
    sa.UniqueConstraint('key', name=op.f('uq_reply_key'))
    )
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_cycle_id'), ['cycle_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reply_theme_id'), ['theme_id'], unique=False)

    op.create_table('reply_contribution',
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('contribution_kind', sa.String(), nullable=False),
    sa.Column('contribution_key', sa.String(), nullable=False),
    sa.Column('contribution_field', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_reply_contribution_reply_id_reply'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('reply_id', 'contribution_kind', 'contribution_key', 'contribution_field', name=op.f('pk_reply_contribution'))
    )
    with op.batch_alter_table('reply_contribution', schema=None) as batch_op:
        batch_op.create_index('ix_reply_contribution_contribution', ['contribution_kind', 'contribution_key', 'contribution_field'], unique=False)
    _tell_what_was_decided()


def _tell_what_was_decided() -> None:
    """Without it, whoever was told "tidak dilanjutkan" would read that nothing has been decided."""
    connection = op.get_bind()
    decided = connection.execute(sa.text(
        "SELECT theme.id, theme.state, theme.reason, theme_run.cycle_id, theme.decided_by,"
        " coalesce(theme.decided_at, theme_run.finished_at, theme_run.created_at) AS decided_at,"
        " coalesce(own.title_id, target.name_id, theme.name_id) AS title"
        " FROM theme JOIN theme_run ON theme_run.id = theme.run_id"
        " LEFT JOIN theme AS target ON target.id = theme.merged_into_id"
        " LEFT JOIN need AS own ON own.theme_id = coalesce(theme.merged_into_id, theme.id)"
        " WHERE theme.state <> 'proposed' ORDER BY decided_at, theme.id"
    )).mappings().all()
    for theme in decided:
        reply = connection.execute(sa.text(
            "INSERT INTO reply (key, cycle_id, theme_id, kind, reason, addressee, decided_by, decided_at)"
            " VALUES (:key, :cycle_id, :theme_id, :kind, :reason, '', :decided_by, :decided_at) RETURNING id"
        ), {
            'key': token_hex(8),
            'cycle_id': theme['cycle_id'],
            'theme_id': theme['id'],
            'kind': _KINDS[theme['state']],
            'reason': _reason(theme['state'], theme['reason'], theme['title']),
            'decided_by': theme['decided_by'],
            'decided_at': theme['decided_at'],
        }).scalar_one()
        connection.execute(sa.text(
            "INSERT INTO reply_contribution (reply_id, contribution_kind, contribution_key, contribution_field)"
            " SELECT :reply, contribution_kind, contribution_key, contribution_field FROM theme_assignment"
            " WHERE theme_id = :theme AND rank = 1"
        ), {'reply': reply, 'theme': theme['id']})


def _reason(state: str, written: str, title: str) -> str:
    """The sentences of plan/replies/rules.py as they were in this release."""
    if state == 'accepted':
        return f"Masukan ini menjadi dasar kebutuhan “{title}” dan dibawa ke penyusunan rencana."
    if state == 'merged':
        return f"Isinya sejalan dengan “{title}”, jadi dibahas dan diputuskan bersama."
    return written or "Tema ini tidak dilanjutkan."
