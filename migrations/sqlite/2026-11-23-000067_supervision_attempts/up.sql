-- Judgements, pictures, documents and figures of evidence, letters, plants and matters of a listing
-- stay as those tables do that came first: whoever writes SQL fails with the reason and leaves a note,
-- which the portal enters in the timeline of the listing (L4, S4). Nothing takes the place of a row of
-- them, and nothing is put beside evidence that the city has judged.
-- FAIL ends the statement and keeps what was written before it: the note outlives the statement, unless
-- its writer takes back the whole transaction.
CREATE TRIGGER supervision_documents_with_the_evidence BEFORE INSERT ON supervision_documents
WHEN EXISTS (SELECT 1 FROM supervision_documents d WHERE d.id = NEW.id)
    OR EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.evidence_id = NEW.evidence_id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id
        WHERE e.id = NEW.evidence_id AND s.state = 'listed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_documents', 'documents come with the evidence (L4)');
    SELECT RAISE(FAIL, 'documents come with the evidence (L4)');
END;
DROP TRIGGER supervision_documents_stay;
CREATE TRIGGER supervision_documents_stay BEFORE UPDATE ON supervision_documents
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_documents', 'a document of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a document of evidence stays (L4)');
END;
DROP TRIGGER supervision_documents_never_go;
CREATE TRIGGER supervision_documents_never_go BEFORE DELETE ON supervision_documents
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_documents', 'a document of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a document of evidence stays (L4)');
END;
CREATE TRIGGER supervision_figures_with_the_evidence BEFORE INSERT ON supervision_figures
WHEN EXISTS (SELECT 1 FROM supervision_figures d WHERE d.id = NEW.id)
    OR EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.evidence_id = NEW.evidence_id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id
        WHERE e.id = NEW.evidence_id AND s.state = 'listed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_figures', 'figures come with the evidence (L4)');
    SELECT RAISE(FAIL, 'figures come with the evidence (L4)');
END;
DROP TRIGGER supervision_figures_stay;
CREATE TRIGGER supervision_figures_stay BEFORE UPDATE ON supervision_figures
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_figures', 'a figure of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a figure of evidence stays (L4)');
END;
DROP TRIGGER supervision_figures_never_go;
CREATE TRIGGER supervision_figures_never_go BEFORE DELETE ON supervision_figures
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_figures', 'a figure of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a figure of evidence stays (L4)');
END;
DROP TRIGGER supervision_judgements_by_the_city;
CREATE TRIGGER supervision_judgements_by_the_city BEFORE INSERT ON supervision_judgements
WHEN EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.id = NEW.id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id JOIN accounts a ON a.id = NEW.by_account
        WHERE e.id = NEW.evidence_id AND e.by_account <> NEW.by_account AND a.bureau = s.city
        AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher')
        AND (s.state = 'listed' OR NEW.accepted AND s.state IN ('applied', 'verification', 'notice')))
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_judgements', 'the city judges evidence, and rejects it while a case is listed (L4)');
    SELECT RAISE(FAIL, 'the city judges evidence, and rejects it while a case is listed (L4)');
END;
DROP TRIGGER supervision_judgements_stay;
CREATE TRIGGER supervision_judgements_stay BEFORE UPDATE ON supervision_judgements
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_judgements', 'a judgement of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a judgement of evidence stays (L4)');
END;
DROP TRIGGER supervision_judgements_never_go;
CREATE TRIGGER supervision_judgements_never_go BEFORE DELETE ON supervision_judgements
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_judgements', 'a judgement of evidence stays (L4)');
    SELECT RAISE(FAIL, 'a judgement of evidence stays (L4)');
END;
DROP TRIGGER supervision_letters_stay;
CREATE TRIGGER supervision_letters_stay BEFORE UPDATE ON supervision_letters
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id),
        'supervision_letters', 'a letter of lifting stays (L6)');
    SELECT RAISE(FAIL, 'a letter of lifting stays (L6)');
END;
DROP TRIGGER supervision_letters_never_go;
CREATE TRIGGER supervision_letters_never_go BEFORE DELETE ON supervision_letters
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES ((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id),
        'supervision_letters', 'a letter of lifting stays (L6)');
    SELECT RAISE(FAIL, 'a letter of lifting stays (L6)');
END;
DROP TRIGGER supervision_pictures_wait;
CREATE TRIGGER supervision_pictures_wait BEFORE INSERT ON supervision_pictures
WHEN NEW.checked_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_pictures p WHERE p.id = NEW.id)
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id,
        'supervision_pictures', 'a picture waits until another person has looked at it (S2)');
    SELECT RAISE(FAIL, 'a picture waits until another person has looked at it (S2)');
END;
DROP TRIGGER supervision_pictures_are_checked_once;
CREATE TRIGGER supervision_pictures_are_checked_once BEFORE UPDATE ON supervision_pictures
WHEN OLD.checked_by IS NOT NULL OR NEW.checked_by = OLD.by_account
    OR NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.moment <> OLD.moment OR NEW.by_account <> OLD.by_account
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_pictures', 'a picture is checked once (S2)');
    SELECT RAISE(FAIL, 'a picture is checked once (S2)');
END;
DROP TRIGGER supervision_pictures_never_go;
CREATE TRIGGER supervision_pictures_never_go BEFORE DELETE ON supervision_pictures
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_pictures', 'a picture stays on record (L6)');
    SELECT RAISE(FAIL, 'a picture stays on record (L6)');
END;
DROP TRIGGER supervision_enterprises_with_the_proposal;
CREATE TRIGGER supervision_enterprises_with_the_proposal BEFORE INSERT ON supervision_enterprises
WHEN NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (NEW.supervision_id,
        'supervision_enterprises', 'plants come with the proposal (L1)');
    SELECT RAISE(FAIL, 'plants come with the proposal (L1)');
END;
DROP TRIGGER supervision_enterprises_stay;
CREATE TRIGGER supervision_enterprises_stay BEFORE UPDATE ON supervision_enterprises
WHEN NEW.supervision_id <> OLD.supervision_id OR NEW.enterprise_id <> OLD.enterprise_id
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_enterprises', 'the plants of a listing stay (L4)');
    SELECT RAISE(FAIL, 'the plants of a listing stay (L4)');
END;
DROP TRIGGER supervision_enterprises_never_go;
CREATE TRIGGER supervision_enterprises_never_go BEFORE DELETE ON supervision_enterprises
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_enterprises', 'the plants of a listing stay (L4)');
    SELECT RAISE(FAIL, 'the plants of a listing stay (L4)');
END;
CREATE TRIGGER supervision_cases_stay BEFORE UPDATE ON supervision_cases
WHEN NEW.supervision_id <> OLD.supervision_id OR NEW.case_id <> OLD.case_id
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_cases', 'the matters behind a listing stay (L4)');
    SELECT RAISE(FAIL, 'the matters behind a listing stay (L4)');
END;
DROP TRIGGER supervision_cases_never_go;
CREATE TRIGGER supervision_cases_never_go BEFORE DELETE ON supervision_cases
BEGIN
    INSERT INTO supervision_attempts (supervision_id, place, reason)
    VALUES (OLD.supervision_id,
        'supervision_cases', 'the matters behind a listing stay (L4)');
    SELECT RAISE(FAIL, 'the matters behind a listing stay (L4)');
END;
