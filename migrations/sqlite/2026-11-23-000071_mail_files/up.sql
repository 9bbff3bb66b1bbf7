-- A message takes along every letter that its reader is owed by the same event.
ALTER TABLE mail_attachments RENAME TO mail_attachments_before;
CREATE TABLE mail_attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id BIGINT NOT NULL REFERENCES mails (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
);
INSERT INTO mail_attachments (mail_id, name, media_type, bytes)
SELECT mail_id, name, media_type, bytes FROM mail_attachments_before ORDER BY mail_id;
DROP TABLE mail_attachments_before;
CREATE INDEX mail_attachments_by_mail ON mail_attachments (mail_id, id);
