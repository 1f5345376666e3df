-- The keys of access tokens: one that comes next, one that signs, and those that did.

CREATE TABLE signing_keys (
    id text NOT NULL PRIMARY KEY,
    public_key blob NOT NULL,
    sealed_seed blob,
    state text NOT NULL,
    created_at integer NOT NULL,
    signing_since integer,
    retired_at integer,
    checks_until integer,
    CONSTRAINT signing_keys_state_known CHECK (state IN ('next', 'signing', 'retired')),
    CONSTRAINT signing_keys_state_facts CHECK (
        (state = 'retired') = (sealed_seed IS NULL)
        AND (state = 'next') = (signing_since IS NULL)
        AND (state = 'retired') = (retired_at IS NOT NULL)
        AND (state = 'retired') = (checks_until IS NOT NULL)
    )
) STRICT;
-- One comes next, and one signs.
CREATE UNIQUE INDEX signing_keys_state_unique ON signing_keys (state) WHERE state <> 'retired';
