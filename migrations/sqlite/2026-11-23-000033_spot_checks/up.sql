-- F3: a random sample of concluded petitions for re-checking, with all that is needed to draw it
-- again: the seed, and the population it was drawn from.

CREATE TABLE spot_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    seed TEXT NOT NULL,
    wanted INTEGER NOT NULL CHECK (wanted > 0),
    population TEXT NOT NULL,
    population_size INTEGER NOT NULL,
    digest TEXT NOT NULL,
    drawn_by BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);

CREATE TABLE spot_check_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    check_id BIGINT NOT NULL REFERENCES spot_checks (id),
    place INTEGER NOT NULL,
    petition_id BIGINT NOT NULL REFERENCES petitions (id),
    passed BOOLEAN,
    note TEXT NOT NULL DEFAULT '',
    checked_by BIGINT REFERENCES accounts (id),
    checked_at TIMESTAMP,
    UNIQUE (check_id, petition_id),
    CHECK ((passed IS NULL) = (checked_by IS NULL))
);
