-- Since when a mail server puts a message off: the days until it is given up count from then.
ALTER TABLE mails ADD COLUMN put_off_since TIMESTAMP;
