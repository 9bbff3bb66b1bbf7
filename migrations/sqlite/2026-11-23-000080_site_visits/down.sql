DROP INDEX round_items_by_subject;
ALTER TABLE campaign_findings DROP COLUMN officers;
