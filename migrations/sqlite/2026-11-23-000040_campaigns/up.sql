-- N4: campaigns 专项行动. Phases, members, the register of plants found by problem type, cleared one by
-- one, and what was made known.

CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- What it is for, as the public reads it.
    aim TEXT NOT NULL,
    begins_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    -- The unit that leads.
    city TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    -- 总结, when it is over.
    summary TEXT,
    closed_by BIGINT REFERENCES accounts (id),
    closed_at TIMESTAMP,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (begins_on <= ends_on),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK ((closed_at IS NULL) = (summary IS NULL))
);

CREATE INDEX campaigns_by_time ON campaigns (ends_on, id);

CREATE TABLE campaign_phases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    begins_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    UNIQUE (campaign_id, position),
    CHECK (begins_on <= ends_on)
);

-- Member departments 成员单位, and the county bureaus that take part.
CREATE TABLE campaign_members (
    campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
    bureau TEXT NOT NULL,
    PRIMARY KEY (campaign_id, bureau)
);

-- Problem types 问题类型 that it looks for.
CREATE TABLE campaign_problems (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (campaign_id, position),
    UNIQUE (campaign_id, name)
);

-- 排查台账: a problem of a plant found in the sweep.
CREATE TABLE campaign_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
    problem_id BIGINT NOT NULL REFERENCES campaign_problems (id),
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    plant TEXT NOT NULL,
    county TEXT NOT NULL,
    found_on DATE NOT NULL,
    facts TEXT NOT NULL,
    demand TEXT NOT NULL,
    due_on DATE NOT NULL,
    found_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'mended', 'cleared')),
    -- What was done, as the county says.
    mended_text TEXT NOT NULL DEFAULT '',
    mended_on DATE,
    mended_by BIGINT REFERENCES accounts (id),
    -- 销号, by somebody else (C2).
    cleared_on DATE,
    cleared_by BIGINT REFERENCES accounts (id),
    -- Why it was sent back, the last time.
    returned_note TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 0,
    CHECK ((state = 'open') = (mended_by IS NULL)),
    CHECK ((state = 'cleared') = (cleared_by IS NOT NULL)),
    CHECK (cleared_by IS NULL OR cleared_by <> mended_by),
    CHECK (due_on >= found_on)
);

-- The same problem of the same plant is open once.
CREATE UNIQUE INDEX campaign_findings_once ON campaign_findings (campaign_id, enterprise_id, problem_id)
    WHERE state <> 'cleared';
CREATE INDEX campaign_findings_by_due ON campaign_findings (campaign_id, state, due_on, id);
CREATE INDEX campaign_findings_by_county ON campaign_findings (campaign_id, county, due_on, id);
CREATE INDEX campaign_findings_by_plant ON campaign_findings (enterprise_id);

-- Publicity counted: radio, television, press, leaflets.
CREATE TABLE campaign_publicity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id BIGINT NOT NULL REFERENCES campaigns (id),
    medium TEXT NOT NULL CHECK (medium IN ('radio', 'television', 'press', 'leaflet', 'web')),
    published_on DATE NOT NULL,
    title TEXT NOT NULL,
    many INTEGER NOT NULL CHECK (many > 0),
    bureau TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMP NOT NULL
);

CREATE INDEX campaign_publicity_by_campaign ON campaign_publicity (campaign_id, published_on, id);

-- What was done in a time, beside what was done about the plants of a campaign.
CREATE INDEX measures_by_day ON measures (taken_on);
CREATE INDEX inspections_by_day ON inspections (inspected_on);
