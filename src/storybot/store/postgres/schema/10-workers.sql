-- Several processes that answer: whose turn an update is in, who handles that turn, what may be sent.
CREATE INDEX inbox_by_turn ON inbox (turn, update_id) WHERE state = 'waiting';
CREATE INDEX inbox_by_worker ON inbox (worker) WHERE state = 'waiting';

-- A worker holds all of its turns by one lease.
CREATE TABLE inbox_workers (
    worker text PRIMARY KEY,
    until timestamptz NOT NULL
);
CREATE TABLE inbox_claims (
    turn text PRIMARY KEY,
    worker text NOT NULL REFERENCES inbox_workers (worker) ON DELETE CASCADE,
    used timestamptz NOT NULL
);
CREATE INDEX inbox_claims_by_worker ON inbox_claims (worker);

-- When the last messages went out, or may go out, in seconds since 1970; the oldest first.
CREATE TABLE send_slots (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    moments double precision[] NOT NULL DEFAULT '{}'
);
INSERT INTO send_slots DEFAULT VALUES;

CREATE FUNCTION tell_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(left('storybot:' || TG_TABLE_SCHEMA, 63), 'inbox');
    RETURN NULL;
END
$$;
CREATE TRIGGER inbox_tell AFTER INSERT ON inbox EXECUTE FUNCTION tell_inbox();
CREATE TRIGGER inbox_workers_tell AFTER DELETE ON inbox_workers EXECUTE FUNCTION tell_inbox();

-- What was asked last in a chat: the next question may lean on it, whichever process answers.
CREATE TABLE turns (
    chat bigint NOT NULL,
    asked bigint NOT NULL,
    reader bigint,
    at timestamptz NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (chat, asked)
);
CREATE INDEX turns_by_time ON turns (at);
CREATE INDEX turns_by_chat ON turns (chat, at);
CREATE INDEX turns_by_reader ON turns (reader);
