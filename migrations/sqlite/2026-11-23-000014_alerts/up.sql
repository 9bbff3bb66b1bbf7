-- Messages to staff, warnings of due dates, clocks with hours, imported calendars (T5, T6, T9, I6).

-- To a bureau, to a role in a bureau, or to one account; a key is raised once, whatever the node.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    bureau TEXT,
    role TEXT,
    account BIGINT REFERENCES accounts (id),
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    link TEXT NOT NULL,
    mail TEXT NOT NULL CHECK (mail IN ('none', 'digest', 'now')),
    at TIMESTAMP NOT NULL,
    CHECK ((bureau IS NULL) <> (account IS NULL))
);
CREATE INDEX alerts_by_bureau ON alerts (bureau, at, id) WHERE bureau IS NOT NULL;
CREATE INDEX alerts_by_account ON alerts (account, at, id) WHERE account IS NOT NULL;
CREATE INDEX alerts_to_digest ON alerts (at, id) WHERE mail = 'digest';

CREATE TABLE alert_readings (
    alert_id BIGINT NOT NULL REFERENCES alerts (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (alert_id, account_id)
);

-- Where a member of staff gets alerts by mail.
ALTER TABLE accounts ADD COLUMN mail TEXT;

-- The moment at which a clock with hours ends (T6).
ALTER TABLE deadlines ADD COLUMN due_at TIMESTAMP;
-- When the sweep looks at a running clock next; at once, where nobody said when.
ALTER TABLE deadlines ADD COLUMN look_at TIMESTAMP NOT NULL DEFAULT '2000-01-01 00:00:00';
CREATE INDEX deadlines_to_look_at ON deadlines (look_at, id) WHERE stopped_on IS NULL;

-- Warnings that were given: each step of a due date once (T9).
CREATE TABLE warnings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deadline_id BIGINT NOT NULL REFERENCES deadlines (id),
    due_on DATE NOT NULL,
    kind TEXT NOT NULL,
    step INTEGER NOT NULL,
    at TIMESTAMP NOT NULL,
    UNIQUE (deadline_id, due_on, kind, step)
);

-- The days of a year as an administrator gave them; the latest of a year holds, before the folder's.
CREATE TABLE calendars (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    days TEXT NOT NULL,
    by_account BIGINT REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX calendars_by_year ON calendars (year, id);
