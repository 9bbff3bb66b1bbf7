-- N1: figures kept as a projection of the timeline. What an event counts for follows from the event alone
-- (statistics::reckon), so that a past period gives the same figures for ever.

-- Events that are not counted yet: filled in the event's own transaction, emptied in the one that counts it.
-- An event that an older transaction commits late is counted late, and none is missed or counted twice.
CREATE TABLE figure_queue (
    event_id BIGINT NOT NULL PRIMARY KEY
) WITHOUT ROWID;
CREATE TRIGGER events_are_counted AFTER INSERT ON events
BEGIN INSERT INTO figure_queue (event_id) VALUES (NEW.id); END;
-- What was done before figures were kept is counted by the job that counts everything else.
INSERT INTO figure_queue (event_id) SELECT id FROM events;

-- The ledger: the day where the office is, and the bureau under which it is shown to the public (R3).
CREATE TABLE figure_entries (
    event_id BIGINT NOT NULL,
    line INTEGER NOT NULL,
    day DATE NOT NULL,
    bureau TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- Categories of the matter, a space between.
    kinds TEXT NOT NULL,
    figure TEXT NOT NULL,
    amount BIGINT NOT NULL,
    -- What it is about.
    noun TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    plant_id BIGINT,
    PRIMARY KEY (event_id, line)
) WITHOUT ROWID;
CREATE INDEX figure_entries_by_figure ON figure_entries (figure, day, event_id, line);
CREATE INDEX figure_entries_by_bureau ON figure_entries (figure, bureau, day, event_id, line);

-- Its sums by day, month and year, by category and, with an empty kind, over all of them.
CREATE TABLE figure_sums (
    span TEXT NOT NULL CHECK (span IN ('day', 'month', 'year')),
    figure TEXT NOT NULL,
    kind TEXT NOT NULL,
    begin_on DATE NOT NULL,
    bureau TEXT NOT NULL,
    channel TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (span, figure, kind, begin_on, bureau, channel)
) WITHOUT ROWID;
