-- Which message shows which article, and what has to be edited. Triggers fill the queue in the
-- transaction of the change itself, whichever process makes it.
CREATE TABLE shown_documents (
    document bigint NOT NULL,
    answer bigint NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    PRIMARY KEY (document, answer, version)
);
CREATE INDEX shown_by_answer ON shown_documents (answer);

CREATE TABLE corrections (
    answer bigint NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    change bigint NOT NULL REFERENCES changes (number),
    outcome text CHECK (outcome IN ('corrected', 'same', 'unreachable', 'old')),
    after double precision NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    PRIMARY KEY (answer, change)
);
CREATE INDEX corrections_pending ON corrections (after) WHERE outcome IS NULL;
CREATE INDEX corrections_by_change ON corrections (change);

CREATE TABLE correction_reports (
    change bigint NOT NULL REFERENCES changes (number),
    person bigint NOT NULL,
    corrected integer NOT NULL,
    chats integer NOT NULL,
    missed integer NOT NULL,
    sendings integer NOT NULL DEFAULT 0,
    PRIMARY KEY (change, person)
);

-- An answer that was found before a change and is recorded after it is queued as it is recorded.
-- The rows of its articles are locked: a change that is being made is waited for and then seen,
-- and one that comes later finds what is noted here.
CREATE FUNCTION note_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM shown_documents WHERE answer = NEW.id;
    END IF;
    INSERT INTO shown_documents (answer, document, version)
    SELECT NEW.id, (quote ->> 0)::bigint, (quote ->> 1)::bigint
    FROM jsonb_array_elements(NEW.cited) WITH ORDINALITY AS q (quote, place)
    WHERE NEW.shown @> to_jsonb(place - 1)
    ON CONFLICT DO NOTHING;
    PERFORM FROM documents
    WHERE id IN (SELECT document FROM shown_documents WHERE answer = NEW.id)
    ORDER BY id FOR SHARE;
    INSERT INTO corrections (answer, change)
    SELECT shown.answer, max(c.number)
    FROM shown_documents AS shown
    JOIN documents AS d ON d.id = shown.document
    JOIN changes AS c ON c.document = d.id
    WHERE shown.answer = NEW.id AND (d.version <> shown.version OR d.state <> 'live')
    GROUP BY shown.answer
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER answers_shown AFTER INSERT ON answers
    FOR EACH ROW EXECUTE FUNCTION note_shown();
CREATE TRIGGER answers_shown_anew AFTER UPDATE OF cited, shown ON answers
    FOR EACH ROW EXECUTE FUNCTION note_shown();

CREATE FUNCTION settle_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE corrections SET outcome = 'corrected'
    WHERE answer = NEW.id AND change <= NEW.corrected_by AND outcome IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER answers_corrected AFTER UPDATE OF corrected_by ON answers
    FOR EACH ROW EXECUTE FUNCTION settle_corrected();

CREATE FUNCTION queue_corrections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO corrections (answer, change)
    SELECT DISTINCT answer, NEW.number FROM shown_documents WHERE document = NEW.document
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER changes_correct AFTER INSERT ON changes FOR EACH ROW
    WHEN (NEW.before_version <> NEW.after_version OR NEW.before_state <> NEW.after_state)
    EXECUTE FUNCTION queue_corrections();
