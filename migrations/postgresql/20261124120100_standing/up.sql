-- How organizations came to their standing and what was looked at, what the state has granted them, what they
-- say against a decision, and where they are called.

ALTER TABLE organizations ADD COLUMN contact_phone text;

CREATE TABLE standing_changes (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    organization_revision bigint NOT NULL,
    standing text NOT NULL,
    reason text,
    until timestamptz,
    changed_at timestamptz NOT NULL,
    changed_by uuid REFERENCES persons (id),
    PRIMARY KEY (organization_id, organization_revision),
    CONSTRAINT standing_changes_standing_known CHECK (standing IN ('pending', 'verified', 'rejected', 'suspended'))
);
-- Of what was decided before, the last decision is known.
INSERT INTO standing_changes
    SELECT id, revision, standing, standing_reason, standing_until, standing_changed_at, standing_changed_by
    FROM organizations;

CREATE TABLE verification_evidence (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    organization_revision bigint NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL,
    note text,
    reference text,
    checked_on date NOT NULL,
    checked_by uuid NOT NULL REFERENCES persons (id),
    PRIMARY KEY (organization_id, organization_revision, position),
    CONSTRAINT verification_evidence_kind_known CHECK
        (kind IN ('rcs_extract', 'statutes', 'website', 'phone_call', 'visit', 'other'))
);

CREATE TABLE accreditations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind text NOT NULL,
    granted_on date NOT NULL,
    valid_until date,
    reference text,
    withdrawn_at timestamptz,
    withdrawn_by uuid REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES persons (id),
    revision bigint NOT NULL,
    CONSTRAINT accreditations_kind_known CHECK
        (kind IN ('sis', 'public_utility', 'development_ngo', 'ministry', 'other')),
    CONSTRAINT accreditations_days_ordered CHECK (granted_on <= valid_until)
);
CREATE INDEX accreditations_by_organization ON accreditations (organization_id, granted_on, id);

CREATE TABLE appeals (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    standing text NOT NULL,
    standing_since timestamptz NOT NULL,
    text text NOT NULL,
    made_by uuid NOT NULL REFERENCES persons (id),
    made_at timestamptz NOT NULL,
    status text NOT NULL,
    decision_reason text,
    decided_by uuid REFERENCES persons (id),
    decided_at timestamptz,
    revision bigint NOT NULL,
    CONSTRAINT appeals_status_known CHECK (status IN ('open', 'upheld', 'granted')),
    CONSTRAINT appeals_standing_known CHECK (standing IN ('rejected', 'suspended'))
);
CREATE INDEX appeals_by_organization ON appeals (organization_id, id);
CREATE UNIQUE INDEX appeals_open_unique ON appeals (organization_id) WHERE status = 'open';
