DROP INDEX figure_entries_by_subject;
