-- F1, F2: a batch that was uploaded and not yet entered. Its rows are sealed: they may hold names.
-- Seen by those who enter petitions in the bureau that sent it (R3); gone after seven days.

CREATE TABLE petition_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    bureau TEXT NOT NULL,
    sealed BLOB NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    entered_by BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX petition_drafts_by_bureau ON petition_drafts (bureau, id);
CREATE INDEX petition_drafts_by_time ON petition_drafts (at);

-- The key by which a program of an office above sends petitions: it acts as one of its accounts.
-- Of the key itself only a keyed hash is kept.
CREATE TABLE petition_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES accounts (id),
    made_at TIMESTAMP NOT NULL,
    revoked_by BIGINT REFERENCES accounts (id),
    revoked_at TIMESTAMP,
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);
