-- P5: 督办 of one matter beside 催办: the city demands, the bureau reports by a day, the city is satisfied or
-- demands again. What was demanded and reported stays as it was.

CREATE TABLE demands (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    demand TEXT NOT NULL,
    -- The report is owed by that day; its time runs since the demand, or since it was made again (T9).
    started_on DATE NOT NULL,
    due_on DATE NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reported', 'ended')),
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    ended_by BIGINT REFERENCES accounts (id),
    ended_at TIMESTAMP,
    ended_note TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (due_on >= started_on),
    CHECK ((state = 'ended') = (ended_by IS NOT NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX demands_once ON demands (case_id) WHERE state <> 'ended';
CREATE INDEX demands_by_case ON demands (case_id, id);
CREATE INDEX demands_by_due ON demands (due_on, id) WHERE state <> 'ended';
CREATE INDEX demands_ended ON demands (ended_at DESC, id DESC) WHERE state = 'ended';

-- What the bureau reported, and what the city said to it; whoever reports does not decide (C2).
CREATE TABLE demand_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    demand_id BIGINT NOT NULL REFERENCES demands (id),
    -- By when it was owed.
    due_on DATE NOT NULL,
    text TEXT NOT NULL,
    bureau TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    satisfied BOOLEAN,
    note TEXT NOT NULL DEFAULT '',
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    CHECK ((satisfied IS NULL) = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> by_account),
    CHECK (satisfied IS NULL OR satisfied OR note <> '')
);
CREATE INDEX demand_reports_by_demand ON demand_reports (demand_id, id);

CREATE TRIGGER demands_stay BEFORE UPDATE ON demands
WHEN OLD.state = 'ended' OR NEW.demand <> OLD.demand OR NEW.case_id <> OLD.case_id OR NEW.by_account <> OLD.by_account
BEGIN SELECT RAISE(ABORT, 'what was demanded stays'); END;

CREATE TRIGGER demands_never_go BEFORE DELETE ON demands
BEGIN SELECT RAISE(ABORT, 'a demand stays on record'); END;

CREATE TRIGGER demand_reports_stay BEFORE UPDATE ON demand_reports
WHEN OLD.satisfied IS NOT NULL OR NEW.text <> OLD.text OR NEW.demand_id <> OLD.demand_id OR NEW.by_account <> OLD.by_account
BEGIN SELECT RAISE(ABORT, 'what was reported and decided stays'); END;

CREATE TRIGGER demand_reports_never_go BEFORE DELETE ON demand_reports
BEGIN SELECT RAISE(ABORT, 'a report stays on record'); END;

-- 问责: an entry that was wrong is corrected by another, or taken back, with a reason; it stays on record.
ALTER TABLE accountabilities ADD COLUMN corrects BIGINT REFERENCES accountabilities (id);
ALTER TABLE accountabilities ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE accountabilities ADD COLUMN taken_back BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX accountabilities_corrected_once ON accountabilities (corrects) WHERE corrects IS NOT NULL;
