-- Work made quick: who has a matter in hand, and what staff keep beside it.

-- 经办人: the officer who has the matter in hand; nobody when it moves to another bureau.
ALTER TABLE cases ADD COLUMN claimed_by BIGINT REFERENCES accounts (id);
ALTER TABLE cases ADD COLUMN claimed_at TIMESTAMP;
CREATE INDEX cases_by_claim ON cases (claimed_by, due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_unclaimed ON cases (bureau, urgent DESC, due_on, id)
    WHERE ended_at IS NULL AND claimed_by IS NULL;

-- 常用语: a person's own, or without an account the bureau's.
CREATE TABLE phrases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX phrases_by_bureau ON phrases (bureau, account_id, id);

-- A filter of the work list by name: a person's own, or shared with the bureau.
CREATE TABLE saved_filters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    shared BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX saved_filters_by_account ON saved_filters (account_id, id);
CREATE INDEX saved_filters_shared ON saved_filters (bureau, id) WHERE shared;

-- Which saved filter a person's day begins with.
CREATE TABLE start_filters (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    filter_id BIGINT NOT NULL REFERENCES saved_filters (id)
);
CREATE INDEX start_filters_by_filter ON start_filters (filter_id);

-- Notes of staff for staff: shown to the writer's bureau and to those invited, nobody else.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    bureau TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    text TEXT NOT NULL,
    shown_to TEXT NOT NULL,
    mentioned TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX notes_by_case ON notes (case_id, id);

-- Who was last seen at work in a matter; old rows mean nothing and are taken away.
CREATE TABLE presences (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, account_id)
);
CREATE INDEX presences_by_time ON presences (at);

-- How to take an act back within its ten seconds; taken away soon after.
CREATE TABLE undos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    event_id BIGINT NOT NULL UNIQUE REFERENCES events (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    act TEXT NOT NULL,
    audience TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL,
    jobs BIGINT NOT NULL,
    changes TEXT NOT NULL
);
CREATE INDEX undos_by_account ON undos (account_id, at);
CREATE INDEX undos_by_time ON undos (at);
