-- Measures that run on (C5): the plant each is meant for, when somebody must look at it next, and how
-- it ended. `look_on` is empty where nothing is to be looked at.
ALTER TABLE measures ADD COLUMN enterprise_id BIGINT REFERENCES enterprises (id);
ALTER TABLE measures ADD COLUMN look_on DATE;
ALTER TABLE measures ADD COLUMN ended_on DATE;
ALTER TABLE measures ADD COLUMN ended_how TEXT
    CHECK (ended_how IN ('corrected', 'expired', 'replaced', 'revoked'));
ALTER TABLE measures ADD COLUMN ended_reason TEXT;
ALTER TABLE measures ADD COLUMN ended_by BIGINT REFERENCES accounts (id);
ALTER TABLE measures ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX measures_to_look_at ON measures (look_on, id) WHERE look_on IS NOT NULL;
CREATE INDEX measures_ended ON measures (ended_on DESC, id DESC) WHERE ended_on IS NOT NULL;
CREATE INDEX measures_by_enterprise ON measures (enterprise_id, id) WHERE enterprise_id IS NOT NULL;

-- Somebody went and looked (复查): by two officers at least. Of a daily penalty, the days that this
-- look added and their sum.
CREATE TABLE measure_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id BIGINT NOT NULL REFERENCES measures (id),
    checked_on DATE NOT NULL,
    officers TEXT NOT NULL,
    officer_count INTEGER NOT NULL CHECK (officer_count >= 2),
    met BOOLEAN NOT NULL,
    findings TEXT NOT NULL,
    days INTEGER CHECK (days > 0),
    amount_fen BIGINT CHECK (amount_fen >= 0),
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    CHECK ((days IS NULL) = (amount_fen IS NULL)),
    CHECK (days IS NULL OR NOT met)
);
CREATE INDEX measure_checks_by_measure ON measure_checks (measure_id, id);

-- More time for a sealing or a stop: asked by one, decided by another (C2).
CREATE TABLE measure_extensions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    measure_id BIGINT NOT NULL REFERENCES measures (id),
    until DATE NOT NULL,
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
CREATE INDEX measure_extensions_by_measure ON measure_extensions (measure_id, id);
CREATE UNIQUE INDEX measure_extensions_open ON measure_extensions (measure_id) WHERE decided_by IS NULL;
