-- S5: the addresses of messages about a matter, or about one report, are deleted with the contacts behind it.
CREATE INDEX mails_by_about ON mails (about, about_id);
