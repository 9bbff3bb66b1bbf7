-- How many matters there are in which state, kept as they change: open ones by their date, too, so that
-- no page counts them one by one. A row more for each change, added up every half hour.
DROP TRIGGER cases_tally_new;
DROP TRIGGER cases_tally;
DROP TABLE ended_tallies;
CREATE TABLE case_tallies (
    id INTEGER PRIMARY KEY,
    bureau TEXT NOT NULL,
    state TEXT NOT NULL,
    hidden_from TEXT NOT NULL,
    -- Only whether the province forwarded it matters for who may see it: nothing for any other way.
    channel TEXT NOT NULL,
    -- Nothing for one that has ended.
    due_on DATE,
    change BIGINT NOT NULL
);
INSERT INTO case_tallies (bureau, state, hidden_from, channel, due_on, change)
SELECT bureau, state, hidden_from, CASE channel WHEN 'province' THEN channel ELSE '' END AS way,
    CASE WHEN ended_at IS NULL THEN due_on END AS due, COUNT(*)
FROM cases GROUP BY bureau, state, hidden_from, way, due;
CREATE TRIGGER cases_tally_new AFTER INSERT ON cases
BEGIN
    INSERT INTO case_tallies (bureau, state, hidden_from, channel, due_on, change)
    VALUES (NEW.bureau, NEW.state, NEW.hidden_from,
        CASE NEW.channel WHEN 'province' THEN NEW.channel ELSE '' END,
        CASE WHEN NEW.ended_at IS NULL THEN NEW.due_on END, 1);
END;
CREATE TRIGGER cases_tally AFTER UPDATE OF bureau, state, hidden_from, channel, due_on, ended_at ON cases
WHEN OLD.bureau <> NEW.bureau OR OLD.state <> NEW.state OR OLD.hidden_from <> NEW.hidden_from
    OR OLD.channel <> NEW.channel OR OLD.due_on IS NOT NEW.due_on
BEGIN
    INSERT INTO case_tallies (bureau, state, hidden_from, channel, due_on, change)
    VALUES (OLD.bureau, OLD.state, OLD.hidden_from,
        CASE OLD.channel WHEN 'province' THEN OLD.channel ELSE '' END,
        CASE WHEN OLD.ended_at IS NULL THEN OLD.due_on END, -1),
        (NEW.bureau, NEW.state, NEW.hidden_from,
        CASE NEW.channel WHEN 'province' THEN NEW.channel ELSE '' END,
        CASE WHEN NEW.ended_at IS NULL THEN NEW.due_on END, 1);
END;
-- It counted, too.
DROP INDEX cases_open_by_bureau_state;
CREATE INDEX cases_open_by_bureau_state ON cases (bureau, state, due_on, id) WHERE ended_at IS NULL;
