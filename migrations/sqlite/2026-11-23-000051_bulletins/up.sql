-- N3: bulletins 简报 and special reports 专报: drafted from the figures, edited by a person, checked and
-- issued by another (C2), numbered by kind and year without gaps.

CREATE TABLE bulletins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('bulletin', 'report')),
    -- The days whose figures it tells.
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- The office whose draft it is.
    bureau TEXT NOT NULL,
    edited_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_at TIMESTAMP NOT NULL,
    -- To whom it went: everybody, or the province.
    issued_to TEXT CHECK (issued_to IN ('public', 'province')),
    issued_by BIGINT REFERENCES accounts (id),
    issued_at TIMESTAMP,
    year INTEGER,
    place BIGINT,
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    UNIQUE (bureau, kind, year, place),
    CHECK ((issued_by IS NULL) = (issued_at IS NULL) AND (issued_by IS NULL) = (issued_to IS NULL)),
    CHECK ((issued_by IS NULL) = (year IS NULL) AND (issued_by IS NULL) = (place IS NULL)),
    CHECK (issued_by IS NULL OR issued_by <> edited_by),
    CHECK (withdrawn_at IS NULL OR issued_at IS NOT NULL)
);
CREATE INDEX bulletins_issued ON bulletins (issued_to, issued_at)
    WHERE issued_at IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX bulletins_by_bureau ON bulletins (bureau, id);
