-- Second factors: the secrets of authenticators, sealed, and hashed recovery codes.

CREATE TABLE second_factors (
    id blob NOT NULL PRIMARY KEY,
    person_id blob NOT NULL REFERENCES persons (id),
    label text NOT NULL,
    sealed_secret blob NOT NULL,
    status text NOT NULL,
    created_at integer NOT NULL,
    confirmed_at integer,
    last_step integer,
    failures integer NOT NULL,
    failed_at integer,
    CONSTRAINT second_factors_status_known CHECK (status IN ('pending', 'active')),
    CONSTRAINT second_factors_confirmed CHECK ((status = 'active') = (confirmed_at IS NOT NULL AND last_step IS NOT NULL))
) STRICT;
CREATE INDEX second_factors_by_person ON second_factors (person_id);

CREATE TABLE recovery_codes (
    hash blob NOT NULL PRIMARY KEY,
    person_id blob NOT NULL REFERENCES persons (id),
    created_at integer NOT NULL,
    used_at integer
) STRICT;
CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);
