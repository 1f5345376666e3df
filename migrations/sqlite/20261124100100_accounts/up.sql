-- Accounts that begin and change by mail, what people agreed to, and how they are slowed down.
--
-- The keys of throttles and login origins are hashes with a key of the service: no address of a person and of
-- no machine can be read from them.

CREATE TABLE registrations (
    id blob NOT NULL PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    locale text NOT NULL,
    terms_version text NOT NULL,
    token_hash blob NOT NULL,
    created_at integer NOT NULL,
    CONSTRAINT registrations_locale_known CHECK (locale IN ('en', 'fr', 'de', 'lb'))
) STRICT;
CREATE UNIQUE INDEX registrations_token_unique ON registrations (token_hash);
CREATE INDEX registrations_by_email ON registrations (email, created_at);
CREATE INDEX registrations_by_time ON registrations (created_at);

CREATE TABLE account_requests (
    id blob NOT NULL PRIMARY KEY,
    purpose text NOT NULL,
    email text NOT NULL,
    person_id blob REFERENCES persons (id),
    token_hash blob NOT NULL,
    created_at integer NOT NULL,
    expires_at integer NOT NULL,
    used_at integer,
    CONSTRAINT account_requests_purpose_known CHECK (purpose IN ('verification', 'password_reset', 'email_change', 'email_change_reversal'))
) STRICT;
CREATE UNIQUE INDEX account_requests_token_unique ON account_requests (token_hash);
CREATE INDEX account_requests_by_email ON account_requests (email);
CREATE INDEX account_requests_by_person ON account_requests (person_id);
CREATE INDEX account_requests_by_expiry ON account_requests (expires_at);

CREATE TABLE consents (
    person_id blob NOT NULL REFERENCES persons (id),
    agreed_to text NOT NULL,
    version text NOT NULL,
    given_at integer NOT NULL,
    withdrawn_at integer,
    PRIMARY KEY (person_id, agreed_to, version),
    CONSTRAINT consents_agreed_to_known CHECK (agreed_to IN ('terms', 'minimum_age'))
) STRICT;

CREATE TABLE throttles (
    key blob NOT NULL PRIMARY KEY,
    count integer NOT NULL,
    since integer NOT NULL,
    free_at integer NOT NULL
) STRICT;
CREATE INDEX throttles_by_time ON throttles (since);

CREATE TABLE login_origins (
    key blob NOT NULL PRIMARY KEY,
    seen_at integer NOT NULL
) STRICT;
CREATE INDEX login_origins_by_time ON login_origins (seen_at);
