-- The register of plants, grown from reports (I8, C6).

-- Where a matter lies, so that the nearest are found by an index: the point that its first report
-- gave, and the cell of about 500 metres that holds it. Whether it was told of a plant that may not run.
ALTER TABLE cases ADD COLUMN lat DOUBLE PRECISION;
ALTER TABLE cases ADD COLUMN lon DOUBLE PRECISION;
ALTER TABLE cases ADD COLUMN cell BIGINT;
ALTER TABLE cases ADD COLUMN closed_plant BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE cases SET
    lat = (SELECT r.lat FROM case_reports cr JOIN reports r ON r.id = cr.report_id
        WHERE cr.case_id = cases.id AND cr.opened),
    lon = (SELECT r.lon FROM case_reports cr JOIN reports r ON r.id = cr.report_id
        WHERE cr.case_id = cases.id AND cr.opened);
UPDATE cases SET cell =
    CAST((lat + 90) / 0.005 AS INTEGER) * 100000 + CAST((lon + 180) / 0.006 AS INTEGER)
    WHERE lat IS NOT NULL AND lon IS NOT NULL;
CREATE INDEX cases_open_by_cell ON cases (cell, id) WHERE ended_at IS NULL AND cell IS NOT NULL;
CREATE INDEX cases_open_by_county ON cases (county, id) WHERE ended_at IS NULL;

-- A plant. A merged one stays, and shows which it was merged into; `root` is the one that stands for
-- the whole group, itself for most. `county` is the code of the bureau that serves its place.
CREATE TABLE enterprises (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    county TEXT NOT NULL,
    address TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    industry TEXT,
    credit_code TEXT,
    state TEXT NOT NULL CHECK (state IN ('operating', 'stopped', 'closed')),
    closed_on DATE,
    confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    merged_into BIGINT REFERENCES enterprises (id),
    root BIGINT NOT NULL DEFAULT 0,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    reports INTEGER NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK ((state = 'operating') = (closed_on IS NULL)),
    CHECK (merged_into IS NULL OR merged_into <> id)
);
CREATE INDEX enterprises_by_root ON enterprises (root, id);
CREATE INDEX enterprises_by_last_seen ON enterprises (last_seen DESC, id DESC) WHERE merged_into IS NULL;
CREATE INDEX enterprises_by_county ON enterprises (county, last_seen DESC, id DESC) WHERE merged_into IS NULL;
CREATE INDEX enterprises_by_reports ON enterprises (reports DESC, id DESC) WHERE merged_into IS NULL;
CREATE INDEX enterprises_by_county_reports ON enterprises (county, reports DESC, id DESC) WHERE merged_into IS NULL;
CREATE INDEX enterprises_by_credit_code ON enterprises (credit_code) WHERE credit_code IS NOT NULL;

-- Every name that a plant goes by in its county, each the name of one: two reports of the same new
-- plant at once make one.
CREATE TABLE enterprise_aliases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    county TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (county, name_key)
);
CREATE INDEX enterprise_aliases_by_key ON enterprise_aliases (name_key, enterprise_id);
CREATE INDEX enterprise_aliases_by_enterprise ON enterprise_aliases (enterprise_id, id);

-- Which plants a matter is about: by the name that was told, as a person said, or carried over from
-- a matter that was merged into it.
CREATE TABLE case_enterprises (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    tied_by BIGINT REFERENCES accounts (id),
    carried_from BIGINT REFERENCES cases (id),
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, enterprise_id)
);
CREATE INDEX case_enterprises_by_enterprise ON case_enterprises (enterprise_id, case_id);

-- After a plant was closed somebody goes there again and looks (C6).
CREATE TABLE revisits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    case_id BIGINT REFERENCES cases (id),
    bureau TEXT NOT NULL,
    policy TEXT NOT NULL,
    closed_on DATE NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    officers TEXT,
    officer_count INTEGER,
    running BOOLEAN,
    findings TEXT,
    by_account BIGINT REFERENCES accounts (id),
    at TIMESTAMP,
    dropped_on DATE,
    UNIQUE (enterprise_id, closed_on, policy),
    CHECK ((done_on IS NULL) = (running IS NULL)),
    CHECK ((done_on IS NULL) = (findings IS NULL)),
    CHECK ((done_on IS NULL) = (by_account IS NULL)),
    CHECK (done_on IS NULL OR officer_count >= 2),
    CHECK (done_on IS NULL OR dropped_on IS NULL)
);
CREATE INDEX revisits_waiting ON revisits (due_on, id) WHERE done_on IS NULL AND dropped_on IS NULL;
CREATE INDEX revisits_waiting_by_bureau ON revisits (bureau, due_on, id) WHERE done_on IS NULL AND dropped_on IS NULL;
CREATE INDEX revisits_done ON revisits (done_on DESC, id DESC) WHERE done_on IS NOT NULL;
CREATE INDEX revisits_done_by_bureau ON revisits (bureau, done_on DESC, id DESC) WHERE done_on IS NOT NULL;
CREATE INDEX revisits_by_case ON revisits (case_id, id);
