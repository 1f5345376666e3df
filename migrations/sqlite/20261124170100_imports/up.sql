-- Imports by API: the bytes as they came, how far each sheet is, and what became of the rows that somebody must look
-- at. What was imported stands in the tables of its nouns; all of this is forgotten after a time.

CREATE TABLE imports (
    id blob NOT NULL PRIMARY KEY,
    job_id blob,
    person_id blob NOT NULL REFERENCES persons (id),
    exchange_week_id blob REFERENCES exchange_weeks (id),
    sheet text,
    locale text NOT NULL,
    dry_run integer NOT NULL,
    byte_count integer NOT NULL,
    status text NOT NULL,
    failure text,
    created_at integer NOT NULL,
    ended_at integer,
    CONSTRAINT imports_status_known CHECK (status IN ('uploading', 'accepted', 'done', 'refused', 'failed', 'cancelled')),
    CONSTRAINT imports_bytes_not_negative CHECK (byte_count >= 0)
) STRICT;
CREATE INDEX imports_by_person ON imports (person_id, id);
CREATE INDEX imports_by_age ON imports (created_at);

CREATE TABLE import_chunks (
    import_id blob NOT NULL REFERENCES imports (id),
    position integer NOT NULL,
    bytes blob NOT NULL,
    PRIMARY KEY (import_id, position)
) STRICT;

CREATE TABLE import_sheets (
    import_id blob NOT NULL REFERENCES imports (id),
    sheet text NOT NULL,
    column_names text NOT NULL,
    faults text NOT NULL,
    rows_read integer NOT NULL,
    rows_created integer NOT NULL,
    rows_admitted integer NOT NULL,
    rows_unchanged integer NOT NULL,
    rows_refused integer NOT NULL,
    bytes_read integer NOT NULL,
    PRIMARY KEY (import_id, sheet)
) STRICT;

CREATE TABLE import_rows (
    import_id blob NOT NULL REFERENCES imports (id),
    sheet text NOT NULL,
    row_number integer NOT NULL,
    line_number integer NOT NULL,
    reference text,
    outcome text NOT NULL,
    faults text NOT NULL,
    notes text NOT NULL,
    cells text NOT NULL,
    PRIMARY KEY (import_id, sheet, row_number)
) STRICT;
