-- What the province forwarded (F1, F3, P6). The matter behind a petition is that of its report, so
-- that a petition goes with its report when matters are merged.

CREATE TABLE petition_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    received_on DATE NOT NULL,
    entered_by BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);

CREATE TABLE petitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id BIGINT NOT NULL REFERENCES petition_batches (id),
    number TEXT NOT NULL UNIQUE,
    medium TEXT NOT NULL CHECK (medium IN ('letter', 'call')),
    sent_on DATE NOT NULL,
    report_id BIGINT NOT NULL UNIQUE REFERENCES reports (id),
    priority BOOLEAN NOT NULL,
    due_on DATE,
    report_back BOOLEAN NOT NULL,
    entered_by BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX petitions_by_batch ON petitions (batch_id, id);
