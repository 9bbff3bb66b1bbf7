-- What every room stands on: timeline, jobs, mail, numbers, search.

-- The append-only record of what was done to what (S4).
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    act TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    actor_id BIGINT,
    actor TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('public', 'reporter', 'staff')),
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    seal TEXT NOT NULL,
    UNIQUE (subject, subject_id, position)
);
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the timeline is never changed (S4)'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the timeline is never changed (S4)'); END;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedup_key TEXT UNIQUE,
    run_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    locked_until TIMESTAMP,
    last_error TEXT,
    done_at TIMESTAMP
);
CREATE INDEX jobs_waiting ON jobs (run_at, id) WHERE done_at IS NULL;

-- Outgoing mail; the address is sealed (S1), one message per event and person.
CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dedup_key TEXT NOT NULL UNIQUE,
    recipient BLOB NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    last_error TEXT
);

-- Numbers given out, by series and day (I4).
CREATE TABLE counters (
    name TEXT PRIMARY KEY NOT NULL,
    value BIGINT NOT NULL
);

-- Words of every matter, cut by `search::terms`, so that both engines answer alike.
CREATE VIRTUAL TABLE search_documents USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);
