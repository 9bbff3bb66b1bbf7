-- Supervised cases: evidence with files and figures, judged one by one; pictures before and after;
-- plants of the register; who is answerable by name, for the office alone; letters of lifting (L1-L6).

-- The office is public, the name behind it is not.
ALTER TABLE supervisions ADD COLUMN responsible_name TEXT;
ALTER TABLE supervisions ADD COLUMN officer_name TEXT;

-- 文书: sealed files for staff; nothing of them is public, not even their names (S1, S3).
CREATE TABLE supervision_documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    evidence_id BIGINT NOT NULL REFERENCES supervision_evidence (id),
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX supervision_documents_by_evidence ON supervision_documents (evidence_id, id);

-- 监测数据: what was measured, and the limit that it is held to.
CREATE TABLE supervision_figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    evidence_id BIGINT NOT NULL REFERENCES supervision_evidence (id),
    substance TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    unit TEXT NOT NULL,
    most DOUBLE PRECISION,
    sampled_on DATE NOT NULL
);
CREATE INDEX supervision_figures_by_evidence ON supervision_figures (evidence_id, id);

-- What the city says of one piece of evidence; the last word counts. Only what was accepted is
-- public (S2).
CREATE TABLE supervision_judgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    evidence_id BIGINT NOT NULL REFERENCES supervision_evidence (id),
    accepted BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    CHECK (accepted OR note <> '')
);
CREATE INDEX supervision_judgements_by_evidence ON supervision_judgements (evidence_id, id);

-- 整改前、整改后: given by one person, shown in public when another has looked at it (S2, S3).
CREATE TABLE supervision_pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    moment TEXT NOT NULL CHECK (moment IN ('before', 'after')),
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    checked_by BIGINT REFERENCES accounts (id),
    checked_at TIMESTAMP,
    shown BOOLEAN,
    CHECK (checked_by IS NULL OR checked_by <> by_account),
    CHECK ((checked_by IS NULL) = (shown IS NULL)),
    CHECK ((checked_by IS NULL) = (checked_at IS NULL))
);
CREATE INDEX supervision_pictures_by_supervision ON supervision_pictures (supervision_id, id);

-- The polluters as plants of the register (L1), and what is known of each: a change is told in the
-- listing's timeline, and changes nothing in the listing (L4).
CREATE TABLE supervision_enterprises (
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    known TEXT NOT NULL,
    PRIMARY KEY (supervision_id, enterprise_id)
);
CREATE INDEX supervision_enterprises_by_plant ON supervision_enterprises (enterprise_id, supervision_id);
ALTER TABLE supervision_cases ADD COLUMN known TEXT;

-- 解除挂牌通知: one numbered letter for each lifting.
CREATE TABLE supervision_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lifting_id BIGINT NOT NULL UNIQUE REFERENCES supervision_liftings (id),
    number TEXT NOT NULL UNIQUE,
    office TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    issued_on DATE NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE TABLE supervision_letter_files (
    letter_id BIGINT PRIMARY KEY REFERENCES supervision_letters (id),
    pdf BLOB NOT NULL
);
-- The feed of the list.
CREATE INDEX events_of_supervisions ON events (id) WHERE subject = 'supervision' AND audience = 'public';

CREATE TRIGGER supervision_documents_stay BEFORE UPDATE ON supervision_documents
BEGIN SELECT RAISE(ABORT, 'a document of evidence stays (L4)'); END;
CREATE TRIGGER supervision_documents_never_go BEFORE DELETE ON supervision_documents
BEGIN SELECT RAISE(ABORT, 'a document of evidence stays (L4)'); END;
CREATE TRIGGER supervision_figures_stay BEFORE UPDATE ON supervision_figures
BEGIN SELECT RAISE(ABORT, 'a figure of evidence stays (L4)'); END;
CREATE TRIGGER supervision_figures_never_go BEFORE DELETE ON supervision_figures
BEGIN SELECT RAISE(ABORT, 'a figure of evidence stays (L4)'); END;
CREATE TRIGGER supervision_judgements_stay BEFORE UPDATE ON supervision_judgements
BEGIN SELECT RAISE(ABORT, 'a judgement of evidence stays (L4)'); END;
CREATE TRIGGER supervision_judgements_never_go BEFORE DELETE ON supervision_judgements
BEGIN SELECT RAISE(ABORT, 'a judgement of evidence stays (L4)'); END;
CREATE TRIGGER supervision_letters_stay BEFORE UPDATE ON supervision_letters
BEGIN SELECT RAISE(ABORT, 'a letter of lifting stays (L6)'); END;
CREATE TRIGGER supervision_letters_never_go BEFORE DELETE ON supervision_letters
BEGIN SELECT RAISE(ABORT, 'a letter of lifting stays (L6)'); END;
CREATE TRIGGER supervision_pictures_never_go BEFORE DELETE ON supervision_pictures
BEGIN SELECT RAISE(ABORT, 'a picture stays on record (L6)'); END;
CREATE TRIGGER supervision_pictures_are_checked_once BEFORE UPDATE ON supervision_pictures
WHEN OLD.checked_by IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.moment <> OLD.moment OR NEW.by_account <> OLD.by_account
BEGIN SELECT RAISE(ABORT, 'a picture is checked once (S2)'); END;
CREATE TRIGGER supervision_pictures_wait BEFORE INSERT ON supervision_pictures
WHEN NEW.checked_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a picture waits until another person has looked at it (S2)'); END;
CREATE TRIGGER supervision_judgements_by_the_city BEFORE INSERT ON supervision_judgements
WHEN NOT EXISTS (
    SELECT 1 FROM supervision_evidence e
    JOIN supervision_requirements r ON r.id = e.requirement_id
    JOIN supervisions s ON s.id = r.supervision_id JOIN accounts a ON a.id = NEW.by_account
    WHERE e.id = NEW.evidence_id AND e.by_account <> NEW.by_account AND a.bureau = s.city
    AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher')
    AND (s.state = 'listed' OR NEW.accepted AND s.state IN ('applied', 'verification', 'notice')))
BEGIN SELECT RAISE(ABORT, 'the city judges evidence, and rejects it while a case is listed (L4)'); END;
CREATE TRIGGER supervision_enterprises_with_the_proposal BEFORE INSERT ON supervision_enterprises
WHEN NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN SELECT RAISE(ABORT, 'plants come with the proposal (L1)'); END;
CREATE TRIGGER supervision_enterprises_stay BEFORE UPDATE ON supervision_enterprises
WHEN NEW.supervision_id <> OLD.supervision_id OR NEW.enterprise_id <> OLD.enterprise_id
BEGIN SELECT RAISE(ABORT, 'the plants of a listing stay (L4)'); END;
CREATE TRIGGER supervision_enterprises_never_go BEFORE DELETE ON supervision_enterprises
BEGIN SELECT RAISE(ABORT, 'the plants of a listing stay (L4)'); END;
CREATE TRIGGER supervision_cases_never_go BEFORE DELETE ON supervision_cases
BEGIN SELECT RAISE(ABORT, 'the matters behind a listing stay (L4)'); END;
