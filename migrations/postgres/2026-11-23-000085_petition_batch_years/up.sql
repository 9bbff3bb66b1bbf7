-- A batch is known by the office that sent it, its year and its number in that year (F1, F2); `number` is
-- what it is called here, where the same number comes from several years or offices. Those there are have
-- the year that they are called by, else that of their newest petition. What the city entered was sent by
-- the office above; nothing is known of it where that office has no account.
ALTER TABLE petition_batches ADD COLUMN office TEXT NOT NULL DEFAULT '';
ALTER TABLE petition_batches ADD COLUMN year INTEGER NOT NULL DEFAULT 0;
ALTER TABLE petition_batches ADD COLUMN given TEXT NOT NULL DEFAULT '';
UPDATE petition_batches SET
    office = COALESCE(
        (SELECT a.bureau FROM accounts a WHERE a.id = petition_batches.entered_by AND a.role = 'province'),
        (SELECT MIN(a.bureau) FROM accounts a WHERE a.role = 'province'), ''),
    year = CASE WHEN number ~ '^[12][0-9]{3}-.' THEN substr(number, 1, 4)::INTEGER
        ELSE EXTRACT(YEAR FROM COALESCE(
            (SELECT MAX(p.sent_on) FROM petitions p WHERE p.batch_id = petition_batches.id),
            received_on))::INTEGER END,
    given = CASE WHEN number ~ '^[12][0-9]{3}-.' THEN substr(number, 6) ELSE number END;
CREATE INDEX petition_batches_by_given ON petition_batches (given, office, year);
