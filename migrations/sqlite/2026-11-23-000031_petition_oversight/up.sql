-- F3: what the office above asks, and whether it accepts the result; persons held to account; the
-- report by which the bureau returns what became of a petition.

CREATE TABLE petition_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition_id BIGINT NOT NULL REFERENCES petitions (id),
    text TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES accounts (id),
    asked_at TIMESTAMP NOT NULL,
    answer TEXT,
    answered_by BIGINT REFERENCES accounts (id),
    answered_at TIMESTAMP,
    CHECK ((answer IS NULL) = (answered_by IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX petition_questions_by_petition ON petition_questions (petition_id, id);

-- The result that was accepted is the proposal that was approved; another one is another decision.
CREATE TABLE petition_acceptances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition_id BIGINT NOT NULL REFERENCES petitions (id),
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    note TEXT NOT NULL,
    accepted_by BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL,
    UNIQUE (petition_id, proposal_id)
);

-- 问责: by unit and post; nobody is named.
CREATE TABLE accountabilities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    unit TEXT NOT NULL,
    post TEXT NOT NULL,
    kind TEXT NOT NULL,
    taken_on DATE NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX accountabilities_by_case ON accountabilities (case_id, id);

-- 办理情况报告: whoever wrote it does not approve it (C2).
CREATE TABLE petition_returns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    petition_id BIGINT NOT NULL REFERENCES petitions (id),
    proposal_id BIGINT NOT NULL REFERENCES proposals (id),
    facts TEXT NOT NULL,
    findings TEXT NOT NULL,
    measures TEXT NOT NULL,
    accountability TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'sent')),
    note TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    edited_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_at TIMESTAMP NOT NULL,
    proposed_by BIGINT REFERENCES accounts (id),
    approved_by BIGINT REFERENCES accounts (id),
    approved_at TIMESTAMP,
    UNIQUE (petition_id, proposal_id),
    CHECK ((state = 'sent') = (approved_by IS NOT NULL)),
    CHECK (approved_by IS NULL OR (approved_by <> edited_by AND approved_by <> proposed_by))
);
