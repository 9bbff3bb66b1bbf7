-- 公告 and 曝光: drafted by one, published by another, taken back by two; what was public keeps its
-- number and title for good (C2, S2).
CREATE TABLE notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('announcement', 'exposure')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawing', 'withdrawn', 'corrected')),
    bureau TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    -- The last day on which it stands among the current ones.
    shown_until DATE,
    -- An exposure may stand on a published result, or on a listing.
    case_id BIGINT REFERENCES cases (id),
    supervision_id BIGINT REFERENCES supervisions (id),
    corrects BIGINT REFERENCES notices (id),
    version BIGINT NOT NULL DEFAULT 1,
    drafted_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_at TIMESTAMP NOT NULL,
    published_by BIGINT REFERENCES accounts (id),
    published_at TIMESTAMP,
    year INTEGER,
    place BIGINT,
    -- When the public last learned something of it: that it is there, or that it is no longer.
    told_at TIMESTAMP,
    withdrawal_reason TEXT,
    withdrawal_by BIGINT REFERENCES accounts (id),
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    UNIQUE (bureau, kind, year, place),
    CHECK ((state = 'draft') = (published_at IS NULL)),
    CHECK ((published_by IS NULL) = (published_at IS NULL)),
    CHECK ((published_by IS NULL) = (told_at IS NULL)),
    CHECK ((published_by IS NULL) = (year IS NULL) AND (published_by IS NULL) = (place IS NULL)),
    CHECK (published_by IS NULL OR (published_by <> edited_by AND published_by <> drafted_by)),
    CHECK ((withdrawal_by IS NULL) = (withdrawal_reason IS NULL)),
    CHECK (state NOT IN ('withdrawing', 'withdrawn') OR withdrawal_by IS NOT NULL),
    CHECK ((state = 'withdrawn') = (withdrawn_by IS NOT NULL)),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
    CHECK (withdrawn_by IS NULL OR withdrawn_by <> withdrawal_by)
);
CREATE INDEX notices_published ON notices (published_at DESC, id DESC) WHERE published_at IS NOT NULL;
CREATE INDEX notices_told ON notices (told_at DESC, id DESC) WHERE told_at IS NOT NULL;
-- One correction of a notice at a time.
CREATE UNIQUE INDEX notices_corrections ON notices (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX notices_by_bureau ON notices (bureau, id DESC);

-- The plants that an exposure names.
CREATE TABLE notice_plants (
    notice_id BIGINT NOT NULL REFERENCES notices (id),
    enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
    PRIMARY KEY (notice_id, enterprise_id)
);
CREATE INDEX notice_plants_by_enterprise ON notice_plants (enterprise_id, notice_id);

-- What was published stays as it was published, and stays.
CREATE TRIGGER notices_published_words BEFORE UPDATE ON notices
WHEN OLD.published_at IS NOT NULL AND (
    NEW.title <> OLD.title OR NEW.text <> OLD.text OR NEW.legal_basis <> OLD.legal_basis
    OR NEW.published_at IS NOT OLD.published_at OR NEW.year IS NOT OLD.year OR NEW.place IS NOT OLD.place
)
BEGIN
    SELECT RAISE(ABORT, 'a published notice stays as it is');
END;
CREATE TRIGGER notices_published_rows BEFORE DELETE ON notices
WHEN OLD.published_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a published notice stays');
END;
