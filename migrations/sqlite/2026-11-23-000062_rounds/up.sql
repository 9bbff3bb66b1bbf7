-- P5: inspection rounds 督查 of the city over its counties: a sample drawn at the opening, what was found on
-- site, problems 问题清单 that the county answers one by one and the city accepts or gives back.

CREATE TABLE rounds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    -- The days whose matters are looked at.
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    city TEXT NOT NULL,
    -- Lead officer and members.
    lead TEXT NOT NULL,
    members TEXT NOT NULL,
    -- What is checked: words of rounds/check.rs.
    checks TEXT NOT NULL,
    -- With which each county's sample is drawn again.
    seed TEXT NOT NULL,
    wanted INTEGER NOT NULL CHECK (wanted > 0),
    opened_by BIGINT NOT NULL REFERENCES accounts (id),
    opened_at TIMESTAMP NOT NULL,
    -- The closing report.
    report TEXT,
    closed_by BIGINT REFERENCES accounts (id),
    closed_at TIMESTAMP,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (from_on <= until_on),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (report IS NULL))
);

-- What was drawn from, by bureau and check.
CREATE TABLE round_draws (
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    bureau TEXT NOT NULL,
    kind TEXT NOT NULL,
    population TEXT NOT NULL,
    population_size INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (round_id, bureau, kind)
);

CREATE TRIGGER round_draws_stay BEFORE UPDATE ON round_draws
BEGIN SELECT RAISE(ABORT, 'a draw stays as it was'); END;
CREATE TRIGGER round_draws_never_go BEFORE DELETE ON round_draws
BEGIN SELECT RAISE(ABORT, 'a draw stays as it was'); END;

CREATE TABLE round_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    bureau TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('on_time', 'recheck', 'listing', 'revisit')),
    -- Row and number of the matter, the supervised case or the revisit.
    subject_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    visited_on DATE,
    officers TEXT,
    finding TEXT,
    in_order BOOLEAN,
    recorded_by BIGINT REFERENCES accounts (id),
    recorded_at TIMESTAMP,
    version BIGINT NOT NULL DEFAULT 0,
    UNIQUE (round_id, kind, bureau, subject_id),
    CHECK ((in_order IS NULL) = (recorded_by IS NULL) AND (in_order IS NULL) = (recorded_at IS NULL)
        AND (in_order IS NULL) = (visited_on IS NULL) AND (in_order IS NULL) = (officers IS NULL)
        AND (in_order IS NULL) = (finding IS NULL))
);

CREATE INDEX round_items_by_round ON round_items (round_id, bureau, id);

CREATE TRIGGER round_items_stay_as_found BEFORE UPDATE ON round_items
WHEN OLD.in_order IS NOT NULL OR NEW.round_id <> OLD.round_id OR NEW.bureau <> OLD.bureau
    OR NEW.kind <> OLD.kind OR NEW.subject_id <> OLD.subject_id
BEGIN SELECT RAISE(ABORT, 'what was found stays as it was recorded'); END;
CREATE TRIGGER round_items_never_go BEFORE DELETE ON round_items
BEGIN SELECT RAISE(ABORT, 'what was drawn stays'); END;

-- 问题清单.
CREATE TABLE round_problems (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    item_id BIGINT NOT NULL REFERENCES round_items (id),
    bureau TEXT NOT NULL,
    demand TEXT NOT NULL,
    due_on DATE NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'accepted', 'carried')),
    given_by BIGINT NOT NULL REFERENCES accounts (id),
    answer TEXT,
    answered_by BIGINT REFERENCES accounts (id),
    answered_at TIMESTAMP,
    -- Accepted, or carried over with a reason, by somebody else than who answered (C2).
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    -- Why it was given back, the last time, or carried over.
    note TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 0,
    CHECK ((state IN ('accepted', 'carried')) = (decided_by IS NOT NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state NOT IN ('answered', 'accepted') OR answered_by IS NOT NULL),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL) AND (answered_by IS NULL) = (answer IS NULL)),
    CHECK (decided_by IS NULL OR answered_by IS NULL OR decided_by <> answered_by),
    CHECK (state <> 'carried' OR note <> '')
);

CREATE INDEX round_problems_by_round ON round_problems (round_id, item_id);
CREATE INDEX round_problems_by_bureau ON round_problems (bureau, state, due_on);

CREATE TRIGGER round_problems_stay_decided BEFORE UPDATE ON round_problems
WHEN OLD.decided_by IS NOT NULL OR NEW.demand <> OLD.demand OR NEW.due_on <> OLD.due_on
    OR NEW.item_id <> OLD.item_id OR NEW.bureau <> OLD.bureau
BEGIN SELECT RAISE(ABORT, 'what was demanded and decided stays'); END;
CREATE TRIGGER round_problems_never_go BEFORE DELETE ON round_problems
BEGIN SELECT RAISE(ABORT, 'a problem stays on record'); END;

-- Closed is what has a finding for every item and a decision on every problem.
CREATE TRIGGER rounds_close_when_done BEFORE UPDATE ON rounds
WHEN OLD.closed_at IS NOT NULL OR NEW.seed <> OLD.seed OR NEW.closed_at IS NOT NULL AND (
    EXISTS (SELECT 1 FROM round_items i WHERE i.round_id = OLD.id AND i.in_order IS NULL)
    OR EXISTS (SELECT 1 FROM round_problems p WHERE p.round_id = OLD.id AND p.decided_by IS NULL))
BEGIN SELECT RAISE(ABORT, 'a round is closed when everything in it is settled'); END;
CREATE TRIGGER rounds_never_go BEFORE DELETE ON rounds
BEGIN SELECT RAISE(ABORT, 'a round stays on record'); END;
