-- What a login was opened with and from, and accounts that staff have closed.

ALTER TABLE sessions ADD COLUMN opened_with text NOT NULL DEFAULT 'password'
    CONSTRAINT sessions_opened_with_known CHECK (opened_with IN ('password', 'second_factor'));
ALTER TABLE sessions ADD COLUMN device text NOT NULL DEFAULT 'other/other';

CREATE TABLE person_suspensions (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES persons (id),
    reason text NOT NULL,
    until timestamptz,
    suspended_at timestamptz NOT NULL,
    suspended_by uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX person_suspensions_by_end ON person_suspensions (until);
