-- The keys of access tokens: one that comes next, one that signs, and those that did.

CREATE TABLE signing_keys (
    id text NOT NULL PRIMARY KEY,
    public_key bytea NOT NULL,
    sealed_seed bytea,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    signing_since timestamptz,
    retired_at timestamptz,
    checks_until timestamptz,
    CONSTRAINT signing_keys_state_known CHECK (state IN ('next', 'signing', 'retired')),
    CONSTRAINT signing_keys_state_facts CHECK (
        (state = 'retired') = (sealed_seed IS NULL)
        AND (state = 'next') = (signing_since IS NULL)
        AND (state = 'retired') = (retired_at IS NOT NULL)
        AND (state = 'retired') = (checks_until IS NOT NULL)
    )
);
-- One comes next, and one signs.
CREATE UNIQUE INDEX signing_keys_state_unique ON signing_keys (state) WHERE state <> 'retired';
