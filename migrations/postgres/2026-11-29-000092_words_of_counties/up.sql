-- A matter is found by its county's name, too, and by what is published of it. What is there already is cut
-- anew by a job.
INSERT INTO jobs (name, payload, run_at)
SELECT 'index_cases', '{"after":0}', '2026-11-29 00:00:00' WHERE EXISTS (SELECT 1 FROM cases);
