-- Who is at work on the forms of a matter: one at a time, since when, last seen at it, and from whom
-- they took over. It means nothing some minutes after the last sign.
CREATE TABLE editings (
    case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    since TIMESTAMP NOT NULL,
    at TIMESTAMP NOT NULL,
    taken_from BIGINT REFERENCES accounts (id)
);
