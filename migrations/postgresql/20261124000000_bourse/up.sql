-- The bourse from an empty folder to a confirmed agreement.
--
-- Both engines have the same tables, columns, index names and constraint names; a test compares them.
-- Amounts are thousandths of the unit. Texts that hold a state are checked against its names.
-- Constraints are named: the service translates a violation by its name.

CREATE TABLE secrets (
    name text NOT NULL PRIMARY KEY,
    value bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE counters (
    name text NOT NULL PRIMARY KEY,
    value bigint NOT NULL,
    CONSTRAINT counters_value_positive CHECK (value > 0)
);

CREATE TABLE persons (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text,
    locale text NOT NULL,
    staff_role text,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT persons_locale_known CHECK (locale IN ('en', 'fr', 'de', 'lb')),
    CONSTRAINT persons_staff_role_known CHECK (staff_role IN ('organizer', 'broker')),
    CONSTRAINT persons_status_known CHECK (status IN ('active', 'suspended', 'erased'))
);
CREATE UNIQUE INDEX persons_email_unique ON persons (email);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE refresh_tokens (
    hash bytea NOT NULL PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id),
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE organizations (
    id uuid NOT NULL PRIMARY KEY,
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
    languages jsonb NOT NULL,
    cause_or_sector text,
    description text,
    contact_name text,
    contact_email text NOT NULL,
    website text,
    standing text NOT NULL,
    standing_reason text,
    standing_until timestamptz,
    standing_changed_at timestamptz NOT NULL,
    standing_changed_by uuid REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT organizations_kind_known CHECK (kind IN ('company', 'association', 'public_body')),
    CONSTRAINT organizations_standing_known CHECK (standing IN ('pending', 'verified', 'rejected', 'suspended'))
);
CREATE UNIQUE INDEX organizations_reference_unique ON organizations (reference);
CREATE INDEX organizations_by_skeleton ON organizations (name_skeleton);
CREATE INDEX organizations_by_name ON organizations (name, id);

CREATE TABLE memberships (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    role text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, person_id),
    CONSTRAINT memberships_role_known CHECK (role IN ('owner', 'coordinator', 'volunteer'))
);
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE exchange_weeks (
    id uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    phase text NOT NULL,
    phase_reason text,
    phase_changed_at timestamptz NOT NULL,
    categories jsonb NOT NULL,
    moderated boolean NOT NULL,
    ratification_required boolean NOT NULL,
    company_pairs_allowed boolean NOT NULL,
    hold_minutes integer NOT NULL,
    confirmation_days integer NOT NULL,
    first_contact_days integer NOT NULL,
    listings_per_organization integer NOT NULL,
    meeting_rounds integer NOT NULL,
    meeting_round_minutes integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT exchange_weeks_phase_known
        CHECK (phase IN ('draft', 'registration', 'matching', 'live', 'follow_up', 'closed')),
    CONSTRAINT exchange_weeks_days_ordered CHECK (starts_on <= ends_on)
);
CREATE UNIQUE INDEX exchange_weeks_reference_unique ON exchange_weeks (reference);

CREATE TABLE participations (
    id uuid NOT NULL PRIMARY KEY,
    exchange_week_id uuid NOT NULL REFERENCES exchange_weeks (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    status text NOT NULL,
    status_reason text,
    status_changed_at timestamptz NOT NULL,
    status_changed_by uuid REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT participations_status_known CHECK (status IN ('requested', 'admitted', 'refused', 'withdrawn'))
);
CREATE UNIQUE INDEX participations_pair_unique ON participations (exchange_week_id, organization_id);
CREATE INDEX participations_by_organization ON participations (organization_id);

CREATE TABLE listings (
    id uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    exchange_week_id uuid NOT NULL REFERENCES exchange_weeks (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    direction text NOT NULL,
    kind text NOT NULL,
    details jsonb NOT NULL,
    category text NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    wanted_in_return text,
    translations jsonb NOT NULL,
    languages_needed jsonb NOT NULL,
    place text NOT NULL,
    windows jsonb NOT NULL,
    available_from timestamptz,
    available_until timestamptz,
    unit text NOT NULL,
    quantity_total bigint,
    quantity_held bigint NOT NULL,
    quantity_committed bigint NOT NULL,
    quantity_delivered bigint NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at timestamptz NOT NULL,
    status_changed_by uuid REFERENCES persons (id),
    published_at timestamptz,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT listings_direction_known CHECK (direction IN ('offer', 'request')),
    CONSTRAINT listings_kind_known CHECK (kind IN ('goods', 'service', 'skill')),
    CONSTRAINT listings_status_known CHECK
        (status IN ('draft', 'submitted', 'rejected', 'published', 'paused', 'expired', 'closed')),
    CONSTRAINT listings_quantity_not_negative
        CHECK (quantity_held >= 0 AND quantity_committed >= 0 AND quantity_delivered >= 0 AND quantity_total > 0),
    CONSTRAINT listings_quantity_not_exceeded CHECK (quantity_held + quantity_committed <= quantity_total),
    CONSTRAINT listings_window_ordered CHECK (available_from < available_until)
);
CREATE UNIQUE INDEX listings_reference_unique ON listings (exchange_week_id, reference);
CREATE INDEX listings_by_publication ON listings (exchange_week_id, published_at, id) WHERE status = 'published';
CREATE INDEX listings_by_publication_anywhere ON listings (published_at, id) WHERE status = 'published';
CREATE INDEX listings_by_organization ON listings (organization_id, id);
CREATE INDEX listings_by_creation ON listings (created_at, id);
CREATE INDEX listings_by_update ON listings (updated_at, id);
CREATE INDEX listings_by_expiry ON listings (expires_at) WHERE status = 'published';
CREATE INDEX listings_not_closed ON listings (exchange_week_id, id) WHERE status <> 'closed';

CREATE TABLE matches (
    id uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    exchange_week_id uuid NOT NULL REFERENCES exchange_weeks (id),
    organization_a_id uuid NOT NULL REFERENCES organizations (id),
    organization_b_id uuid NOT NULL REFERENCES organizations (id),
    terms_revision integer NOT NULL,
    proposed_by_organization_id uuid NOT NULL REFERENCES organizations (id),
    hold_expires_at timestamptz NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at timestamptz NOT NULL,
    status_changed_by uuid REFERENCES persons (id),
    blocking_listing_id uuid REFERENCES listings (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT matches_status_known
        CHECK (status IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired', 'superseded')),
    CONSTRAINT matches_parties_distinct CHECK (organization_a_id <> organization_b_id)
);
CREATE UNIQUE INDEX matches_reference_unique ON matches (reference);
CREATE INDEX matches_by_organization_a ON matches (organization_a_id, id);
CREATE INDEX matches_by_organization_b ON matches (organization_b_id, id);
CREATE INDEX matches_by_week ON matches (exchange_week_id, id);
CREATE INDEX matches_by_hold ON matches (hold_expires_at) WHERE status = 'proposed';

CREATE TABLE match_terms (
    match_id uuid NOT NULL REFERENCES matches (id),
    terms_revision integer NOT NULL,
    proposed_by_organization_id uuid NOT NULL REFERENCES organizations (id),
    proposed_by_person_id uuid NOT NULL REFERENCES persons (id),
    message text,
    proposed_at timestamptz NOT NULL,
    PRIMARY KEY (match_id, terms_revision)
);

CREATE TABLE contributions (
    id uuid NOT NULL PRIMARY KEY,
    match_id uuid NOT NULL REFERENCES matches (id),
    terms_revision integer NOT NULL,
    position integer NOT NULL,
    giver_organization_id uuid NOT NULL REFERENCES organizations (id),
    receiver_organization_id uuid NOT NULL REFERENCES organizations (id),
    offer_listing_id uuid REFERENCES listings (id),
    request_listing_id uuid REFERENCES listings (id),
    amount bigint NOT NULL,
    unit text NOT NULL,
    description text NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    value_estimate_cents bigint,
    claim text NOT NULL,
    CONSTRAINT contributions_claim_known CHECK (claim IN ('held', 'committed', 'released')),
    CONSTRAINT contributions_amount_positive CHECK (amount > 0),
    CONSTRAINT contributions_listing_cited CHECK (offer_listing_id IS NOT NULL OR request_listing_id IS NOT NULL),
    CONSTRAINT contributions_parties_distinct CHECK (giver_organization_id <> receiver_organization_id),
    CONSTRAINT contributions_window_ordered CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX contributions_position_unique ON contributions (match_id, terms_revision, position);
CREATE UNIQUE INDEX contributions_live_pair_unique ON contributions (offer_listing_id, request_listing_id)
    WHERE claim <> 'released' AND offer_listing_id IS NOT NULL AND request_listing_id IS NOT NULL;
CREATE INDEX contributions_by_offer ON contributions (offer_listing_id) WHERE claim <> 'released';
CREATE INDEX contributions_by_request ON contributions (request_listing_id) WHERE claim <> 'released';

CREATE TABLE agreements (
    id uuid NOT NULL PRIMARY KEY,
    reference text NOT NULL,
    match_id uuid NOT NULL REFERENCES matches (id),
    exchange_week_id uuid NOT NULL REFERENCES exchange_weeks (id),
    organization_a_id uuid NOT NULL REFERENCES organizations (id),
    organization_b_id uuid NOT NULL REFERENCES organizations (id),
    terms_revision integer NOT NULL,
    status text NOT NULL,
    status_reason text,
    status_changed_at timestamptz NOT NULL,
    status_changed_by uuid REFERENCES persons (id),
    confirm_until timestamptz NOT NULL,
    ratification_required boolean NOT NULL,
    ratified_at timestamptz,
    ratified_by uuid REFERENCES persons (id),
    cancelled_by_organization_id uuid REFERENCES organizations (id),
    cancelled_late boolean,
    confirmed_at timestamptz,
    first_contact_organization_id uuid NOT NULL REFERENCES organizations (id),
    first_contact_due_on date NOT NULL,
    first_contact_done_at timestamptz,
    first_contact_done_by uuid REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT agreements_status_known CHECK (status IN
        ('pending', 'confirmed', 'fulfilled', 'partly_fulfilled', 'unfulfilled', 'lapsed', 'cancelled')),
    CONSTRAINT agreements_parties_distinct CHECK (organization_a_id <> organization_b_id)
);
CREATE UNIQUE INDEX agreements_reference_unique ON agreements (reference);
CREATE UNIQUE INDEX agreements_match_unique ON agreements (match_id);
CREATE INDEX agreements_by_organization_a ON agreements (organization_a_id, id);
CREATE INDEX agreements_by_organization_b ON agreements (organization_b_id, id);
CREATE INDEX agreements_by_week ON agreements (exchange_week_id, id);
CREATE INDEX agreements_by_confirmation ON agreements (confirm_until) WHERE status = 'pending';

CREATE TABLE agreement_confirmations (
    agreement_id uuid NOT NULL REFERENCES agreements (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    terms_revision integer NOT NULL,
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (agreement_id, organization_id)
);

CREATE TABLE audit_entries (
    id uuid NOT NULL PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject_revision bigint NOT NULL,
    action text NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    organization_id uuid,
    request_id text,
    data jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_entries_actor_known CHECK (actor_kind IN ('person', 'system', 'import'))
);
CREATE UNIQUE INDEX audit_entries_subject_unique ON audit_entries (subject_kind, subject_id, subject_revision);
CREATE INDEX audit_entries_by_time ON audit_entries (occurred_at, id);

CREATE TABLE outbox_events (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    event_type text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    subject_revision bigint NOT NULL,
    exchange_week_id uuid,
    data jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    dispatched_at timestamptz
);
CREATE UNIQUE INDEX outbox_events_subject_unique ON outbox_events (subject_kind, subject_id, subject_revision);
CREATE INDEX outbox_events_waiting ON outbox_events (sequence) WHERE dispatched_at IS NULL;

CREATE TABLE idempotency_records (
    caller_id uuid NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer,
    headers jsonb,
    body text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (caller_id, method, path, key)
);
CREATE INDEX idempotency_records_by_age ON idempotency_records (created_at);

-- The audit log is append-only: not even the service may change what was written.
CREATE FUNCTION audit_entries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'audit_entries_append_only';
END
$$;
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse_change();
