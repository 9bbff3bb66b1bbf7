-- P5: circulars 通报 of the city to its bureaus, with the figures that they rest on, fixed when drafted;
-- approved by another person than those who wrote (C2); received and answered by each bureau.

CREATE TABLE circulars (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What it is about: a line of circulars/topic.rs.
    topic TEXT NOT NULL,
    -- The days whose figures it tells.
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    -- Up to when everything was counted.
    counted_until TIMESTAMP NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    -- By when the bureaus answer.
    due_on DATE NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'issued', 'discarded', 'withdrawn')),
    city TEXT NOT NULL,
    drafted_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_at TIMESTAMP NOT NULL,
    issued_by BIGINT REFERENCES accounts (id),
    issued_at TIMESTAMP,
    year INTEGER,
    place BIGINT,
    version BIGINT NOT NULL DEFAULT 0,
    UNIQUE (city, year, place),
    CHECK (from_on <= until_on),
    CHECK ((state IN ('issued', 'withdrawn')) = (issued_by IS NOT NULL)),
    CHECK ((issued_by IS NULL) = (issued_at IS NULL)),
    CHECK ((issued_by IS NULL) = (year IS NULL) AND (issued_by IS NULL) = (place IS NULL)),
    CHECK (issued_by IS NULL OR (issued_by <> drafted_by AND issued_by <> edited_by))
);

CREATE INDEX circulars_by_state ON circulars (state, id);

-- What was issued stays as it was approved, and nobody drafted what another did.
CREATE TRIGGER circulars_stay_as_issued BEFORE UPDATE ON circulars
WHEN NEW.drafted_by <> OLD.drafted_by OR NEW.topic <> OLD.topic
    OR NEW.from_on <> OLD.from_on OR NEW.until_on <> OLD.until_on
    OR OLD.state IN ('discarded', 'withdrawn')
    OR OLD.state = 'issued' AND (NEW.state <> 'withdrawn' OR NEW.title <> OLD.title
        OR NEW.text <> OLD.text OR NEW.due_on <> OLD.due_on OR NEW.edited_by <> OLD.edited_by
        OR NEW.issued_by <> OLD.issued_by OR NEW.year <> OLD.year OR NEW.place <> OLD.place)
BEGIN SELECT RAISE(ABORT, 'what was issued stays as it was approved (C2)'); END;

CREATE TRIGGER circulars_never_go BEFORE DELETE ON circulars
BEGIN SELECT RAISE(ABORT, 'a circular stays on record'); END;

-- A cell of its table: so many, and of a share of how many.
CREATE TABLE circular_figures (
    circular_id BIGINT NOT NULL REFERENCES circulars (id),
    bureau TEXT NOT NULL,
    name TEXT NOT NULL,
    amount BIGINT NOT NULL,
    total BIGINT,
    PRIMARY KEY (circular_id, bureau, name)
);

CREATE TRIGGER circular_figures_stay BEFORE UPDATE ON circular_figures
BEGIN SELECT RAISE(ABORT, 'the figures of a circular stay as they were'); END;
CREATE TRIGGER circular_figures_never_go BEFORE DELETE ON circular_figures
BEGIN SELECT RAISE(ABORT, 'the figures of a circular stay as they were'); END;

-- What stood behind a figure of a list at that moment; behind the others is the ledger.
CREATE TABLE circular_matters (
    circular_id BIGINT NOT NULL REFERENCES circulars (id),
    name TEXT NOT NULL,
    bureau TEXT NOT NULL,
    noun TEXT NOT NULL CHECK (noun IN ('case', 'supervision')),
    subject_id BIGINT NOT NULL,
    -- Its date then.
    due_on DATE NOT NULL,
    PRIMARY KEY (circular_id, name, bureau, subject_id)
);

CREATE TRIGGER circular_matters_stay BEFORE UPDATE ON circular_matters
BEGIN SELECT RAISE(ABORT, 'the figures of a circular stay as they were'); END;
CREATE TRIGGER circular_matters_never_go BEFORE DELETE ON circular_matters
BEGIN SELECT RAISE(ABORT, 'the figures of a circular stay as they were'); END;

-- Whom it goes to, and what each answers: 整改报告.
CREATE TABLE circular_bureaus (
    circular_id BIGINT NOT NULL REFERENCES circulars (id),
    bureau TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'received', 'answered')),
    received_by BIGINT REFERENCES accounts (id),
    received_at TIMESTAMP,
    answer TEXT,
    answered_by BIGINT REFERENCES accounts (id),
    answered_at TIMESTAMP,
    version BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (circular_id, bureau),
    CHECK ((state = 'waiting') = (received_by IS NULL)),
    CHECK ((received_by IS NULL) = (received_at IS NULL)),
    CHECK ((state = 'answered') = (answered_by IS NOT NULL)),
    CHECK ((answered_by IS NULL) = (answer IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL))
);

CREATE INDEX circular_bureaus_by_bureau ON circular_bureaus (bureau, state);
