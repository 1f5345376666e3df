-- The queue of jobs: what a command asks for and does not wait for. The kinds have no check: they grow with
-- every release, and a server that does not know one leaves it alone.

CREATE TABLE jobs (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL,
    run_after timestamptz NOT NULL,
    attempts integer NOT NULL,
    fence bigint NOT NULL,
    lease_until timestamptz,
    progress_done bigint NOT NULL,
    progress_total bigint,
    requested_by uuid REFERENCES persons (id),
    error_code text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT jobs_state_known CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT jobs_lease_while_running CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT jobs_finish_at_end CHECK ((state IN ('waiting', 'running')) = (finished_at IS NULL))
);
CREATE INDEX jobs_waiting ON jobs (run_after, id) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until, id) WHERE state = 'running';
CREATE INDEX jobs_by_requester ON jobs (requested_by, created_at);
CREATE INDEX jobs_finished ON jobs (finished_at);
