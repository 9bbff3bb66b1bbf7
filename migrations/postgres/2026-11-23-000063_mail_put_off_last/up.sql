-- When a mail server put a message off last: days in which nobody tried are not counted.
ALTER TABLE mails ADD COLUMN put_off_last TIMESTAMP;
UPDATE mails SET put_off_last = put_off_since;
