-- Updates from Telegram, stored before they are acknowledged.
CREATE TABLE inbox (
    update_id bigint PRIMARY KEY,
    body text NOT NULL,
    received double precision NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'dead', 'stale')),
    tries integer NOT NULL DEFAULT 0,
    sent boolean NOT NULL DEFAULT false,
    progress text NOT NULL DEFAULT '',
    sendings integer NOT NULL DEFAULT 0,
    crashes integer NOT NULL DEFAULT 0,
    parts integer NOT NULL DEFAULT 0,
    turn text NOT NULL DEFAULT '',
    worker text NOT NULL DEFAULT ''
);
CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'waiting';
CREATE INDEX inbox_finished ON inbox (received) WHERE state <> 'waiting';
