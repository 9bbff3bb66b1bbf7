-- What a person told us: never edited.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    submission TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    code_read_out BOOLEAN NOT NULL,
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    address TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    county TEXT,
    plant TEXT NOT NULL,
    kinds TEXT NOT NULL,
    industry TEXT,
    urgent BOOLEAN NOT NULL,
    reporter_kind TEXT NOT NULL CHECK (reporter_kind IN ('anonymous', 'named', 'confidential')),
    head_count INTEGER NOT NULL DEFAULT 1 CHECK (head_count >= 1),
    language TEXT NOT NULL,
    entered_by BIGINT REFERENCES accounts (id),
    received_at TIMESTAMP NOT NULL,
    day DATE NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE INDEX reports_by_day ON reports (day, id);
CREATE INDEX reports_by_clerk ON reports (entered_by, id) WHERE entered_by IS NOT NULL;
CREATE INDEX reports_by_plant ON reports (plant);

-- Which matters a report stands behind: it opened one, or joined one (I8).
CREATE TABLE case_reports (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    report_id BIGINT NOT NULL REFERENCES reports (id),
    opened BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, report_id)
);
CREATE INDEX case_reports_by_report ON case_reports (report_id, case_id);

-- What the reporter added later.
CREATE TABLE supplements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id BIGINT NOT NULL REFERENCES reports (id),
    text TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX supplements_by_report ON supplements (report_id, id);

-- Who the reporter is: sealed, apart from the matter (S1).
CREATE TABLE identities (
    report_id BIGINT PRIMARY KEY NOT NULL REFERENCES reports (id),
    sealed BLOB NOT NULL,
    phone_index TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX identities_by_phone ON identities (phone_index) WHERE phone_index IS NOT NULL;

-- Every reading of an identity, with its reason (S1).
CREATE TABLE identity_readings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id BIGINT NOT NULL REFERENCES reports (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX identity_readings_by_time ON identity_readings (at, id);

-- Pictures: the original sealed as evidence, a re-encoded copy for eyes (S3).
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    original_key TEXT NOT NULL,
    copy_key TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX attachments_by_subject ON attachments (subject, subject_id, id);
