-- Second factors: the secrets of authenticators, sealed, and hashed recovery codes.

CREATE TABLE second_factors (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    label text NOT NULL,
    sealed_secret bytea NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint,
    failures bigint NOT NULL,
    failed_at timestamptz,
    CONSTRAINT second_factors_status_known CHECK (status IN ('pending', 'active')),
    CONSTRAINT second_factors_confirmed CHECK ((status = 'active') = (confirmed_at IS NOT NULL AND last_step IS NOT NULL))
);
CREATE INDEX second_factors_by_person ON second_factors (person_id);

CREATE TABLE recovery_codes (
    hash bytea NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);
