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
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('agm', 'gala', 'regional_event', 'conference', 'programme', 'discussion_group', 'training', 'web_capsule', 'training_in_organisation', name='eventkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title_fr', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('description_fr', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=True),
    sa.Column('new_activity', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'cancelled', name='eventstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sa.UniqueConstraint('slug', name=op.f('uq_events_slug'))
    )
    op.create_table('guests',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('given_name', sa.String(length=100), nullable=False),
    sa.Column('family_name', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('same_person_key', sa.String(length=64), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guests')),
    sa.UniqueConstraint('same_person_key', name=op.f('uq_guests_same_person_key'))
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

    op.create_table('members',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('given_name', sa.String(length=100), nullable=False),
    sa.Column('family_name', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('region', sa.String(length=100), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_members')),
    sa.UniqueConstraint('number', name=op.f('uq_members_number'))
    )
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.create_index('ix_members_organisation', ['organisation'], unique=False)
        batch_op.create_index('uq_members_active_email', ['email_key'], unique=True, sqlite_where=sa.text('active'), postgresql_where=sa.text('active'))

    op.create_table('noted_attendances',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('session_id', sa.String(length=36), nullable=False),
    sa.Column('sitting_id', sa.String(length=36), nullable=True),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('registration_id', sa.String(length=36), nullable=True),
    sa.Column('evidence', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_noted_attendances'))
    )
    with op.batch_alter_table('noted_attendances', schema=None) as batch_op:
        batch_op.create_index('ix_noted_attendances_person', ['person_id', 'session_id'], unique=False)

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

    op.create_table('password_tries',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('email_digest', sa.String(length=64), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_tries'))
    )
    with op.batch_alter_table('password_tries', schema=None) as batch_op:
        batch_op.create_index('ix_password_tries_email', ['email_digest', 'tried_at'], unique=False)

    op.create_table('staff',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.Enum('organizer', 'door', 'administrator', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('email_key', name=op.f('uq_staff_email_key'))
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
    op.create_table('identities',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('member_id', sa.String(length=36), nullable=True),
    sa.Column('staff_id', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(member_id IS NULL) <> (staff_id IS NULL)', name=op.f('ck_identities_one_person')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_identities_member_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_identities_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identities'))
    )
    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identities_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_identities_staff_id'), ['staff_id'], unique=False)

    op.create_table('sessions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('event_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('label_fr', sa.String(length=120), nullable=False),
    sa.Column('label_en', sa.String(length=120), nullable=False),
    sa.Column('mode', sa.Enum('in_person', 'virtual', name='mode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('venue_name', sa.String(length=200), nullable=False),
    sa.Column('venue_address', sa.String(length=300), nullable=False),
    sa.Column('meeting_url', sa.String(length=500), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('places_numbered', sa.Integer(), nullable=False),
    sa.Column('waits_numbered', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity > 0', name=op.f('ck_sessions_capacity_is_positive')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_sessions_opens_before_it_closes')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_sessions_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('event_id', 'position', name=op.f('uq_sessions_event_id_position'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_event_id'), ['event_id'], unique=False)

    op.create_table('sign_ins',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('member_id', sa.String(length=36), nullable=True),
    sa.Column('email_digest', sa.String(length=64), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('code_digest', sa.String(length=64), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('key_id', sa.String(length=40), nullable=False),
    sa.Column('browser_digest', sa.String(length=64), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries_left', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('tries_left >= 0', name=op.f('ck_sign_ins_tries_never_negative')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_sign_ins_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_ins_token_digest'))
    )
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ins_browser_digest'), ['browser_digest'], unique=False)
        batch_op.create_index('ix_sign_ins_email', ['email_digest', 'requested_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_ins_expires_at'), ['expires_at'], unique=False)

    op.create_table('registrations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('reference', sa.String(length=8), nullable=False),
    sa.Column('session_id', sa.String(length=36), nullable=False),
    sa.Column('member_id', sa.String(length=36), nullable=True),
    sa.Column('guest_id', sa.String(length=36), nullable=True),
    sa.Column('holder_kind', sa.Enum('member', 'guest', 'dignitary', 'partner', name='holderkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('place', sa.Enum('confirmed', 'waitlisted', 'offered', 'cancelled', name='place', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('place_number', sa.Integer(), nullable=True),
    sa.Column('waiting_number', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('ticket_generation', sa.Integer(), nullable=False),
    sa.Column('ticket_key_id', sa.String(length=40), nullable=False),
    sa.Column('notice_version', sa.String(length=40), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place_changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(holder_kind = 'member') = (member_id IS NOT NULL)", name=op.f('ck_registrations_kind_fits_holder')),
    sa.CheckConstraint("place <> 'waitlisted' OR waiting_number IS NOT NULL", name=op.f('ck_registrations_wait_has_number')),
    sa.CheckConstraint("place NOT IN ('confirmed', 'offered') OR place_number IS NOT NULL", name=op.f('ck_registrations_place_has_number')),
    sa.CheckConstraint('(member_id IS NULL) <> (guest_id IS NULL)', name=op.f('ck_registrations_one_holder')),
    sa.ForeignKeyConstraint(['guest_id'], ['guests.id'], name=op.f('fk_registrations_guest_id')),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_registrations_member_id')),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_registrations_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sa.UniqueConstraint('reference', name=op.f('uq_registrations_reference'))
    )
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registrations_guest_id'), ['guest_id'], unique=False)
        batch_op.create_index('ix_registrations_line', ['session_id', 'place', 'waiting_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_registrations_member_id'), ['member_id'], unique=False)
        batch_op.create_index('uq_registrations_active_guest', ['session_id', 'guest_id'], unique=True, sqlite_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"))
        batch_op.create_index('uq_registrations_active_member', ['session_id', 'member_id'], unique=True, sqlite_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"))
        batch_op.create_index('uq_registrations_idempotency', ['member_id', 'session_id', 'idempotency_key'], unique=True)
        batch_op.create_index('uq_registrations_place_number', ['session_id', 'place_number'], unique=True, sqlite_where=sa.text("place IN ('confirmed', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'offered')"))

    op.create_table('sittings',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('session_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title_fr', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_sittings_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_sittings_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sittings')),
    sa.UniqueConstraint('session_id', 'position', name=op.f('uq_sittings_session_id_position'))
    )
    with op.batch_alter_table('sittings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sittings_session_id'), ['session_id'], unique=False)

    op.create_table('needs',
    sa.Column('registration_id', sa.String(length=36), nullable=False),
    sa.Column('food', sa.String(length=500), nullable=False),
    sa.Column('access', sa.String(length=500), nullable=False),
    sa.Column('consent_version', sa.String(length=40), nullable=False),
    sa.Column('consent_wording', sa.String(length=500), nullable=False),
    sa.Column('consent_language', sa.String(length=2), nullable=False),
    sa.Column('consented_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_needs_registration_id')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_needs'))
    )


def downgrade() -> None:
    op.drop_table('needs')
    with op.batch_alter_table('sittings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sittings_session_id'))

    op.drop_table('sittings')
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.drop_index('uq_registrations_place_number', sqlite_where=sa.text("place IN ('confirmed', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'offered')"))
        batch_op.drop_index('uq_registrations_idempotency')
        batch_op.drop_index('uq_registrations_active_member', sqlite_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"))
        batch_op.drop_index('uq_registrations_active_guest', sqlite_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"), postgresql_where=sa.text("place IN ('confirmed', 'waitlisted', 'offered')"))
        batch_op.drop_index(batch_op.f('ix_registrations_member_id'))
        batch_op.drop_index('ix_registrations_line')
        batch_op.drop_index(batch_op.f('ix_registrations_guest_id'))

    op.drop_table('registrations')
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_ins_expires_at'))
        batch_op.drop_index('ix_sign_ins_email')
        batch_op.drop_index(batch_op.f('ix_sign_ins_browser_digest'))

    op.drop_table('sign_ins')
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_event_id'))

    op.drop_table('sessions')
    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identities_staff_id'))
        batch_op.drop_index(batch_op.f('ix_identities_member_id'))

    op.drop_table('identities')
    op.drop_table('staff_copy')
    op.drop_table('staff')
    with op.batch_alter_table('password_tries', schema=None) as batch_op:
        batch_op.drop_index('ix_password_tries_email')

    op.drop_table('password_tries')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_unsent_id', sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))
        batch_op.drop_index('ix_outbox_unsent', sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))

    op.drop_table('outbox')
    with op.batch_alter_table('noted_attendances', schema=None) as batch_op:
        batch_op.drop_index('ix_noted_attendances_person')

    op.drop_table('noted_attendances')
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_index('uq_members_active_email', sqlite_where=sa.text('active'), postgresql_where=sa.text('active'))
        batch_op.drop_index('ix_members_organisation')

    op.drop_table('members')
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.drop_index('ix_inbox_open', sqlite_where=sa.text("state IN ('failed', 'parked')"), postgresql_where=sa.text("state IN ('failed', 'parked')"))

    op.drop_table('inbox')
    op.drop_table('guests')
    op.drop_table('events')
    op.drop_table('chore_runs')
