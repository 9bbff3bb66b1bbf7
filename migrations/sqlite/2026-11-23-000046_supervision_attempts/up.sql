-- Whoever writes SQL to take a case off the list, or to change what it stands on, fails with the
-- reason, and leaves a note here: the portal enters it in the timeline of the listing (L4, S4).
CREATE TABLE supervision_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    supervision_id BIGINT,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    entered BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX supervision_attempts_waiting ON supervision_attempts (id) WHERE NOT entered;
CREATE TRIGGER supervision_attempts_stay BEFORE UPDATE ON supervision_attempts
WHEN OLD.entered OR NEW.reason <> OLD.reason OR NEW.supervision_id IS NOT OLD.supervision_id
BEGIN SELECT RAISE(ABORT, 'a note of an attempt stays (S4)'); END;
CREATE TRIGGER supervision_attempts_never_go BEFORE DELETE ON supervision_attempts
BEGIN SELECT RAISE(ABORT, 'a note of an attempt stays (S4)'); END;

-- What was rejected is no evidence; a lifting is approved when one piece for each requirement was
-- accepted. One that was approved before evidence was judged keeps its notice, and waits for it.
-- Otherwise the triggers are as they were, each with its note. FAIL ends the statement and keeps what was written
-- before it: the note outlives the statement, unless its writer takes back the whole transaction.
DROP TRIGGER supervisions_follow_the_table;
CREATE TRIGGER supervisions_follow_the_table BEFORE UPDATE ON supervisions
WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
    'proposed>listed', 'proposed>refused', 'listed>applied', 'applied>verification',
    'applied>listed', 'verification>listed', 'verification>notice', 'notice>listed',
    'notice>lifted')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'a supervised case does not go that way (L3)');
    SELECT RAISE(FAIL, 'a supervised case does not go that way (L3)');
END;
DROP TRIGGER supervisions_keep_what_is_listed;
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
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'what is listed stays as it was listed (L4, L6)');
    SELECT RAISE(FAIL, 'what is listed stays as it was listed (L4, L6)');
END;
DROP TRIGGER supervisions_due_within_a_year;
CREATE TRIGGER supervisions_due_within_a_year BEFORE UPDATE ON supervisions
WHEN NEW.listed_on IS NOT NULL AND (
    NEW.due_on > date(NEW.listed_on, '+1 year')
    OR OLD.listed_on IS NOT NULL AND NEW.due_on <> OLD.due_on AND NOT EXISTS (
        SELECT 1 FROM supervision_extensions e
        WHERE e.supervision_id = OLD.id AND e.approved AND e.until = NEW.due_on))
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'one approved extension, a year in all (L3)');
    SELECT RAISE(FAIL, 'one approved extension, a year in all (L3)');
END;
DROP TRIGGER supervisions_have_a_lifting;
CREATE TRIGGER supervisions_have_a_lifting BEFORE UPDATE ON supervisions
WHEN NEW.state IN ('applied', 'verification', 'notice') AND (
    NOT EXISTS (
        SELECT 1 FROM supervision_liftings l WHERE l.id = NEW.lifting_id
        AND l.supervision_id = NEW.id AND l.outcome IS NULL
        AND (NEW.state <> 'notice' OR l.approved_by IS NOT NULL))
    OR EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM supervision_evidence e
            WHERE e.requirement_id = r.id AND e.id > r.evidence_after
            AND COALESCE((SELECT j.accepted FROM supervision_judgements j
                WHERE j.evidence_id = e.id ORDER BY j.id DESC LIMIT 1), OLD.state = 'notice' OR NEW.state <> 'notice'))))
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'lifting is applied for when every requirement has evidence (L4)');
    SELECT RAISE(FAIL, 'lifting is applied for when every requirement has evidence (L4)');
END;
DROP TRIGGER supervisions_lifted_only_when_resolved;
CREATE TRIGGER supervisions_lifted_only_when_resolved BEFORE UPDATE ON supervisions
WHEN NEW.state = 'lifted' AND OLD.state <> 'lifted' AND (
    NEW.lifting_id IS NOT OLD.lifting_id
    OR NOT EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id)
    OR EXISTS (
        SELECT 1 FROM supervision_requirements r WHERE r.supervision_id = NEW.id AND NOT EXISTS (
            SELECT 1 FROM supervision_evidence e
            WHERE e.requirement_id = r.id AND e.id > r.evidence_after
            AND COALESCE((SELECT j.accepted FROM supervision_judgements j
                WHERE j.evidence_id = e.id ORDER BY j.id DESC LIMIT 1), FALSE)))
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
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'a supervised case is lifted only when it is resolved (L4)');
    SELECT RAISE(FAIL, 'a supervised case is lifted only when it is resolved (L4)');
END;
DROP TRIGGER supervisions_never_go;
CREATE TRIGGER supervisions_never_go BEFORE DELETE ON supervisions
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.id, 'supervisions', 'a supervised case stays on record (L6)');
    SELECT RAISE(FAIL, 'a supervised case stays on record (L6)');
END;
DROP TRIGGER supervision_requirements_with_the_proposal;
CREATE TRIGGER supervision_requirements_with_the_proposal BEFORE INSERT ON supervision_requirements
WHEN NEW.evidence_after <> 0
    OR EXISTS (SELECT 1 FROM supervision_requirements r WHERE r.id = NEW.id
        OR r.supervision_id = NEW.supervision_id AND r.position = NEW.position)
    OR NOT EXISTS (
        SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id, 'supervision_requirements', 'requirements come with the proposal (L1)');
    SELECT RAISE(FAIL, 'requirements come with the proposal (L1)');
END;
DROP TRIGGER supervision_requirements_stay;
CREATE TRIGGER supervision_requirements_stay BEFORE UPDATE ON supervision_requirements
WHEN NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id OR NEW.text <> OLD.text
    OR NEW.position <> OLD.position OR NEW.evidence_after < OLD.evidence_after
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_requirements', 'a requirement is never changed (L4)');
    SELECT RAISE(FAIL, 'a requirement is never changed (L4)');
END;
DROP TRIGGER supervision_requirements_never_go;
CREATE TRIGGER supervision_requirements_never_go BEFORE DELETE ON supervision_requirements
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_requirements', 'a requirement is never removed (L4)');
    SELECT RAISE(FAIL, 'a requirement is never removed (L4)');
END;
DROP TRIGGER supervision_evidence_while_listed;
CREATE TRIGGER supervision_evidence_while_listed BEFORE INSERT ON supervision_evidence
WHEN EXISTS (SELECT 1 FROM supervision_evidence e WHERE e.id = NEW.id) OR NOT EXISTS (
    SELECT 1 FROM supervision_requirements r JOIN supervisions s ON s.id = r.supervision_id
    WHERE r.id = NEW.requirement_id AND s.state = 'listed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_requirements r
        WHERE r.id = NEW.requirement_id), 'supervision_evidence', 'evidence is given while a case is listed (L4)');
    SELECT RAISE(FAIL, 'evidence is given while a case is listed (L4)');
END;
DROP TRIGGER supervision_evidence_stays;
CREATE TRIGGER supervision_evidence_stays BEFORE UPDATE ON supervision_evidence
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_requirements r
        WHERE r.id = OLD.requirement_id), 'supervision_evidence', 'evidence is never changed (L4)');
    SELECT RAISE(FAIL, 'evidence is never changed (L4)');
END;
DROP TRIGGER supervision_evidence_never_goes;
CREATE TRIGGER supervision_evidence_never_goes BEFORE DELETE ON supervision_evidence
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_requirements r
        WHERE r.id = OLD.requirement_id), 'supervision_evidence', 'evidence is never removed (L4)');
    SELECT RAISE(FAIL, 'evidence is never removed (L4)');
END;
DROP TRIGGER supervision_bureaus_with_the_proposal;
CREATE TRIGGER supervision_bureaus_with_the_proposal BEFORE INSERT ON supervision_bureaus
WHEN NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id, 'supervision_bureaus', 'counties come with the proposal (L1)');
    SELECT RAISE(FAIL, 'counties come with the proposal (L1)');
END;
DROP TRIGGER supervision_bureaus_stay;
CREATE TRIGGER supervision_bureaus_stay BEFORE UPDATE ON supervision_bureaus
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_bureaus', 'the counties of a listing stay (L6)');
    SELECT RAISE(FAIL, 'the counties of a listing stay (L6)');
END;
DROP TRIGGER supervision_bureaus_never_go;
CREATE TRIGGER supervision_bureaus_never_go BEFORE DELETE ON supervision_bureaus
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_bureaus', 'the counties of a listing stay (L6)');
    SELECT RAISE(FAIL, 'the counties of a listing stay (L6)');
END;
DROP TRIGGER supervision_notes_stay;
CREATE TRIGGER supervision_notes_stay BEFORE UPDATE ON supervision_notes
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_notes', 'a note of progress is never changed (L7)');
    SELECT RAISE(FAIL, 'a note of progress is never changed (L7)');
END;
DROP TRIGGER supervision_notes_never_go;
CREATE TRIGGER supervision_notes_never_go BEFORE DELETE ON supervision_notes
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_notes', 'a note of progress is never removed (L7)');
    SELECT RAISE(FAIL, 'a note of progress is never removed (L7)');
END;
DROP TRIGGER supervision_extensions_wait;
CREATE TRIGGER supervision_extensions_wait BEFORE INSERT ON supervision_extensions
WHEN NEW.decided_by IS NOT NULL
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id, 'supervision_extensions', 'an extension is asked first and decided by another person (C2)');
    SELECT RAISE(FAIL, 'an extension is asked first and decided by another person (C2)');
END;
DROP TRIGGER supervision_extensions_stay;
CREATE TRIGGER supervision_extensions_stay BEFORE UPDATE ON supervision_extensions
WHEN OLD.decided_by IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.until <> OLD.until OR NEW.proposed_by <> OLD.proposed_by
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_extensions', 'an extension is decided once (L3)');
    SELECT RAISE(FAIL, 'an extension is decided once (L3)');
END;
DROP TRIGGER supervision_extensions_never_go;
CREATE TRIGGER supervision_extensions_never_go BEFORE DELETE ON supervision_extensions
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_extensions', 'an extension stays on record (L3)');
    SELECT RAISE(FAIL, 'an extension stays on record (L3)');
END;
DROP TRIGGER supervision_liftings_begin_as_applications;
CREATE TRIGGER supervision_liftings_begin_as_applications BEFORE INSERT ON supervision_liftings
WHEN NEW.approved_by IS NOT NULL OR NEW.outcome IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_liftings l WHERE l.id = NEW.id
        OR l.supervision_id = NEW.supervision_id AND l.outcome IS NULL)
    OR NOT EXISTS (
        SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'listed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id, 'supervision_liftings', 'a lifting begins with an application (L3)');
    SELECT RAISE(FAIL, 'a lifting begins with an application (L3)');
END;
DROP TRIGGER supervision_liftings_stay;
CREATE TRIGGER supervision_liftings_stay BEFORE UPDATE ON supervision_liftings
WHEN NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.applied_by <> OLD.applied_by OR NEW.applied_on <> OLD.applied_on
    OR NEW.statement <> OLD.statement OR OLD.outcome IS NOT NULL
    OR OLD.approved_by IS NOT NULL AND (NEW.approved_by IS NOT OLD.approved_by
        OR NEW.approved_at IS NOT OLD.approved_at OR NEW.notice IS NOT OLD.notice
        OR NEW.notice_from IS NOT OLD.notice_from OR NEW.notice_until IS NOT OLD.notice_until)
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_liftings', 'a lifting notice is never changed (L4)');
    SELECT RAISE(FAIL, 'a lifting notice is never changed (L4)');
END;
DROP TRIGGER supervision_liftings_approved_by_a_third;
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
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_liftings', 'a lifting is approved by one who neither proposed nor verified (L4)');
    SELECT RAISE(FAIL, 'a lifting is approved by one who neither proposed nor verified (L4)');
END;
DROP TRIGGER supervision_liftings_never_go;
CREATE TRIGGER supervision_liftings_never_go BEFORE DELETE ON supervision_liftings
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id, 'supervision_liftings', 'a lifting stays on record (L6)');
    SELECT RAISE(FAIL, 'a lifting stays on record (L6)');
END;
DROP TRIGGER supervision_verifications_on_site;
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
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = NEW.lifting_id), 'supervision_verifications', 'officers of the city verify after the application (L4)');
    SELECT RAISE(FAIL, 'officers of the city verify after the application (L4)');
END;
DROP TRIGGER supervision_verifications_stay;
CREATE TRIGGER supervision_verifications_stay BEFORE UPDATE ON supervision_verifications
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id), 'supervision_verifications', 'a verification is never changed (L4)');
    SELECT RAISE(FAIL, 'a verification is never changed (L4)');
END;
DROP TRIGGER supervision_verifications_never_go;
CREATE TRIGGER supervision_verifications_never_go BEFORE DELETE ON supervision_verifications
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id), 'supervision_verifications', 'a verification is never removed (L4)');
    SELECT RAISE(FAIL, 'a verification is never removed (L4)');
END;
DROP TRIGGER supervision_objections_wait;
CREATE TRIGGER supervision_objections_wait BEFORE INSERT ON supervision_objections
WHEN NEW.decided_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_objections o WHERE o.id = NEW.id
        OR o.lifting_id = NEW.lifting_id AND o.digest = NEW.digest)
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = NEW.lifting_id), 'supervision_objections', 'an objection is made once and waits for a decision (L4)');
    SELECT RAISE(FAIL, 'an objection is made once and waits for a decision (L4)');
END;
DROP TRIGGER supervision_objections_stay;
CREATE TRIGGER supervision_objections_stay BEFORE UPDATE ON supervision_objections
WHEN OLD.decided_by IS NOT NULL OR NEW.lifting_id <> OLD.lifting_id OR NEW.text <> OLD.text
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id), 'supervision_objections', 'an objection is decided once (L4)');
    SELECT RAISE(FAIL, 'an objection is decided once (L4)');
END;
DROP TRIGGER supervision_objections_never_go;
CREATE TRIGGER supervision_objections_never_go BEFORE DELETE ON supervision_objections
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id), 'supervision_objections', 'an objection is never removed (L4)');
    SELECT RAISE(FAIL, 'an objection is never removed (L4)');
END;
