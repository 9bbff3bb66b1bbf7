DROP TRIGGER cases_tally_new;
DROP TRIGGER cases_tally;
DROP TABLE case_tallies;
DROP INDEX cases_open_by_bureau_state;
CREATE INDEX cases_open_by_bureau_state
    ON cases (bureau, state, due_on, id, hidden_from, channel, ended_at) WHERE ended_at IS NULL;
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
