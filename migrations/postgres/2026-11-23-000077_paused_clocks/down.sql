DROP INDEX deadlines_paused;
