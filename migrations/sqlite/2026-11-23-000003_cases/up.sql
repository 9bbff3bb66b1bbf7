-- The matter that a bureau works.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN (
        'dispatching', 'assigned', 'returned', 'declining', 'accepted', 'proposed',
        'concluded', 'declined', 'withdrawn', 'merged')),
    bureau TEXT NOT NULL,
    first_bureau TEXT,
    hidden_from TEXT NOT NULL DEFAULT '',
    county TEXT,
    channel TEXT NOT NULL,
    plant TEXT NOT NULL,
    place TEXT NOT NULL,
    summary TEXT NOT NULL,
    kinds TEXT NOT NULL,
    industry TEXT,
    urgent BOOLEAN NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    alternatives TEXT NOT NULL,
    returns INTEGER NOT NULL DEFAULT 0,
    opened_at TIMESTAMP NOT NULL,
    day DATE NOT NULL,
    assigned_on DATE,
    accepted_on DATE,
    due_on DATE,
    due_kind TEXT,
    ended_at TIMESTAMP,
    ended_on DATE,
    overdue_at_end BOOLEAN NOT NULL DEFAULT FALSE,
    verdict TEXT,
    public_text TEXT,
    published_at TIMESTAMP,
    merged_into BIGINT REFERENCES cases (id),
    version BIGINT NOT NULL DEFAULT 1,
    -- I10: while open a matter has a due date, and when it ends it says when.
    CHECK ((state IN ('concluded', 'declined', 'withdrawn', 'merged')) = (ended_at IS NOT NULL)),
    CHECK (ended_at IS NOT NULL OR due_on IS NOT NULL),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (published_at IS NULL OR public_text IS NOT NULL)
);
CREATE INDEX cases_open_by_bureau ON cases (bureau, due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_open ON cases (due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_by_bureau_state ON cases (bureau, state, due_on, id);
CREATE INDEX cases_by_state ON cases (state, due_on, id);
CREATE INDEX cases_by_county_day ON cases (county, day);
CREATE INDEX cases_by_day ON cases (day);
CREATE INDEX cases_by_plant ON cases (plant);
CREATE INDEX cases_published ON cases (published_at DESC, id) WHERE published_at IS NOT NULL;

CREATE TABLE transfers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    from_bureau TEXT,
    to_bureau TEXT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account BIGINT REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX transfers_by_case ON transfers (case_id, id);

CREATE TABLE inspections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    inspected_on DATE NOT NULL,
    officers TEXT NOT NULL,
    officer_count INTEGER NOT NULL CHECK (officer_count >= 2),
    findings TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX inspections_by_case ON inspections (case_id, id);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('substantiated', 'partly', 'unsubstantiated')),
    text TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX findings_by_case ON findings (case_id, id);

CREATE TABLE measures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    amount_fen BIGINT CHECK (amount_fen >= 0),
    due_on DATE,
    text TEXT NOT NULL,
    taken_on DATE NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX measures_by_case ON measures (case_id, id);

-- What one person proposes and another decides (C2), with its three texts apart (C4).
CREATE TABLE proposals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('conclusion', 'decline')),
    from_state TEXT NOT NULL,
    reason TEXT,
    internal_text TEXT NOT NULL,
    public_text TEXT NOT NULL,
    answer TEXT NOT NULL,
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
CREATE INDEX proposals_by_case ON proposals (case_id, id);

-- A department asked in (R7): police, market regulation, power supply, supervision.
CREATE TABLE referrals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    department TEXT NOT NULL,
    request TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    reply TEXT,
    replied_by BIGINT REFERENCES accounts (id),
    replied_at TIMESTAMP
);
CREATE INDEX referrals_by_case ON referrals (case_id, id);
CREATE INDEX referrals_by_department ON referrals (department, replied_at, id);

CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    policy TEXT NOT NULL,
    started_on DATE NOT NULL,
    due_on DATE NOT NULL,
    stopped_on DATE,
    UNIQUE (case_id, policy, started_on)
);
CREATE INDEX deadlines_running ON deadlines (due_on, id) WHERE stopped_on IS NULL;
