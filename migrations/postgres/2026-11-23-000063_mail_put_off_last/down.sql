ALTER TABLE mails DROP COLUMN put_off_last;
