-- The log: one row an event, numbered 1, 2, 3 … inside its ledger. Every key starts with the ledger.

CREATE SCHEMA ledger;

CREATE TABLE ledger.ledger_head (
    ledger_id text COLLATE "C" NOT NULL PRIMARY KEY,
    size bigint NOT NULL,
    ledger_version bigint NOT NULL,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE ledger.ledger_head IS
    'The last position of each ledger and the instant it was given. '
    'Its row lock, held until commit, orders the writers of one ledger.';
COMMENT ON COLUMN ledger.ledger_head.ledger_version IS
    'The version of the ledger''s own stream, on which every decision rests: an append names the one it was decided on, '
    'so that a month is not closed and posted to at the same moment.';

-- Neither table has a CHECK: the server reads its expression anew for every statement, a fifth of what an append costs.
-- What has a fixed width stands first and nothing is NULL: a row loses no bytes to alignment and needs no bitmap.
CREATE TABLE ledger.ledger_event (
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    version integer NOT NULL,
    request_size integer NOT NULL,
    ledger_id text COLLATE "C" NOT NULL,
    stream_id text COLLATE "C" NOT NULL,
    topic text COLLATE "C" NOT NULL,
    actor text NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    request_digest bytea NOT NULL,
    state bytea NOT NULL,
    CONSTRAINT ledger_event_position PRIMARY KEY (ledger_id, position) WITH (fillfactor = 100),
    CONSTRAINT ledger_event_version UNIQUE (ledger_id, stream_id, version)
);
COMMENT ON TABLE ledger.ledger_event IS
    'Every fact, for ever. Rows are only ever inserted; a correction is an event that names what it corrects.';
COMMENT ON COLUMN ledger.ledger_event.recorded_at IS
    'Never before that of the position before: what was known at an instant is the beginning of the log.';
COMMENT ON COLUMN ledger.ledger_event.request_size IS
    'Of how many events, at positions that follow one another, the request is the source; 0 on those behind its first.';
COMMENT ON COLUMN ledger.ledger_event.request_digest IS
    'On the first event of a request what its commands come to, which tells a repeat from another request; else empty.';

-- Only the first event of a request says that the request is recorded: the others need no entry here.
CREATE UNIQUE INDEX ledger_event_request ON ledger.ledger_event (ledger_id, request_id)
    WHERE request_size > 0;

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are immutable: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'Record a correcting event instead.';
END
$$;

CREATE TRIGGER ledger_event_immutable BEFORE UPDATE OR DELETE ON ledger.ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER ledger_event_kept BEFORE TRUNCATE ON ledger.ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE VIEW ledger.event_json AS
    SELECT ledger_id, position, stream_id, version, topic, convert_from(state, 'UTF8')::jsonb AS state,
           recorded_at, actor, request_id
    FROM ledger.ledger_event;
COMMENT ON VIEW ledger.event_json IS 'The log with each event''s state as JSON, for people who ask in SQL.';

-- Who may ask: tokens are kept as hashes. Service-wide, and small: a reference table beyond one machine.
CREATE TABLE ledger.api_token (
    token_hash bytea NOT NULL PRIMARY KEY,
    token_name text NOT NULL UNIQUE,
    actor text NOT NULL,
    role text NOT NULL,
    ledger_ids text[],
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
COMMENT ON COLUMN ledger.api_token.ledger_ids IS 'The ledgers it opens; NULL opens all.';

-- Read models live apart: the service makes, fills and drops them; the log it may only append to.
CREATE SCHEMA read_model;
CREATE TABLE read_model.generation (
    read_model text NOT NULL,
    generation integer NOT NULL,
    fold_version integer NOT NULL,
    live boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (read_model, generation)
);
CREATE UNIQUE INDEX generation_live ON read_model.generation (read_model) WHERE live;
COMMENT ON TABLE read_model.generation IS 'Which build of each read model is served. Small: a reference table.';

CREATE TABLE read_model.progress (
    ledger_id text COLLATE "C" NOT NULL,
    read_model text NOT NULL,
    generation integer NOT NULL,
    position bigint NOT NULL,
    stopped_at bigint,
    stopped_because text,
    PRIMARY KEY (ledger_id, read_model, generation)
);
COMMENT ON TABLE read_model.progress IS
    'Up to where each read model reflects each ledger; moves in the transaction that changes its rows. '
    'stopped_at names an event that could not be read: this read model waits there for this ledger only.';

DO $$
BEGIN
    CREATE ROLE union_ledger_service NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the server, not to one database
END
$$;
GRANT union_ledger_service TO CURRENT_USER;
GRANT USAGE ON SCHEMA ledger TO union_ledger_service;
GRANT SELECT, INSERT, UPDATE ON ledger.ledger_head TO union_ledger_service;
GRANT SELECT, INSERT ON ledger.ledger_event TO union_ledger_service;
GRANT SELECT ON ledger.event_json TO union_ledger_service;
GRANT SELECT, INSERT, UPDATE ON ledger.api_token TO union_ledger_service;
GRANT USAGE, CREATE ON SCHEMA read_model TO union_ledger_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON read_model.generation, read_model.progress TO union_ledger_service;
