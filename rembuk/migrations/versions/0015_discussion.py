"""discussion

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('topic_follow',
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_topic_follow_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_follow_topic_id_topic'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('topic_id', 'account_id', name=op.f('pk_topic_follow')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('topic_follow', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_follow_account_id'), ['account_id'], unique=False)

    op.create_table('topic_mail_wish',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_topic_mail_wish_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_topic_mail_wish'))
    )
    op.create_table('topic_pseudonym',
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('author_tag', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_pseudonym_topic_id_topic'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('topic_id', 'author_tag', name=op.f('pk_topic_pseudonym')),
    sa.UniqueConstraint('topic_id', 'name', name=op.f('uq_topic_pseudonym_topic_id_name')),
    sqlite_with_rowid=False
    )
    op.create_table('topic_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('seen', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_topic_notice_account_id_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['post_id'], ['topic_post.id'], name=op.f('fk_topic_notice_post_id_topic_post'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_notice_topic_id_topic'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_notice'))
    )
    with op.batch_alter_table('topic_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_notice_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_topic_notice_post_id'), ['post_id'], unique=False)

    op.create_table('topic_post_support',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('supporter_tag', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['topic_post.id'], name=op.f('fk_topic_post_support_post_id_topic_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'supporter_tag', name=op.f('pk_topic_post_support')),
    sqlite_with_rowid=False
    )
    op.create_table('topic_post_term',
    sa.Column('term', sa.String(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['topic_post.id'], name=op.f('fk_topic_post_term_post_id_topic_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('term', 'post_id', name=op.f('pk_topic_post_term')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('topic_post_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_post_term_post_id'), ['post_id'], unique=False)

    with op.batch_alter_table('topic_post', schema=None) as batch_op:
        batch_op.add_column(sa.Column('body_hmac', sa.String(), server_default='', nullable=False))
