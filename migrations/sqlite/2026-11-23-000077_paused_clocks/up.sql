-- A new calendar moves paused clocks, too (T5); these are few among all that have stopped.
CREATE INDEX deadlines_paused ON deadlines (id) WHERE paused;
