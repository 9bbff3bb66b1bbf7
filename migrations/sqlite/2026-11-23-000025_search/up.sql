-- Search in the order of the lists, and lists that are fast among a million matters.

-- Words of each noun, cut by `search::terms`, so that both engines answer alike. They take the place
-- of search_documents, which stays until no node reads it any longer. Rows of matters: those that are
-- open by their id, then those that have ended in the order of their end (cases::words). The first
-- character of each term is kept beside it: one alone is found as the beginning of many.
CREATE VIRTUAL TABLE search_cases USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
);
CREATE VIRTUAL TABLE search_results USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
);
CREATE VIRTUAL TABLE search_supervisions USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE search_enterprises USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- What is there already is cut by jobs.
INSERT INTO jobs (name, payload, run_at)
SELECT 'index_cases', '{"after":0}', '2026-11-23 00:00:00' WHERE EXISTS (SELECT 1 FROM cases);
INSERT INTO jobs (name, payload, run_at)
SELECT 'index_supervisions', '{}', '2026-11-23 00:00:00'
WHERE EXISTS (SELECT 1 FROM supervisions);
INSERT INTO jobs (name, payload, run_at)
SELECT 'index_enterprises', '{"after":0}', '2026-11-23 00:00:00'
WHERE EXISTS (SELECT 1 FROM enterprises);

-- The lists: open matters by their date, ended ones by their end. The second index also counts.
CREATE INDEX cases_open_by_state ON cases (state, due_on, id) WHERE ended_at IS NULL;
CREATE INDEX cases_open_by_bureau_state
    ON cases (bureau, state, due_on, id, hidden_from, channel, ended_at) WHERE ended_at IS NULL;
CREATE INDEX cases_ended ON cases (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX cases_ended_by_bureau ON cases (bureau, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX cases_ended_by_state ON cases (state, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX cases_ended_by_bureau_state ON cases (bureau, state, ended_at, id)
    WHERE ended_at IS NOT NULL;
-- These served the same, for all matters.
DROP INDEX cases_by_bureau_state;
DROP INDEX cases_by_state;

-- How many matters have ended how, kept as they end: one row more for each end, folded now and then.
CREATE TABLE ended_tallies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL,
    state TEXT NOT NULL,
    hidden_from TEXT NOT NULL,
    channel TEXT NOT NULL,
    change BIGINT NOT NULL
);
INSERT INTO ended_tallies (bureau, state, hidden_from, channel, change)
SELECT bureau, state, hidden_from, channel, COUNT(*) FROM cases WHERE ended_at IS NOT NULL
GROUP BY bureau, state, hidden_from, channel;
CREATE TRIGGER cases_tally_new AFTER INSERT ON cases WHEN NEW.ended_at IS NOT NULL
BEGIN
    INSERT INTO ended_tallies (bureau, state, hidden_from, channel, change)
    VALUES (NEW.bureau, NEW.state, NEW.hidden_from, NEW.channel, 1);
END;
CREATE TRIGGER cases_tally AFTER UPDATE OF state, bureau, hidden_from, channel, ended_at ON cases
WHEN (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NOT NULL) AND (
    OLD.state <> NEW.state OR OLD.bureau <> NEW.bureau OR OLD.hidden_from <> NEW.hidden_from
    OR OLD.channel <> NEW.channel OR (OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL))
BEGIN
    INSERT INTO ended_tallies (bureau, state, hidden_from, channel, change)
    SELECT OLD.bureau, OLD.state, OLD.hidden_from, OLD.channel, -1 WHERE OLD.ended_at IS NOT NULL;
    INSERT INTO ended_tallies (bureau, state, hidden_from, channel, change)
    SELECT NEW.bureau, NEW.state, NEW.hidden_from, NEW.channel, 1 WHERE NEW.ended_at IS NOT NULL;
END;
