-- What is owed beside the clocks of a matter is warned of, too (T9): the decision on a dissatisfied
-- rating (C7), what others were asked (R7), what was promised (C3). When the sweep looks at an open one
-- next; at once, where nobody said when.
ALTER TABLE dissatisfactions ADD COLUMN look_at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
CREATE INDEX dissatisfactions_to_look_at ON dissatisfactions (look_at, id) WHERE decided_at IS NULL;
ALTER TABLE referrals ADD COLUMN look_at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
CREATE INDEX referrals_to_look_at ON referrals (look_at, id) WHERE replied_at IS NULL AND taken_back_at IS NULL AND due_on IS NOT NULL;
ALTER TABLE promises ADD COLUMN look_at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
CREATE INDEX promises_to_look_at ON promises (look_at, id) WHERE done_at IS NULL;

-- Warnings of these that were given: each step of a date once. duty_id is the row that policy names.
CREATE TABLE duty_warnings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    policy TEXT NOT NULL,
    duty_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    due_on DATE NOT NULL,
    kind TEXT NOT NULL,
    step INTEGER NOT NULL,
    at TIMESTAMP NOT NULL,
    UNIQUE (policy, duty_id, due_on, kind, step)
);
