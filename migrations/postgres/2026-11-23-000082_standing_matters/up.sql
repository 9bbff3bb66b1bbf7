-- N2: where a matter stood on a day is what its own lines of a figure add up to until then.
CREATE INDEX figure_entries_by_subject
    ON figure_entries (subject_id, figure, day, event_id, line, amount);
