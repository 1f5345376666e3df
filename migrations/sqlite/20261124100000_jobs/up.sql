-- The queue of jobs: what a command asks for and does not wait for. The kinds have no check: they grow with
-- every release, and a server that does not know one leaves it alone.

CREATE TABLE jobs (
    id blob NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL,
    run_after integer NOT NULL,
    attempts integer NOT NULL,
    fence integer NOT NULL,
    lease_until integer,
    progress_done integer NOT NULL,
    progress_total integer,
    requested_by blob REFERENCES persons (id),
    error_code text,
    created_at integer NOT NULL,
    finished_at integer,
    CONSTRAINT jobs_state_known CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT jobs_lease_while_running CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT jobs_finish_at_end CHECK ((state IN ('waiting', 'running')) = (finished_at IS NULL))
) STRICT;
CREATE INDEX jobs_waiting ON jobs (run_after, id) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until, id) WHERE state = 'running';
CREATE INDEX jobs_by_requester ON jobs (requested_by, created_at);
CREATE INDEX jobs_finished ON jobs (finished_at);
