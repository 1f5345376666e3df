-- Imports by API: the bytes as they came, how far each sheet is, and what became of the rows that somebody must look
-- at. What was imported stands in the tables of its nouns; all of this is forgotten after a time.

CREATE TABLE imports (
    id uuid NOT NULL PRIMARY KEY,
    job_id uuid,
    person_id uuid NOT NULL REFERENCES persons (id),
    exchange_week_id uuid REFERENCES exchange_weeks (id),
    sheet text,
    locale text NOT NULL,
    dry_run boolean NOT NULL,
    byte_count bigint NOT NULL,
    status text NOT NULL,
    failure text,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT imports_status_known CHECK (status IN ('uploading', 'accepted', 'done', 'refused', 'failed', 'cancelled')),
    CONSTRAINT imports_bytes_not_negative CHECK (byte_count >= 0)
);
CREATE INDEX imports_by_person ON imports (person_id, id);
CREATE INDEX imports_by_age ON imports (created_at);

CREATE TABLE import_chunks (
    import_id uuid NOT NULL REFERENCES imports (id),
    position integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (import_id, position)
);

CREATE TABLE import_sheets (
    import_id uuid NOT NULL REFERENCES imports (id),
    sheet text NOT NULL,
    column_names jsonb NOT NULL,
    faults jsonb NOT NULL,
    rows_read bigint NOT NULL,
    rows_created bigint NOT NULL,
    rows_admitted bigint NOT NULL,
    rows_unchanged bigint NOT NULL,
    rows_refused bigint NOT NULL,
    bytes_read bigint NOT NULL,
    PRIMARY KEY (import_id, sheet)
);

CREATE TABLE import_rows (
    import_id uuid NOT NULL REFERENCES imports (id),
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    line_number bigint NOT NULL,
    reference text,
    outcome text NOT NULL,
    faults jsonb NOT NULL,
    notes jsonb NOT NULL,
    cells jsonb NOT NULL,
    PRIMARY KEY (import_id, sheet, row_number)
);
