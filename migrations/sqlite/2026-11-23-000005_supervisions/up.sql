-- Supervised cases: a public list that nothing leaves until it is truly resolved (L1-L7).
CREATE TABLE supervisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    submission TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN (
        'proposed', 'refused', 'listed', 'applied', 'verification', 'notice', 'lifted')),
    city TEXT NOT NULL,
    title TEXT NOT NULL,
    plants TEXT NOT NULL,
    plant_count INTEGER NOT NULL CHECK (plant_count >= 1),
    facts TEXT NOT NULL,
    grounds TEXT NOT NULL,
    basis TEXT NOT NULL,
    responsible TEXT NOT NULL,
    officer TEXT NOT NULL,
    due_on DATE NOT NULL,
    relapse_of BIGINT REFERENCES supervisions (id),
    proposed_by BIGINT NOT NULL REFERENCES accounts (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    refusal TEXT,
    listed_on DATE,
    escalated_on DATE,
    lifting_id BIGINT,
    lifted_on DATE,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (decided_by IS NULL OR decided_by <> proposed_by),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CHECK ((state IN ('proposed', 'refused')) = (listed_on IS NULL)),
    CHECK ((state = 'lifted') = (lifted_on IS NOT NULL)),
    CHECK (state NOT IN ('applied', 'verification', 'notice', 'lifted') OR lifting_id IS NOT NULL)
);
CREATE INDEX supervisions_by_state ON supervisions (state, due_on, id);
CREATE INDEX supervisions_escalated ON supervisions (escalated_on, id) WHERE escalated_on IS NOT NULL;
CREATE INDEX supervisions_by_relapse ON supervisions (relapse_of) WHERE relapse_of IS NOT NULL;

-- The bureaus of the counties that must see to it; their officers act for the county.
CREATE TABLE supervision_bureaus (
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    bureau TEXT NOT NULL,
    PRIMARY KEY (supervision_id, bureau)
);
CREATE INDEX supervision_bureaus_by_bureau ON supervision_bureaus (bureau, supervision_id);

-- The matters whose reports are behind it.
CREATE TABLE supervision_cases (
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (supervision_id, case_id)
);
CREATE INDEX supervision_cases_by_case ON supervision_cases (case_id, supervision_id);

-- What must be done, one by one. Evidence up to evidence_after was found wanting.
CREATE TABLE supervision_requirements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    evidence_after BIGINT NOT NULL DEFAULT 0,
    UNIQUE (supervision_id, position)
);

CREATE TABLE supervision_evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    requirement_id BIGINT NOT NULL REFERENCES supervision_requirements (id),
    text TEXT NOT NULL,
    document TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    given_on DATE NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX supervision_evidence_by_requirement ON supervision_evidence (requirement_id, id);

-- Progress, at least monthly by the county (L7).
CREATE TABLE supervision_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    text TEXT NOT NULL,
    by_account BIGINT NOT NULL REFERENCES accounts (id),
    noted_on DATE NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX supervision_notes_by_supervision ON supervision_notes (supervision_id, id);

-- One extension at most, asked by one person and decided by another (L3, C2).
CREATE TABLE supervision_extensions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    until DATE NOT NULL,
    reason TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES accounts (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    approved BOOLEAN,
    CHECK (decided_by IS NULL OR decided_by <> proposed_by),
    CHECK ((decided_by IS NULL) = (approved IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX supervision_extensions_by_supervision ON supervision_extensions (supervision_id, id);
CREATE UNIQUE INDEX supervision_extensions_once ON supervision_extensions (supervision_id)
    WHERE approved IS NULL OR approved;

-- One attempt to leave the list: applied for, verified on site, approved, in public; then it was
-- lifted or sent back (L4). A notice stands at least seven whole days; a policy may ask for more.
CREATE TABLE supervision_liftings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT NOT NULL REFERENCES supervisions (id),
    statement TEXT NOT NULL,
    applied_by BIGINT NOT NULL REFERENCES accounts (id),
    applied_on DATE NOT NULL,
    applied_at TIMESTAMP NOT NULL,
    approved_by BIGINT REFERENCES accounts (id),
    approved_at TIMESTAMP,
    notice TEXT,
    notice_from DATE,
    notice_until DATE,
    outcome TEXT CHECK (outcome IN ('lifted', 'sent_back')),
    ended_at TIMESTAMP,
    note TEXT,
    CHECK (approved_by IS NULL OR approved_by <> applied_by),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((approved_by IS NULL) = (notice IS NULL)),
    CHECK ((approved_by IS NULL) = (notice_from IS NULL)),
    CHECK ((approved_by IS NULL) = (notice_until IS NULL)),
    CHECK (notice_from IS NULL OR notice_from >= applied_on),
    CHECK (notice_until IS NULL OR notice_until >= date(notice_from, '+7 days')),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE INDEX supervision_liftings_by_supervision ON supervision_liftings (supervision_id, id);
CREATE UNIQUE INDEX supervision_liftings_one_open ON supervision_liftings (supervision_id)
    WHERE outcome IS NULL;

-- On-site verification: a row for each officer of the city, by their own account.
CREATE TABLE supervision_verifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lifting_id BIGINT NOT NULL REFERENCES supervision_liftings (id),
    account BIGINT NOT NULL REFERENCES accounts (id),
    visited_on DATE NOT NULL,
    findings TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    UNIQUE (lifting_id, account)
);

-- What the public says against a lifting while its notice stands. Sent twice it is one (digest).
CREATE TABLE supervision_objections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lifting_id BIGINT NOT NULL REFERENCES supervision_liftings (id),
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decided_at TIMESTAMP,
    upheld BOOLEAN,
    reason TEXT,
    UNIQUE (lifting_id, digest),
    CHECK ((decided_by IS NULL) = (upheld IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((decided_by IS NULL) = (reason IS NULL))
);

-- L4 in the database itself: whatever program writes, nothing else leads off the list.
CREATE TRIGGER supervisions_begin_as_proposals BEFORE INSERT ON supervisions
WHEN NEW.state <> 'proposed'
    OR EXISTS (SELECT 1 FROM supervisions s WHERE s.id = NEW.id OR s.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a supervised case begins as a proposal (L2)'); END;

CREATE TRIGGER supervisions_follow_the_table BEFORE UPDATE ON supervisions
WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
    'proposed>listed', 'proposed>refused', 'listed>applied', 'applied>verification',
    'applied>listed', 'verification>listed', 'verification>notice', 'notice>listed',
    'notice>lifted')
BEGIN SELECT RAISE(ABORT, 'a supervised case does not go that way (L3)'); END;

CREATE TRIGGER supervisions_keep_what_is_listed BEFORE UPDATE ON supervisions
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.city <> OLD.city
    OR NEW.submission <> OLD.submission
    OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at
    OR NEW.relapse_of IS NOT OLD.relapse_of
    OR OLD.decided_by IS NOT NULL AND NEW.decided_by IS NOT OLD.decided_by
    OR OLD.listed_on IS NOT NULL AND NEW.listed_on IS NOT OLD.listed_on
    OR OLD.escalated_on IS NOT NULL AND NEW.escalated_on IS NOT OLD.escalated_on
    OR OLD.state = 'lifted'
    OR OLD.state <> 'proposed' AND (NEW.title <> OLD.title OR NEW.plants <> OLD.plants
        OR NEW.plant_count <> OLD.plant_count OR NEW.facts <> OLD.facts
        OR NEW.grounds <> OLD.grounds OR NEW.basis <> OLD.basis)
BEGIN SELECT RAISE(ABORT, 'what is listed stays as it was listed (L4, L6)'); END;

CREATE TRIGGER supervisions_due_within_a_year BEFORE UPDATE ON supervisions
WHEN NEW.listed_on IS NOT NULL AND (
    NEW.due_on > date(NEW.listed_on, '+1 year')
    OR OLD.listed_on IS NOT NULL AND NEW.due_on <> OLD.due_on AND NOT EXISTS (
        SELECT 1 FROM supervision_extensions e
        WHERE e.supervision_id = OLD.id AND e.approved AND e.until = NEW.due_on))
BEGIN SELECT RAISE(ABORT, 'one approved extension, a year in all (L3)'); END;

CREATE TRIGGER supervisions_have_requirements BEFORE UPDATE ON supervisions
WHEN NEW.state = 'listed' AND OLD.state = 'proposed' AND NOT (
    EXISTS (SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = OLD.id)
    AND EXISTS (SELECT 1 FROM supervision_bureaus b WHERE b.supervision_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'a listing needs requirements and a county (L1)'); END;

CREATE TRIGGER supervisions_have_a_lifting BEFORE UPDATE ON supervisions
WHEN NEW.state IN ('applied', 'verification', 'notice') AND (
    NOT EXISTS (
        SELECT 1 FROM supervision_liftings l WHERE l.id = NEW.lifting_id
        AND l.supervision_id = NEW.id AND l.outcome IS NULL
        AND (NEW.state <> 'notice' OR l.approved_by IS NOT NULL))
    OR EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM supervision_evidence e
            WHERE e.requirement_id = r.id AND e.id > r.evidence_after)))
BEGIN SELECT RAISE(ABORT, 'lifting is applied for when every requirement has evidence (L4)'); END;

CREATE TRIGGER supervisions_lifted_only_when_resolved BEFORE UPDATE ON supervisions
WHEN NEW.state = 'lifted' AND OLD.state <> 'lifted' AND (
    NEW.lifting_id IS NOT OLD.lifting_id
    OR NOT EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id)
    OR EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM supervision_evidence e
            WHERE e.requirement_id = r.id AND e.id > r.evidence_after))
    OR (SELECT COUNT(DISTINCT v.account) FROM supervision_verifications v
        WHERE v.lifting_id = NEW.lifting_id) < 2
    OR NOT EXISTS (
        SELECT 1 FROM supervision_liftings l WHERE l.id = NEW.lifting_id
        AND l.supervision_id = NEW.id AND l.outcome IS NOT 'sent_back'
        AND l.approved_by IS NOT NULL AND l.approved_by <> NEW.proposed_by
        AND l.approved_by NOT IN (
            SELECT v.account FROM supervision_verifications v WHERE v.lifting_id = l.id)
        AND l.notice_until < NEW.lifted_on
        AND EXISTS (SELECT 1 FROM events e WHERE e.subject = 'supervision'
            AND e.subject_id = NEW.id AND e.act = 'approve_lifting'
            AND date(e.at) BETWEEN date(l.notice_from, '-1 day') AND l.notice_from))
    OR NOT EXISTS (SELECT 1 FROM events e WHERE e.subject = 'supervision'
        AND e.subject_id = NEW.id AND e.act = 'lift'
        AND date(e.at) BETWEEN date(NEW.lifted_on, '-1 day') AND NEW.lifted_on)
    OR EXISTS (
        SELECT 1 FROM supervision_objections o
        WHERE o.lifting_id = NEW.lifting_id AND (o.upheld IS NULL OR o.upheld)))
BEGIN SELECT RAISE(ABORT, 'a supervised case is lifted only when it is resolved (L4)'); END;

CREATE TRIGGER supervisions_never_go BEFORE DELETE ON supervisions
BEGIN SELECT RAISE(ABORT, 'a supervised case stays on record (L6)'); END;

CREATE TRIGGER supervision_requirements_with_the_proposal BEFORE INSERT ON supervision_requirements
WHEN NEW.evidence_after <> 0
    OR EXISTS (SELECT 1 FROM supervision_requirements r WHERE r.id = NEW.id
        OR r.supervision_id = NEW.supervision_id AND r.position = NEW.position)
    OR NOT EXISTS (
        SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN SELECT RAISE(ABORT, 'requirements come with the proposal (L1)'); END;
CREATE TRIGGER supervision_requirements_stay BEFORE UPDATE ON supervision_requirements
WHEN NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id OR NEW.text <> OLD.text
    OR NEW.position <> OLD.position OR NEW.evidence_after < OLD.evidence_after
BEGIN SELECT RAISE(ABORT, 'a requirement is never changed (L4)'); END;
CREATE TRIGGER supervision_requirements_never_go BEFORE DELETE ON supervision_requirements
BEGIN SELECT RAISE(ABORT, 'a requirement is never removed (L4)'); END;

CREATE TRIGGER supervision_evidence_while_listed BEFORE INSERT ON supervision_evidence
WHEN EXISTS (SELECT 1 FROM supervision_evidence e WHERE e.id = NEW.id) OR NOT EXISTS (
    SELECT 1 FROM supervision_requirements r JOIN supervisions s ON s.id = r.supervision_id
    WHERE r.id = NEW.requirement_id AND s.state = 'listed')
BEGIN SELECT RAISE(ABORT, 'evidence is given while a case is listed (L4)'); END;
CREATE TRIGGER supervision_evidence_stays BEFORE UPDATE ON supervision_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed (L4)'); END;
CREATE TRIGGER supervision_evidence_never_goes BEFORE DELETE ON supervision_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never removed (L4)'); END;

CREATE TRIGGER supervision_bureaus_with_the_proposal BEFORE INSERT ON supervision_bureaus
WHEN NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN SELECT RAISE(ABORT, 'counties come with the proposal (L1)'); END;
CREATE TRIGGER supervision_bureaus_stay BEFORE UPDATE ON supervision_bureaus
BEGIN SELECT RAISE(ABORT, 'the counties of a listing stay (L6)'); END;
CREATE TRIGGER supervision_bureaus_never_go BEFORE DELETE ON supervision_bureaus
BEGIN SELECT RAISE(ABORT, 'the counties of a listing stay (L6)'); END;

CREATE TRIGGER supervision_notes_stay BEFORE UPDATE ON supervision_notes
BEGIN SELECT RAISE(ABORT, 'a note of progress is never changed (L7)'); END;
CREATE TRIGGER supervision_notes_never_go BEFORE DELETE ON supervision_notes
BEGIN SELECT RAISE(ABORT, 'a note of progress is never removed (L7)'); END;

CREATE TRIGGER supervision_extensions_wait BEFORE INSERT ON supervision_extensions
WHEN NEW.decided_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an extension is asked first and decided by another person (C2)'); END;
CREATE TRIGGER supervision_extensions_stay BEFORE UPDATE ON supervision_extensions
WHEN OLD.decided_by IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.until <> OLD.until OR NEW.proposed_by <> OLD.proposed_by
BEGIN SELECT RAISE(ABORT, 'an extension is decided once (L3)'); END;
CREATE TRIGGER supervision_extensions_never_go BEFORE DELETE ON supervision_extensions
BEGIN SELECT RAISE(ABORT, 'an extension stays on record (L3)'); END;

CREATE TRIGGER supervision_liftings_begin_as_applications BEFORE INSERT ON supervision_liftings
WHEN NEW.approved_by IS NOT NULL OR NEW.outcome IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_liftings l WHERE l.id = NEW.id
        OR l.supervision_id = NEW.supervision_id AND l.outcome IS NULL)
    OR NOT EXISTS (
        SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'listed')
BEGIN SELECT RAISE(ABORT, 'a lifting begins with an application (L3)'); END;
CREATE TRIGGER supervision_liftings_stay BEFORE UPDATE ON supervision_liftings
WHEN NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.applied_by <> OLD.applied_by OR NEW.applied_on <> OLD.applied_on
    OR NEW.statement <> OLD.statement OR OLD.outcome IS NOT NULL
    OR OLD.approved_by IS NOT NULL AND (NEW.approved_by IS NOT OLD.approved_by
        OR NEW.approved_at IS NOT OLD.approved_at OR NEW.notice IS NOT OLD.notice
        OR NEW.notice_from IS NOT OLD.notice_from OR NEW.notice_until IS NOT OLD.notice_until)
BEGIN SELECT RAISE(ABORT, 'a lifting notice is never changed (L4)'); END;
CREATE TRIGGER supervision_liftings_approved_by_a_third BEFORE UPDATE ON supervision_liftings
WHEN OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND (
    (SELECT COUNT(DISTINCT v.account) FROM supervision_verifications v
        WHERE v.lifting_id = OLD.id) < 2
    OR NEW.approved_by IN (
        SELECT v.account FROM supervision_verifications v WHERE v.lifting_id = OLD.id)
    OR NOT EXISTS (
        SELECT 1 FROM supervisions s JOIN accounts a ON a.id = NEW.approved_by
        WHERE s.id = OLD.supervision_id AND s.state = 'verification'
        AND s.proposed_by <> NEW.approved_by AND a.bureau = s.city
        AND a.role IN ('chief', 'supervisor')))
BEGIN SELECT RAISE(ABORT, 'a lifting is approved by one who neither proposed nor verified (L4)'); END;
CREATE TRIGGER supervision_liftings_never_go BEFORE DELETE ON supervision_liftings
BEGIN SELECT RAISE(ABORT, 'a lifting stays on record (L6)'); END;

CREATE TRIGGER supervision_verifications_on_site BEFORE INSERT ON supervision_verifications
WHEN EXISTS (SELECT 1 FROM supervision_verifications v WHERE v.id = NEW.id
        OR v.lifting_id = NEW.lifting_id AND v.account = NEW.account)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_liftings l JOIN supervisions s ON s.id = l.supervision_id
        JOIN accounts a ON a.id = NEW.account
        WHERE l.id = NEW.lifting_id AND l.outcome IS NULL AND l.approved_by IS NULL
        AND s.state IN ('applied', 'verification') AND s.lifting_id = l.id
        AND NEW.visited_on >= l.applied_on AND a.bureau = s.city
        AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher'))
BEGIN SELECT RAISE(ABORT, 'officers of the city verify after the application (L4)'); END;
CREATE TRIGGER supervision_verifications_stay BEFORE UPDATE ON supervision_verifications
BEGIN SELECT RAISE(ABORT, 'a verification is never changed (L4)'); END;
CREATE TRIGGER supervision_verifications_never_go BEFORE DELETE ON supervision_verifications
BEGIN SELECT RAISE(ABORT, 'a verification is never removed (L4)'); END;

CREATE TRIGGER supervision_objections_wait BEFORE INSERT ON supervision_objections
WHEN NEW.decided_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_objections o WHERE o.id = NEW.id
        OR o.lifting_id = NEW.lifting_id AND o.digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'an objection is made once and waits for a decision (L4)'); END;
CREATE TRIGGER supervision_objections_stay BEFORE UPDATE ON supervision_objections
WHEN OLD.decided_by IS NOT NULL OR NEW.lifting_id <> OLD.lifting_id OR NEW.text <> OLD.text
BEGIN SELECT RAISE(ABORT, 'an objection is decided once (L4)'); END;
CREATE TRIGGER supervision_objections_never_go BEFORE DELETE ON supervision_objections
BEGIN SELECT RAISE(ABORT, 'an objection is never removed (L4)'); END;
