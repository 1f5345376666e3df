-- The bourse from an empty folder to a confirmed agreement.
--
-- Both engines have the same tables, columns, index names and constraint names; a test compares them.
-- Instants are microseconds since 1970 UTC, days are ISO texts, ids are 16 bytes, truth is 0 or 1.
-- Amounts are thousandths of the unit. Texts that hold a state are checked against its names.
-- Constraints are named: the service translates a violation by its name.

CREATE TABLE secrets (
    name text NOT NULL PRIMARY KEY,
    value blob NOT NULL,
    created_at integer NOT NULL
) STRICT;

CREATE TABLE counters (
    name text NOT NULL PRIMARY KEY,
    value integer NOT NULL,
    CONSTRAINT counters_value_positive CHECK (value > 0)
) STRICT;

CREATE TABLE persons (
    id blob NOT NULL PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text,
    locale text NOT NULL,
    staff_role text,
    status text NOT NULL,
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT persons_locale_known CHECK (locale IN ('en', 'fr', 'de', 'lb')),
    CONSTRAINT persons_staff_role_known CHECK (staff_role IN ('organizer', 'broker')),
    CONSTRAINT persons_status_known CHECK (status IN ('active', 'suspended', 'erased'))
) STRICT;
CREATE UNIQUE INDEX persons_email_unique ON persons (email);

CREATE TABLE sessions (
    id blob NOT NULL PRIMARY KEY,
    person_id blob NOT NULL REFERENCES persons (id),
    created_at integer NOT NULL,
    last_used_at integer NOT NULL,
    expires_at integer NOT NULL,
    revoked_at integer
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE refresh_tokens (
    hash blob NOT NULL PRIMARY KEY,
    session_id blob NOT NULL REFERENCES sessions (id),
    issued_at integer NOT NULL,
    expires_at integer NOT NULL,
    used_at integer
) STRICT;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE organizations (
    id blob NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_skeleton text NOT NULL,
    legal_form text NOT NULL,
    rcs_number text,
    vat_number text,
    address text,
    postal_code text,
    locality text,
    commune text NOT NULL,
    languages text NOT NULL,
    cause_or_sector text,
    description text,
    contact_name text,
    contact_email text NOT NULL,
    website text,
    standing text NOT NULL,
    standing_reason text,
    standing_until integer,
    standing_changed_at integer NOT NULL,
    standing_changed_by blob REFERENCES persons (id),
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT organizations_kind_known CHECK (kind IN ('company', 'association', 'public_body')),
    CONSTRAINT organizations_standing_known CHECK (standing IN ('pending', 'verified', 'rejected', 'suspended'))
) STRICT;
CREATE UNIQUE INDEX organizations_reference_unique ON organizations (reference);
CREATE INDEX organizations_by_skeleton ON organizations (name_skeleton);
CREATE INDEX organizations_by_name ON organizations (name, id);

CREATE TABLE memberships (
    organization_id blob NOT NULL REFERENCES organizations (id),
    person_id blob NOT NULL REFERENCES persons (id),
    role text NOT NULL,
    created_at integer NOT NULL,
    PRIMARY KEY (organization_id, person_id),
    CONSTRAINT memberships_role_known CHECK (role IN ('owner', 'coordinator', 'volunteer'))
) STRICT;
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE exchange_weeks (
    id blob NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    phase text NOT NULL,
    phase_reason text,
    phase_changed_at integer NOT NULL,
    categories text NOT NULL,
    moderated integer NOT NULL,
    ratification_required integer NOT NULL,
    company_pairs_allowed integer NOT NULL,
    hold_minutes integer NOT NULL,
    confirmation_days integer NOT NULL,
    first_contact_days integer NOT NULL,
    listings_per_organization integer NOT NULL,
    meeting_rounds integer NOT NULL,
    meeting_round_minutes integer NOT NULL,
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT exchange_weeks_phase_known
        CHECK (phase IN ('draft', 'registration', 'matching', 'live', 'follow_up', 'closed')),
    CONSTRAINT exchange_weeks_days_ordered CHECK (starts_on <= ends_on)
) STRICT;
CREATE UNIQUE INDEX exchange_weeks_reference_unique ON exchange_weeks (reference);

CREATE TABLE participations (
    id blob NOT NULL PRIMARY KEY,
    exchange_week_id blob NOT NULL REFERENCES exchange_weeks (id),
    organization_id blob NOT NULL REFERENCES organizations (id),
    status text NOT NULL,
    status_reason text,
    status_changed_at integer NOT NULL,
    status_changed_by blob REFERENCES persons (id),
    created_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT participations_status_known CHECK (status IN ('requested', 'admitted', 'refused', 'withdrawn'))
) STRICT;
CREATE UNIQUE INDEX participations_pair_unique ON participations (exchange_week_id, organization_id);
CREATE INDEX participations_by_organization ON participations (organization_id);

CREATE TABLE listings (
    id blob NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    exchange_week_id blob NOT NULL REFERENCES exchange_weeks (id),
    organization_id blob NOT NULL REFERENCES organizations (id),
    direction text NOT NULL,
    kind text NOT NULL,
    details text NOT NULL,
    category text NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    wanted_in_return text,
    translations text NOT NULL,
    languages_needed text NOT NULL,
    place text NOT NULL,
    windows text NOT NULL,
    available_from integer,
    available_until integer,
    unit text NOT NULL,
    quantity_total integer,
    quantity_held integer NOT NULL,
    quantity_committed integer NOT NULL,
    quantity_delivered integer NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at integer NOT NULL,
    status_changed_by blob REFERENCES persons (id),
    published_at integer,
    expires_at integer,
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT listings_direction_known CHECK (direction IN ('offer', 'request')),
    CONSTRAINT listings_kind_known CHECK (kind IN ('goods', 'service', 'skill')),
    CONSTRAINT listings_status_known CHECK
        (status IN ('draft', 'submitted', 'rejected', 'published', 'paused', 'expired', 'closed')),
    CONSTRAINT listings_quantity_not_negative
        CHECK (quantity_held >= 0 AND quantity_committed >= 0 AND quantity_delivered >= 0 AND quantity_total > 0),
    CONSTRAINT listings_quantity_not_exceeded CHECK (quantity_held + quantity_committed <= quantity_total),
    CONSTRAINT listings_window_ordered CHECK (available_from < available_until)
) STRICT;
CREATE UNIQUE INDEX listings_reference_unique ON listings (exchange_week_id, reference);
CREATE INDEX listings_by_publication ON listings (exchange_week_id, published_at, id) WHERE status = 'published';
CREATE INDEX listings_by_publication_anywhere ON listings (published_at, id) WHERE status = 'published';
CREATE INDEX listings_by_organization ON listings (organization_id, id);
CREATE INDEX listings_by_creation ON listings (created_at, id);
CREATE INDEX listings_by_update ON listings (updated_at, id);
CREATE INDEX listings_by_expiry ON listings (expires_at) WHERE status = 'published';
CREATE INDEX listings_not_closed ON listings (exchange_week_id, id) WHERE status <> 'closed';

CREATE TABLE matches (
    id blob NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    exchange_week_id blob NOT NULL REFERENCES exchange_weeks (id),
    organization_a_id blob NOT NULL REFERENCES organizations (id),
    organization_b_id blob NOT NULL REFERENCES organizations (id),
    terms_revision integer NOT NULL,
    proposed_by_organization_id blob NOT NULL REFERENCES organizations (id),
    hold_expires_at integer NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at integer NOT NULL,
    status_changed_by blob REFERENCES persons (id),
    blocking_listing_id blob REFERENCES listings (id),
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT matches_status_known
        CHECK (status IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired', 'superseded')),
    CONSTRAINT matches_parties_distinct CHECK (organization_a_id <> organization_b_id)
) STRICT;
CREATE UNIQUE INDEX matches_reference_unique ON matches (reference);
CREATE INDEX matches_by_organization_a ON matches (organization_a_id, id);
CREATE INDEX matches_by_organization_b ON matches (organization_b_id, id);
CREATE INDEX matches_by_week ON matches (exchange_week_id, id);
CREATE INDEX matches_by_hold ON matches (hold_expires_at) WHERE status = 'proposed';

CREATE TABLE match_terms (
    match_id blob NOT NULL REFERENCES matches (id),
    terms_revision integer NOT NULL,
    proposed_by_organization_id blob NOT NULL REFERENCES organizations (id),
    proposed_by_person_id blob NOT NULL REFERENCES persons (id),
    message text,
    proposed_at integer NOT NULL,
    PRIMARY KEY (match_id, terms_revision)
) STRICT;

CREATE TABLE contributions (
    id blob NOT NULL PRIMARY KEY,
    match_id blob NOT NULL REFERENCES matches (id),
    terms_revision integer NOT NULL,
    position integer NOT NULL,
    giver_organization_id blob NOT NULL REFERENCES organizations (id),
    receiver_organization_id blob NOT NULL REFERENCES organizations (id),
    offer_listing_id blob REFERENCES listings (id),
    request_listing_id blob REFERENCES listings (id),
    amount integer NOT NULL,
    unit text NOT NULL,
    description text NOT NULL,
    starts_at integer,
    ends_at integer,
    value_estimate_cents integer,
    claim text NOT NULL,
    CONSTRAINT contributions_claim_known CHECK (claim IN ('held', 'committed', 'released')),
    CONSTRAINT contributions_amount_positive CHECK (amount > 0),
    CONSTRAINT contributions_listing_cited CHECK (offer_listing_id IS NOT NULL OR request_listing_id IS NOT NULL),
    CONSTRAINT contributions_parties_distinct CHECK (giver_organization_id <> receiver_organization_id),
    CONSTRAINT contributions_window_ordered CHECK (starts_at < ends_at)
) STRICT;
CREATE UNIQUE INDEX contributions_position_unique ON contributions (match_id, terms_revision, position);
CREATE UNIQUE INDEX contributions_live_pair_unique ON contributions (offer_listing_id, request_listing_id)
    WHERE claim <> 'released' AND offer_listing_id IS NOT NULL AND request_listing_id IS NOT NULL;
CREATE INDEX contributions_by_offer ON contributions (offer_listing_id) WHERE claim <> 'released';
CREATE INDEX contributions_by_request ON contributions (request_listing_id) WHERE claim <> 'released';

CREATE TABLE agreements (
    id blob NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    match_id blob NOT NULL REFERENCES matches (id),
    exchange_week_id blob NOT NULL REFERENCES exchange_weeks (id),
    organization_a_id blob NOT NULL REFERENCES organizations (id),
    organization_b_id blob NOT NULL REFERENCES organizations (id),
    terms_revision integer NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at integer NOT NULL,
    status_changed_by blob REFERENCES persons (id),
    confirm_until integer NOT NULL,
    ratification_required integer NOT NULL,
    ratified_at integer,
    ratified_by blob REFERENCES persons (id),
    cancelled_by_organization_id blob REFERENCES organizations (id),
    cancelled_late integer,
    confirmed_at integer,
    first_contact_organization_id blob NOT NULL REFERENCES organizations (id),
    first_contact_due_on text NOT NULL,
    first_contact_done_at integer,
    first_contact_done_by blob REFERENCES persons (id),
    created_at integer NOT NULL,
    updated_at integer NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT agreements_status_known CHECK (status IN
        ('pending', 'confirmed', 'fulfilled', 'partly_fulfilled', 'unfulfilled', 'lapsed', 'cancelled')),
    CONSTRAINT agreements_parties_distinct CHECK (organization_a_id <> organization_b_id)
) STRICT;
CREATE UNIQUE INDEX agreements_reference_unique ON agreements (reference);
CREATE UNIQUE INDEX agreements_match_unique ON agreements (match_id);
CREATE INDEX agreements_by_organization_a ON agreements (organization_a_id, id);
CREATE INDEX agreements_by_organization_b ON agreements (organization_b_id, id);
CREATE INDEX agreements_by_week ON agreements (exchange_week_id, id);
CREATE INDEX agreements_by_confirmation ON agreements (confirm_until) WHERE status = 'pending';

CREATE TABLE agreement_confirmations (
    agreement_id blob NOT NULL REFERENCES agreements (id),
    organization_id blob NOT NULL REFERENCES organizations (id),
    person_id blob NOT NULL REFERENCES persons (id),
    terms_revision integer NOT NULL,
    confirmed_at integer NOT NULL,
    PRIMARY KEY (agreement_id, organization_id)
) STRICT;

CREATE TABLE audit_entries (
    id blob NOT NULL PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_id blob NOT NULL,
    subject_revision integer NOT NULL,
    action text NOT NULL,
    actor_kind text NOT NULL,
    actor_id blob,
    organization_id blob,
    request_id text,
    data text NOT NULL,
    occurred_at integer NOT NULL,
    previous_hash blob NOT NULL,
    hash blob NOT NULL,
    CONSTRAINT audit_entries_actor_known CHECK (actor_kind IN ('person', 'system', 'import'))
) STRICT;
CREATE UNIQUE INDEX audit_entries_subject_unique ON audit_entries (subject_kind, subject_id, subject_revision);
CREATE INDEX audit_entries_by_time ON audit_entries (occurred_at, id);

CREATE TABLE outbox_events (
    sequence integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    id blob NOT NULL,
    event_type text NOT NULL,
    subject_kind text NOT NULL,
    subject_id blob NOT NULL,
    subject_revision integer NOT NULL,
    exchange_week_id blob,
    data text NOT NULL,
    occurred_at integer NOT NULL,
    dispatched_at integer
) STRICT;
CREATE UNIQUE INDEX outbox_events_subject_unique ON outbox_events (subject_kind, subject_id, subject_revision);
CREATE INDEX outbox_events_waiting ON outbox_events (sequence) WHERE dispatched_at IS NULL;

CREATE TABLE idempotency_records (
    caller_id blob NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    fingerprint blob NOT NULL,
    status integer,
    headers text,
    body text,
    created_at integer NOT NULL,
    PRIMARY KEY (caller_id, method, path, key)
) STRICT;
CREATE INDEX idempotency_records_by_age ON idempotency_records (created_at);

-- The audit log is append-only: not even the service may change what was written.
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit_entries_append_only');
END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit_entries_append_only');
END;
