-- Moderation: questions that wait for a person's judgement, and reports of abuse.

CREATE TABLE moderation_cases (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    listing_id uuid REFERENCES listings (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    exchange_week_id uuid REFERENCES exchange_weeks (id),
    proposed jsonb,
    status text NOT NULL,
    claimed_by uuid REFERENCES persons (id),
    claimed_until timestamptz,
    decision text,
    reason text,
    note text,
    decided_by uuid REFERENCES persons (id),
    ended_at timestamptz,
    opened_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT moderation_cases_kind_known CHECK (kind IN ('publication', 'edit', 'flagged_text', 'report')),
    CONSTRAINT moderation_cases_status_known CHECK (status IN ('open', 'decided', 'lapsed')),
    CONSTRAINT moderation_cases_decision_known
        CHECK (decision IN ('approve', 'reject', 'remove', 'dismiss', 'warn')),
    CONSTRAINT moderation_cases_proposal_of_edit CHECK ((kind = 'edit') = (proposed IS NOT NULL)),
    CONSTRAINT moderation_cases_listing_of_kind CHECK (kind = 'report' OR listing_id IS NOT NULL),
    CONSTRAINT moderation_cases_claim_whole CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
    CONSTRAINT moderation_cases_claim_open CHECK (status = 'open' OR claimed_by IS NULL),
    CONSTRAINT moderation_cases_end_whole CHECK ((status = 'open') = (ended_at IS NULL)),
    CONSTRAINT moderation_cases_decision_whole CHECK
        ((status = 'decided') = (decision IS NOT NULL) AND (decision IS NULL) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX moderation_cases_open_listing_unique ON moderation_cases (listing_id, kind)
    WHERE status = 'open' AND listing_id IS NOT NULL;
CREATE UNIQUE INDEX moderation_cases_open_organization_unique ON moderation_cases (organization_id, kind)
    WHERE status = 'open' AND listing_id IS NULL;
CREATE INDEX moderation_cases_waiting ON moderation_cases (opened_at, id) WHERE status = 'open';
CREATE INDEX moderation_cases_by_opening ON moderation_cases (opened_at, id);
CREATE INDEX moderation_cases_by_listing ON moderation_cases (listing_id, id);

CREATE TABLE abuse_reports (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES moderation_cases (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    reason text NOT NULL,
    note text,
    reported_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX abuse_reports_person_unique ON abuse_reports (case_id, person_id);
CREATE INDEX abuse_reports_by_person ON abuse_reports (person_id, id);

-- Finds what waits for approval and has no case: from before there was a queue.
CREATE INDEX listings_submitted ON listings (id) WHERE status = 'submitted';
