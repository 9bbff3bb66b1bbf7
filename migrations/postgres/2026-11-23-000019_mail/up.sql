-- Mail in two forms and two kinds: what the law asks is always sent, the rest can be declined.
ALTER TABLE mails ADD COLUMN kind TEXT NOT NULL DEFAULT 'statutory';
ALTER TABLE mails ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN';
ALTER TABLE mails ADD COLUMN about TEXT;
ALTER TABLE mails ADD COLUMN about_id BIGINT;
ALTER TABLE mails ADD COLUMN failed_at TIMESTAMP;
CREATE INDEX mails_failed ON mails (failed_at, id) WHERE failed_at IS NOT NULL;

-- Addresses whose owners want no mail but what the law asks; only a keyed index of each (S1).
CREATE TABLE mail_refusals (
    address_index TEXT PRIMARY KEY NOT NULL,
    refused_at TIMESTAMP NOT NULL
);
