DROP TRIGGER supervision_documents_with_the_evidence;
DROP TRIGGER supervision_documents_stay;
CREATE TRIGGER supervision_documents_stay BEFORE UPDATE ON supervision_documents
BEGIN SELECT RAISE(ABORT, 'a document of evidence stays (L4)'); END;
DROP TRIGGER supervision_documents_never_go;
CREATE TRIGGER supervision_documents_never_go BEFORE DELETE ON supervision_documents
BEGIN SELECT RAISE(ABORT, 'a document of evidence stays (L4)'); END;
DROP TRIGGER supervision_figures_with_the_evidence;
DROP TRIGGER supervision_figures_stay;
CREATE TRIGGER supervision_figures_stay BEFORE UPDATE ON supervision_figures
BEGIN SELECT RAISE(ABORT, 'a figure of evidence stays (L4)'); END;
DROP TRIGGER supervision_figures_never_go;
CREATE TRIGGER supervision_figures_never_go BEFORE DELETE ON supervision_figures
BEGIN SELECT RAISE(ABORT, 'a figure of evidence stays (L4)'); END;
DROP TRIGGER supervision_judgements_by_the_city;
CREATE TRIGGER supervision_judgements_by_the_city BEFORE INSERT ON supervision_judgements
WHEN NOT EXISTS (
    SELECT 1 FROM supervision_evidence e
    JOIN supervision_requirements r ON r.id = e.requirement_id
    JOIN supervisions s ON s.id = r.supervision_id JOIN accounts a ON a.id = NEW.by_account
    WHERE e.id = NEW.evidence_id AND e.by_account <> NEW.by_account AND a.bureau = s.city
    AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher')
    AND (s.state = 'listed' OR NEW.accepted AND s.state IN ('applied', 'verification', 'notice')))
BEGIN SELECT RAISE(ABORT, 'the city judges evidence, and rejects it while a case is listed (L4)'); END;
DROP TRIGGER supervision_judgements_stay;
CREATE TRIGGER supervision_judgements_stay BEFORE UPDATE ON supervision_judgements
BEGIN SELECT RAISE(ABORT, 'a judgement of evidence stays (L4)'); END;
DROP TRIGGER supervision_judgements_never_go;
CREATE TRIGGER supervision_judgements_never_go BEFORE DELETE ON supervision_judgements
BEGIN SELECT RAISE(ABORT, 'a judgement of evidence stays (L4)'); END;
DROP TRIGGER supervision_letters_stay;
CREATE TRIGGER supervision_letters_stay BEFORE UPDATE ON supervision_letters
BEGIN SELECT RAISE(ABORT, 'a letter of lifting stays (L6)'); END;
DROP TRIGGER supervision_letters_never_go;
CREATE TRIGGER supervision_letters_never_go BEFORE DELETE ON supervision_letters
BEGIN SELECT RAISE(ABORT, 'a letter of lifting stays (L6)'); END;
DROP TRIGGER supervision_pictures_wait;
CREATE TRIGGER supervision_pictures_wait BEFORE INSERT ON supervision_pictures
WHEN NEW.checked_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a picture waits until another person has looked at it (S2)'); END;
DROP TRIGGER supervision_pictures_are_checked_once;
CREATE TRIGGER supervision_pictures_are_checked_once BEFORE UPDATE ON supervision_pictures
WHEN OLD.checked_by IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.moment <> OLD.moment OR NEW.by_account <> OLD.by_account
BEGIN SELECT RAISE(ABORT, 'a picture is checked once (S2)'); END;
DROP TRIGGER supervision_pictures_never_go;
CREATE TRIGGER supervision_pictures_never_go BEFORE DELETE ON supervision_pictures
BEGIN SELECT RAISE(ABORT, 'a picture stays on record (L6)'); END;
DROP TRIGGER supervision_enterprises_with_the_proposal;
CREATE TRIGGER supervision_enterprises_with_the_proposal BEFORE INSERT ON supervision_enterprises
WHEN NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed')
BEGIN SELECT RAISE(ABORT, 'plants come with the proposal (L1)'); END;
DROP TRIGGER supervision_enterprises_stay;
CREATE TRIGGER supervision_enterprises_stay BEFORE UPDATE ON supervision_enterprises
WHEN NEW.supervision_id <> OLD.supervision_id OR NEW.enterprise_id <> OLD.enterprise_id
BEGIN SELECT RAISE(ABORT, 'the plants of a listing stay (L4)'); END;
DROP TRIGGER supervision_enterprises_never_go;
CREATE TRIGGER supervision_enterprises_never_go BEFORE DELETE ON supervision_enterprises
BEGIN SELECT RAISE(ABORT, 'the plants of a listing stay (L4)'); END;
DROP TRIGGER supervision_cases_stay;
DROP TRIGGER supervision_cases_never_go;
CREATE TRIGGER supervision_cases_never_go BEFORE DELETE ON supervision_cases
BEGIN SELECT RAISE(ABORT, 'the matters behind a listing stay (L4)'); END;
