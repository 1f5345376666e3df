-- What people may ask for under the GDPR: a copy of what is held of them, and to be erased.

CREATE TABLE data_exports (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    document jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
-- One copy of somebody's data is enough: a new one takes the place of the one before.
CREATE UNIQUE INDEX data_exports_person_unique ON data_exports (person_id);
CREATE INDEX data_exports_by_expiry ON data_exports (expires_at);

-- What a command stored that was under way while its person was erased is looked for afterwards.
CREATE INDEX persons_erased ON persons (updated_at) WHERE status = 'erased';
