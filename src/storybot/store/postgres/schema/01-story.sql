-- Articles, their versions and passages, who changed what, and the audit.
--
-- Texts that hashes cover (about, sentences, line) are text and not jsonb, which would not give the
-- same bytes back.

CREATE TABLE receipts (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE receipts IS
    'One row a transaction: it tells whether a commit was made whose confirmation was lost.';
CREATE INDEX receipts_by_time ON receipts (at);

-- Ids without gaps, never used again; whoever changes the corpus locks all rows first.
CREATE TABLE counters (
    name text PRIMARY KEY,
    last bigint NOT NULL
);
INSERT INTO counters VALUES ('documents', 0), ('passages', 0), ('changes', 0), ('grants', 0), ('audit', 0);

CREATE TABLE documents (
    id bigint PRIMARY KEY,
    source text NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('live', 'retracted')),
    held boolean NOT NULL DEFAULT false,
    arrived bigint NOT NULL DEFAULT 0,
    -- Unique; a B-tree takes no more than 2,700 bytes, and addresses may be longer.
    CONSTRAINT documents_source EXCLUDE USING hash (source WITH =)
);
CREATE INDEX documents_held ON documents (id) WHERE held;

CREATE TABLE versions (
    document bigint NOT NULL REFERENCES documents (id),
    number bigint NOT NULL,
    text text NOT NULL,
    about text NOT NULL,
    text_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (document, number)
);
CREATE INDEX versions_by_text ON versions (text_hash);

-- What was altered by other hands is no reason to show no article at all.
CREATE FUNCTION readable_json(value text) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN value::json;
EXCEPTION WHEN others THEN
    RETURN '{}'::json;
END
$$;

CREATE TABLE passages (
    id bigint PRIMARY KEY,
    document bigint NOT NULL,
    version bigint NOT NULL,
    language text COLLATE "C" NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    sentences text NOT NULL,
    position integer NOT NULL,
    goes_on boolean NOT NULL,
    hash bytea NOT NULL,
    cut bigint NOT NULL,
    FOREIGN KEY (document, version) REFERENCES versions (document, number)
);
CREATE INDEX passages_by_document ON passages (document, version);
CREATE INDEX passages_by_language ON passages (cut, language);

-- Which of several cuts of the passages is quoted from.
CREATE TABLE analysis (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    name text NOT NULL DEFAULT '',
    rebuilds bigint NOT NULL DEFAULT 0,
    cut bigint NOT NULL DEFAULT 0,
    newest_cut bigint NOT NULL DEFAULT 0,
    switched timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO analysis DEFAULT VALUES;

CREATE TABLE changes (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    document bigint NOT NULL REFERENCES documents (id),
    title text NOT NULL,
    before_version bigint,
    before_state text,
    after_version bigint NOT NULL,
    after_state text NOT NULL,
    removed_first bigint NOT NULL,
    removed_stop bigint NOT NULL,
    added_first bigint NOT NULL,
    added_stop bigint NOT NULL,
    reason text NOT NULL,
    undoes bigint UNIQUE REFERENCES changes (number),
    brought bigint,
    decided boolean NOT NULL DEFAULT false
);
CREATE INDEX changes_by_document ON changes (document, number);
CREATE INDEX changes_that_wait ON changes (number) WHERE action = 'wait';

CREATE TABLE grants (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    person bigint NOT NULL,
    name text NOT NULL,
    granted boolean NOT NULL
);
CREATE INDEX grants_by_person ON grants (person, number);

CREATE TABLE audit (
    number bigint PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('change', 'grant')),
    ref bigint NOT NULL,
    name text NOT NULL,
    place text NOT NULL,
    line text NOT NULL,
    hash text NOT NULL,
    UNIQUE (kind, ref)
);

-- Up to which change moderators were told of versions that wait.
CREATE TABLE told_waits (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    change bigint NOT NULL DEFAULT 0
);
INSERT INTO told_waits DEFAULT VALUES;

-- Names the process that answers; the lease itself is an advisory lock.
CREATE TABLE lease (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    holder text NOT NULL,
    host text NOT NULL,
    pid bigint NOT NULL,
    since text NOT NULL,
    beats bigint NOT NULL DEFAULT 0
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER changes_refuse BEFORE UPDATE OR DELETE ON changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER changes_refuse_truncate BEFORE TRUNCATE ON changes EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grants_refuse BEFORE UPDATE OR DELETE ON grants
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grants_refuse_truncate BEFORE TRUNCATE ON grants EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse_change();
-- Also where a session says that it replays somebody else's changes.
ALTER TABLE changes ENABLE ALWAYS TRIGGER changes_refuse;
ALTER TABLE changes ENABLE ALWAYS TRIGGER changes_refuse_truncate;
ALTER TABLE grants ENABLE ALWAYS TRIGGER grants_refuse;
ALTER TABLE grants ENABLE ALWAYS TRIGGER grants_refuse_truncate;
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_refuse;
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_refuse_truncate;

-- Other processes follow the corpus: delivered with the commit, once however many rows it has.
CREATE FUNCTION tell_corpus() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(left('storybot:' || TG_TABLE_SCHEMA, 63), 'corpus');
    RETURN NULL;
END
$$;
CREATE TRIGGER changes_tell AFTER INSERT ON changes EXECUTE FUNCTION tell_corpus();
CREATE TRIGGER analysis_tell AFTER UPDATE ON analysis EXECUTE FUNCTION tell_corpus();
