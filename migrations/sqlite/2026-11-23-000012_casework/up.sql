-- The whole lifecycle (C1-C3, R7, T2, T4, I8, I10).

-- SQLite cannot change a CHECK: a table with more states is filled from the old one. References to
-- its rows are looked at again when all of this is committed.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE cases_kept AS SELECT * FROM cases;
DROP TABLE cases;
CREATE TABLE "cases" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN (
        'dispatching', 'assigned', 'returned', 'declining', 'accepted', 'partly_concluded',
        'proposed', 'concluded', 'declined', 'withdrawn', 'merged', 'reviewing', 'final')),
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
    CHECK ((state IN ('concluded', 'declined', 'withdrawn', 'merged', 'final'))
        = (ended_at IS NOT NULL)),
    CHECK (ended_at IS NOT NULL OR due_on IS NOT NULL),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (published_at IS NULL OR public_text IS NOT NULL)
);
INSERT INTO cases (
    id, number, state, bureau, first_bureau, hidden_from, county, channel, plant, place, summary,
    kinds, industry, urgent, rule, reason, alternatives, returns, opened_at, day, assigned_on,
    accepted_on, due_on, due_kind, ended_at, ended_on, overdue_at_end, verdict, public_text,
    published_at, merged_into, version
) SELECT
    id, number, state, bureau, first_bureau, hidden_from, county, channel, plant, place, summary,
    kinds, industry, urgent, rule, reason, alternatives, returns, opened_at, day, assigned_on,
    accepted_on, due_on, due_kind, ended_at, ended_on, overdue_at_end, verdict, public_text,
    published_at, merged_into, version
FROM cases_kept;
DROP TABLE cases_kept;
CREATE INDEX cases_open_by_bureau ON cases (bureau, due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_open ON cases (due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_by_bureau_state ON cases (bureau, state, due_on, id);
CREATE INDEX cases_by_state ON cases (state, due_on, id);
CREATE INDEX cases_by_county_day ON cases (county, day);
CREATE INDEX cases_by_day ON cases (day);
CREATE INDEX cases_by_plant ON cases (plant);
CREATE INDEX cases_published ON cases (published_at DESC, id) WHERE published_at IS NOT NULL;
CREATE INDEX cases_published_by_bureau ON cases (bureau, published_at DESC, id)
    WHERE published_at IS NOT NULL;

CREATE TABLE proposals_kept AS SELECT * FROM proposals;
DROP TABLE proposals;
CREATE TABLE "proposals" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('conclusion', 'partial', 'decline')),
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
INSERT INTO proposals (
    id, case_id, kind, from_state, reason, internal_text, public_text, answer, proposed_by,
    proposed_at, decided_by, decided_at, approved, note
) SELECT
    id, case_id, kind, from_state, reason, internal_text, public_text, answer, proposed_by,
    proposed_at, decided_by, decided_at, approved, note
FROM proposals_kept;
DROP TABLE proposals_kept;
CREATE INDEX proposals_by_case ON proposals (case_id, id);

-- T4: a report of a violation, or a grievance that can be reviewed; told apart at acceptance.
ALTER TABLE cases ADD COLUMN track TEXT NOT NULL DEFAULT 'violation';
-- Where it stood when it was merged or withdrawn: it can go back there.
ALTER TABLE cases ADD COLUMN state_before TEXT;
-- How often it was handled again after an end (C1, C7).
ALTER TABLE cases ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_by_merged_into ON cases (merged_into) WHERE merged_into IS NOT NULL;

-- A clock that was extended (T2), or stopped only because its matter was merged or withdrawn.
ALTER TABLE deadlines ADD COLUMN extended_days INTEGER;
ALTER TABLE deadlines ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;

-- A report that stands behind a matter only because its own was merged into it (I8).
ALTER TABLE case_reports ADD COLUMN carried BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE case_reports SET carried = TRUE WHERE NOT opened AND EXISTS (
    SELECT 1 FROM case_reports own JOIN cases merged ON merged.id = own.case_id
    WHERE own.report_id = case_reports.report_id AND merged.merged_into = case_reports.case_id);

-- A part of a matter (R7), of a department or of an assisting bureau: by when, or taken back.
ALTER TABLE referrals ADD COLUMN due_on DATE;
ALTER TABLE referrals ADD COLUMN taken_back_at TIMESTAMP;
ALTER TABLE referrals ADD COLUMN taken_back_by BIGINT;
ALTER TABLE referrals ADD COLUMN taken_back_reason TEXT;

-- Which bureau inspected and took the measure: the leading or an assisting one (R7).
ALTER TABLE inspections ADD COLUMN bureau TEXT;
ALTER TABLE measures ADD COLUMN bureau TEXT;

-- What was promised when a matter was concluded in part (C3); it binds once the proposal is approved.
CREATE TABLE promises (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    text TEXT NOT NULL,
    due_on DATE NOT NULL,
    done TEXT,
    done_on DATE,
    done_by BIGINT REFERENCES accounts (id),
    done_at TIMESTAMP,
    CHECK ((done IS NULL) = (done_at IS NULL))
);
CREATE INDEX promises_by_case ON promises (case_id, id);

-- More time for a clock (T2): asked by one person, decided by another (C2); the reason is told.
CREATE TABLE extensions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    deadline_id BIGINT NOT NULL REFERENCES deadlines (id),
    days INTEGER NOT NULL CHECK (days > 0),
    reason TEXT NOT NULL,
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
CREATE INDEX extensions_by_case ON extensions (case_id, id);

-- Words that go with an act that moves a matter from outside its handling: why it is handled again,
-- chased, split, un-merged. For staff (C1).
CREATE TABLE directions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    act TEXT NOT NULL,
    text TEXT NOT NULL,
    by_account BIGINT REFERENCES accounts (id),
    by_bureau TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX directions_by_case ON directions (case_id, id);
