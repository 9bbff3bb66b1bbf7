-- N1: a plant that is found in a sweep was visited by officers; of those found before nobody noted how many.
ALTER TABLE campaign_findings ADD COLUMN officers TEXT NOT NULL DEFAULT '';
-- A plant's figures ask for the rounds that looked at it.
CREATE INDEX round_items_by_subject ON round_items (kind, subject_id);
-- Visits on site beside the inspections of matters were in no figure: they are counted now, each once.
INSERT INTO figure_queue (event_id)
SELECT id FROM events
WHERE (subject = 'enterprise' AND act = 'revisit') OR (subject = 'supervision' AND act = 'verify')
    OR (subject = 'campaign' AND act = 'find') OR (subject = 'round' AND act = 'record')
ON CONFLICT (event_id) DO NOTHING;
