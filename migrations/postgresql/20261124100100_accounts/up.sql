-- Accounts that begin and change by mail, what people agreed to, and how they are slowed down.
--
-- The keys of throttles and login origins are hashes with a key of the service: no address of a person and of
-- no machine can be read from them.

CREATE TABLE registrations (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    locale text NOT NULL,
    terms_version text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT registrations_locale_known CHECK (locale IN ('en', 'fr', 'de', 'lb'))
);
CREATE UNIQUE INDEX registrations_token_unique ON registrations (token_hash);
CREATE INDEX registrations_by_email ON registrations (email, created_at);
CREATE INDEX registrations_by_time ON registrations (created_at);

CREATE TABLE account_requests (
    id uuid NOT NULL PRIMARY KEY,
    purpose text NOT NULL,
    email text NOT NULL,
    person_id uuid REFERENCES persons (id),
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT account_requests_purpose_known CHECK (purpose IN ('verification', 'password_reset', 'email_change', 'email_change_reversal'))
);
CREATE UNIQUE INDEX account_requests_token_unique ON account_requests (token_hash);
CREATE INDEX account_requests_by_email ON account_requests (email);
CREATE INDEX account_requests_by_person ON account_requests (person_id);
CREATE INDEX account_requests_by_expiry ON account_requests (expires_at);

CREATE TABLE consents (
    person_id uuid NOT NULL REFERENCES persons (id),
    agreed_to text NOT NULL,
    version text NOT NULL,
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (person_id, agreed_to, version),
    CONSTRAINT consents_agreed_to_known CHECK (agreed_to IN ('terms', 'minimum_age'))
);

CREATE TABLE throttles (
    key bytea NOT NULL PRIMARY KEY,
    count integer NOT NULL,
    since timestamptz NOT NULL,
    free_at timestamptz NOT NULL
);
CREATE INDEX throttles_by_time ON throttles (since);

CREATE TABLE login_origins (
    key bytea NOT NULL PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
CREATE INDEX login_origins_by_time ON login_origins (seen_at);
