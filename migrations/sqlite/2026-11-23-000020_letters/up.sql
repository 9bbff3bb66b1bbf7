-- Numbered letters 函件 to reporters: issued once, never changed but for how they were handed over.
CREATE TABLE letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    bureau TEXT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    report_id BIGINT NOT NULL REFERENCES reports (id),
    event_id BIGINT NOT NULL REFERENCES events (id),
    language TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    office TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    issued_on DATE NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    delivery TEXT NOT NULL,
    mail_key TEXT,
    delivered_on DATE,
    delivered_way TEXT,
    delivered_by BIGINT REFERENCES accounts (id),
    -- One letter per event and person.
    UNIQUE (event_id, report_id)
);
CREATE INDEX letters_by_bureau ON letters (bureau, id);
CREATE INDEX letters_by_kind ON letters (bureau, kind, id);
CREATE INDEX letters_by_case ON letters (case_id, id);
CREATE INDEX letters_by_report ON letters (report_id, id);
CREATE INDEX letters_by_mail ON letters (mail_key) WHERE mail_key IS NOT NULL;
CREATE INDEX letters_to_hand_over ON letters (bureau, id)
    WHERE delivery = 'hand' AND delivered_on IS NULL;

-- A letter's PDF, once made.
CREATE TABLE letter_files (
    letter_id BIGINT PRIMARY KEY NOT NULL REFERENCES letters (id),
    pdf BLOB NOT NULL
);

-- The wordings that an administrator gave, by kind and language; the newest holds. A row without
-- text goes back to the shipped wording.
CREATE TABLE letter_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    text TEXT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    UNIQUE (kind, language, version)
);

-- A file that goes out with a message; taken away when it was sent or given up.
CREATE TABLE mail_attachments (
    mail_id BIGINT PRIMARY KEY NOT NULL REFERENCES mails (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
);

CREATE TRIGGER letters_never_change BEFORE UPDATE OF
    number, kind, bureau, case_id, report_id, event_id, language, template_version, office, title,
    body, issued_on, issued_at ON letters
BEGIN SELECT RAISE(ABORT, 'a letter that was issued never changes'); END;
CREATE TRIGGER letters_never_go BEFORE DELETE ON letters
BEGIN SELECT RAISE(ABORT, 'a letter that was issued never changes'); END;
