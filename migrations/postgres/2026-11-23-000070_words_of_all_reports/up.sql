-- A matter is found by the words of every report behind it, by what was added later, and by the names
-- of its plants. What is there already is cut anew by a job.
INSERT INTO jobs (name, payload, run_at)
SELECT 'index_cases', '{"after":0}', '2026-11-23 00:00:00' WHERE EXISTS (SELECT 1 FROM cases);
