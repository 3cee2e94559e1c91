"""the trace ledger, with the edges that stand already

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

from rembuk.migrations.append_only import LEDGER, protect

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

COLUMNS = 'source_kind, source_key, source_field, target_kind, target_key, turn, action, reason, at, actor_id'


def upgrade() -> None:
    op.create_table('trace_edge',
    sa.Column('source_kind', sa.String(), nullable=False),
    sa.Column('source_key', sa.String(), nullable=False),
    sa.Column('source_field', sa.String(), nullable=False),
    sa.Column('target_kind', sa.String(), nullable=False),
    sa.Column('target_key', sa.String(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("target_kind IN ('theme', 'need', 'plan_item', 'programme', 'session', 'measurement', 'proposal', 'reply')", name=op.f('ck_trace_edge_target_kind')),
    sa.CheckConstraint('turn > 0', name=op.f('ck_trace_edge_turn')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_trace_edge_actor_id_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('source_kind', 'source_key', 'source_field', 'target_kind', 'target_key', 'turn', name=op.f('pk_trace_edge')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('trace_edge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trace_edge_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_trace_edge_target', ['target_kind', 'target_key', 'source_kind', 'source_key', 'source_field'], unique=False)
        batch_op.create_index('ix_trace_edge_back', ['target_kind', 'target_key'], unique=False, sqlite_where=sa.text('turn % 2 = 0'), postgresql_where=sa.text('turn % 2 = 0'))
    _fill()
    protect(op.get_bind(), LEDGER)


def _fill() -> None:
    """What stood before the ledger: by whom and when a theme was decided is known, of the rest when it was made at the latest."""
    theme = "1, 'theme.accept', '', coalesce(t.decided_at, n.created_at), t.decided_by"
    for rows in (
        f"SELECT 'theme', t.key, '', 'need', n.key, {theme} FROM need n JOIN theme t ON t.id = n.theme_id",
        "SELECT 'theme', m.key, '', 'theme', t.key, 1, 'theme.merge', '', coalesce(m.decided_at, r.created_at), m.decided_by"
        ' FROM theme m JOIN theme t ON t.id = m.merged_into_id JOIN theme_run r ON r.id = m.run_id',
        f"SELECT c.contribution_kind, c.contribution_key, c.contribution_field, 'need', n.key, {theme}"
        ' FROM need_contribution c JOIN need n ON n.id = c.need_id LEFT JOIN theme t ON t.id = n.theme_id'
        ' ORDER BY c.contribution_kind, c.contribution_key, c.contribution_field',
        "SELECT 'need', n.key, '', 'plan_item', i.key, 1, 'plan_item.create', '', i.created_at, NULL"
        ' FROM plan_item_need l JOIN need n ON n.id = l.need_id JOIN plan_item i ON i.id = l.plan_item_id',
        "SELECT 'plan_item', i.key, '', 'measurement', CAST(m.id AS VARCHAR), 1, 'measurement.add', '', i.created_at, NULL"
        ' FROM measurement m JOIN indicator d ON d.id = m.indicator_id JOIN plan_item i ON i.id = d.item_id',
    ):
        op.execute(f'INSERT INTO trace_edge ({COLUMNS}) {rows}')
