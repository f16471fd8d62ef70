"""First tables."""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('chore_runs',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('last_run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_chore_runs'))
    )
    op.create_table('events',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('title_fr', sa.Text(), nullable=False),
    sa.Column('title_en', sa.Text(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events'))
    )
    op.create_table('inbox',
    sa.Column('message_id', sa.String(length=80), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=True),
    sa.Column('subject', sa.String(length=80), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('retry_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.CheckConstraint("state IN ('handled', 'failed', 'parked', 'discarded')", name=op.f('ck_inbox_state')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_inbox'))
    )
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.create_index('ix_inbox_open', ['state', 'retry_at'], unique=False, sqlite_where=sa.text("state IN ('failed', 'parked')"), postgresql_where=sa.text("state IN ('failed', 'parked')"))

    op.create_table('letters',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('template', sa.Enum('sign-in', 'place-confirmed', 'place-waitlisted', 'place-cancelled', 'survey-invitation', name='template', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('template_version', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=36), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('values', sa.Text(), nullable=False),
    sa.Column('event_id', sa.String(length=36), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'sending', 'handing_over', 'sent', 'deferred', 'failed', 'uncertain', name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.String(length=120), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Enum('refused', 'gave_up', 'expired', 'not_composed', name='reason', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('reply', sa.Text(), nullable=True),
    sa.Column('settled_by', sa.String(length=36), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_as', sa.String(length=16), nullable=True),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_letters_attempts')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_letters')),
    sa.UniqueConstraint('id', name=op.f('uq_letters_id')),
    sa.UniqueConstraint('template', 'subject', 'revision', name=op.f('uq_letters_template_subject_revision')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letters_event_id_position'), ['event_id', 'position'], unique=False)
        batch_op.create_index('ix_letters_open', ['position'], unique=False, sqlite_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"), postgresql_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"))
        batch_op.create_index('ix_letters_open_subject', ['subject', 'position'], unique=False, sqlite_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"), postgresql_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"))
        batch_op.create_index(batch_op.f('ix_letters_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_letters_state_position'), ['state', 'position'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('message_id', sa.String(length=36), nullable=False),
    sa.Column('type', sa.String(length=80), nullable=False),
    sa.Column('aggregate', sa.String(length=80), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('retry_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_message_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_unsent', ['aggregate', 'id'], unique=False, sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))
        batch_op.create_index('ix_outbox_unsent_id', ['id'], unique=False, sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))

    op.create_table('recipients',
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('directory_revision', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_name', sa.Text(), nullable=False),
    sa.Column('family_name', sa.Text(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_recipients'))
    )
    op.create_table('staff_copy',
    sa.Column('staff_id', sa.String(length=36), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_staff_copy'))
    )
    op.create_table('subjects',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('told_revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subjects'))
    )


def downgrade() -> None:
    op.drop_table('subjects')
    op.drop_table('staff_copy')
    op.drop_table('recipients')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_unsent_id', sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))
        batch_op.drop_index('ix_outbox_unsent', sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))

    op.drop_table('outbox')
    with op.batch_alter_table('letters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letters_state_position'))
        batch_op.drop_index(batch_op.f('ix_letters_person_id'))
        batch_op.drop_index('ix_letters_open_subject', sqlite_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"), postgresql_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"))
        batch_op.drop_index('ix_letters_open', sqlite_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"), postgresql_where=sa.text("state IN ('waiting', 'deferred', 'sending', 'handing_over')"))
        batch_op.drop_index(batch_op.f('ix_letters_event_id_position'))

    op.drop_table('letters')
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.drop_index('ix_inbox_open', sqlite_where=sa.text("state IN ('failed', 'parked')"), postgresql_where=sa.text("state IN ('failed', 'parked')"))

    op.drop_table('inbox')
    op.drop_table('events')
    op.drop_table('chore_runs')
