ALTER TABLE proposals DROP COLUMN points_to;
