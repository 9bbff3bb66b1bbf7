-- After the answer (C7, T4): ratings, call-backs, re-handling decisions, reviews.

-- What a reporter thinks of one answer: one row for each report and answer, as it stands now.
CREATE TABLE ratings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id BIGINT NOT NULL REFERENCES reports (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    answer_id BIGINT NOT NULL REFERENCES proposals (id),
    intake TEXT NOT NULL CHECK (intake IN ('satisfied', 'fairly', 'not')),
    handling TEXT NOT NULL CHECK (handling IN ('satisfied', 'fairly', 'not')),
    solved TEXT CHECK (solved IN ('yes', 'partly', 'no')),
    cause TEXT,
    words TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('web', 'telephone', 'callback')),
    by_account BIGINT REFERENCES accounts (id),
    day DATE NOT NULL,
    at TIMESTAMP NOT NULL,
    UNIQUE (report_id, answer_id),
    -- C7: whoever is not satisfied says why; what a clerk enters has the clerk on record.
    CHECK ((cause IS NOT NULL) = (intake = 'not' OR handling = 'not')),
    CHECK ((by_account IS NULL) = (channel = 'web'))
);
CREATE INDEX ratings_by_answer ON ratings (answer_id);
CREATE INDEX ratings_by_case ON ratings (case_id, id);

-- What the city decides when somebody is not satisfied with the answer to a report of a violation.
CREATE TABLE dissatisfactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    answer_id BIGINT NOT NULL REFERENCES proposals (id),
    opened_on DATE NOT NULL,
    due_on DATE NOT NULL,
    decision TEXT CHECK (decision IN ('rehandle', 'explain', 'review', 'settled')),
    text TEXT,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    CHECK ((decision IS NULL) = (decided_at IS NULL)),
    CHECK (decision IS NULL OR decision = 'settled' OR (decided_by IS NOT NULL AND text IS NOT NULL))
);
CREATE UNIQUE INDEX dissatisfactions_open_by_answer ON dissatisfactions (answer_id) WHERE decided_at IS NULL;
CREATE INDEX dissatisfactions_open ON dissatisfactions (due_on, id) WHERE decided_at IS NULL;
CREATE INDEX dissatisfactions_decided ON dissatisfactions (decided_at DESC, id) WHERE decided_at IS NOT NULL;
CREATE INDEX dissatisfactions_by_case ON dissatisfactions (case_id, id);

-- A month's random sample: with seed and share on record anybody can draw it again.
CREATE TABLE callback_samples (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    month TEXT NOT NULL UNIQUE,
    seed TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    candidates BIGINT NOT NULL,
    drawn BIGINT NOT NULL,
    at TIMESTAMP NOT NULL
);

-- A call to be made to a reporter about one answer (回访).
CREATE TABLE callbacks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id BIGINT NOT NULL REFERENCES reports (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    answer_id BIGINT NOT NULL REFERENCES proposals (id),
    cause TEXT NOT NULL CHECK (cause IN ('not_satisfied', 'urgent', 'sample')),
    bureau TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    assigned_to BIGINT REFERENCES accounts (id),
    tries INTEGER NOT NULL DEFAULT 0,
    closed_at TIMESTAMP,
    outcome TEXT CHECK (outcome IN ('reached', 'refused', 'unreachable', 'moot')),
    UNIQUE (report_id, answer_id),
    CHECK ((outcome IS NULL) = (closed_at IS NULL))
);
CREATE INDEX callbacks_open ON callbacks (tries, opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX callbacks_open_by_caller ON callbacks (assigned_to, tries, opened_at, id) WHERE closed_at IS NULL;
CREATE INDEX callbacks_closed ON callbacks (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX callbacks_by_case ON callbacks (case_id, id);

CREATE TABLE callback_tries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    callback_id BIGINT NOT NULL REFERENCES callbacks (id),
    result TEXT NOT NULL CHECK (result IN ('reached', 'refused', 'missed')),
    note TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX callback_tries_by_callback ON callback_tries (callback_id, id);

-- T4: from this day a grievance can be reviewed that was told apart from a violation only later.
ALTER TABLE cases ADD COLUMN review_from DATE;

-- A re-examination (复查) or a second review (复核) of one answer.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    answer_id BIGINT NOT NULL REFERENCES proposals (id),
    report_id BIGINT NOT NULL REFERENCES reports (id),
    round TEXT NOT NULL CHECK (round IN ('reexamination', 'review')),
    channel TEXT NOT NULL,
    grounds TEXT NOT NULL,
    asked_on DATE NOT NULL,
    asked_by BIGINT REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    unit TEXT NOT NULL,
    due_on DATE NOT NULL,
    hearing_days INTEGER NOT NULL DEFAULT 0,
    outcome TEXT CHECK (outcome IN ('upheld', 'changed', 'revoked', 'withdrawn')),
    decision TEXT,
    decided_on DATE,
    CHECK ((outcome IS NULL) = (decided_on IS NULL)),
    CHECK (outcome IS NULL OR outcome = 'withdrawn' OR decision IS NOT NULL)
);
CREATE UNIQUE INDEX reviews_once ON reviews (answer_id, round) WHERE outcome IS NULL OR outcome <> 'withdrawn';
CREATE INDEX reviews_by_case ON reviews (case_id, id);
CREATE INDEX reviews_open_by_unit ON reviews (unit, due_on, id) WHERE outcome IS NULL;
CREATE INDEX reviews_over_by_unit ON reviews (unit, decided_on DESC, id DESC) WHERE outcome IS NOT NULL;

-- What one person of the reviewing unit proposes and another decides (C2).
CREATE TABLE review_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id BIGINT NOT NULL REFERENCES reviews (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('upheld', 'changed', 'revoked')),
    decision TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES accounts (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    approved BOOLEAN,
    note TEXT,
    CHECK (decided_by IS NULL OR decided_by <> proposed_by),
    CHECK ((decided_by IS NULL) = (approved IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX review_drafts_by_review ON review_drafts (review_id, id);

-- The days of a hearing do not count (T4).
CREATE TABLE review_hearings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id BIGINT NOT NULL REFERENCES reviews (id),
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    note TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    CHECK (until_on >= from_on)
);
CREATE INDEX review_hearings_by_review ON review_hearings (review_id, id);
