-- Judgements, pictures, documents and figures of evidence, letters, plants and matters of a listing
-- stay as those tables do that came first: whoever writes SQL fails with the reason and leaves a note,
-- which the portal enters in the timeline of the listing (L4, S4). Nothing takes the place of a row of
-- them, and nothing is put beside evidence that the city has judged.
CREATE FUNCTION supervision_documents_with_the_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF EXISTS (SELECT 1 FROM supervision_documents d WHERE d.id = NEW.id)
    OR EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.evidence_id = NEW.evidence_id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id
        WHERE e.id = NEW.evidence_id AND s.state = 'listed') THEN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_documents', 'documents come with the evidence (L4)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER supervision_documents_with_the_evidence BEFORE INSERT ON supervision_documents
FOR EACH ROW EXECUTE FUNCTION supervision_documents_with_the_evidence();
CREATE OR REPLACE FUNCTION supervision_documents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_documents', 'a document of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_documents_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_documents', 'a document of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE FUNCTION supervision_figures_with_the_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF EXISTS (SELECT 1 FROM supervision_figures d WHERE d.id = NEW.id)
    OR EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.evidence_id = NEW.evidence_id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id
        WHERE e.id = NEW.evidence_id AND s.state = 'listed') THEN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_figures', 'figures come with the evidence (L4)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER supervision_figures_with_the_evidence BEFORE INSERT ON supervision_figures
FOR EACH ROW EXECUTE FUNCTION supervision_figures_with_the_evidence();
CREATE OR REPLACE FUNCTION supervision_figures_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_figures', 'a figure of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_figures_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_figures', 'a figure of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_by_the_city() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF EXISTS (SELECT 1 FROM supervision_judgements j WHERE j.id = NEW.id)
    OR NOT EXISTS (
        SELECT 1 FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id
        JOIN supervisions s ON s.id = r.supervision_id JOIN accounts a ON a.id = NEW.by_account
        WHERE e.id = NEW.evidence_id AND e.by_account <> NEW.by_account AND a.bureau = s.city
        AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher')
        AND (s.state = 'listed' OR NEW.accepted AND s.state IN ('applied', 'verification', 'notice'))) THEN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = NEW.evidence_id),
        'supervision_judgements', 'the city judges evidence, and rejects it while a case is listed (L4)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_judgements', 'a judgement of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT r.supervision_id FROM supervision_evidence e
        JOIN supervision_requirements r ON r.id = e.requirement_id WHERE e.id = OLD.evidence_id),
        'supervision_judgements', 'a judgement of evidence stays (L4)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_letters_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id),
        'supervision_letters', 'a letter of lifting stays (L6)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_letters_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused((SELECT l.supervision_id FROM supervision_liftings l
        WHERE l.id = OLD.lifting_id),
        'supervision_letters', 'a letter of lifting stays (L6)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NEW.checked_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM supervision_pictures p WHERE p.id = NEW.id) THEN
    PERFORM supervision_refused(NEW.supervision_id,
        'supervision_pictures', 'a picture waits until another person has looked at it (S2)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_are_checked_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF OLD.checked_by IS NOT NULL OR NEW.checked_by = OLD.by_account
    OR NEW.id <> OLD.id OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.moment <> OLD.moment OR NEW.by_account <> OLD.by_account THEN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_pictures', 'a picture is checked once (S2)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_pictures', 'a picture stays on record (L6)');
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_with_the_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed') THEN
    PERFORM supervision_refused(NEW.supervision_id,
        'supervision_enterprises', 'plants come with the proposal (L1)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NEW.supervision_id <> OLD.supervision_id OR NEW.enterprise_id <> OLD.enterprise_id THEN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_enterprises', 'the plants of a listing stay (L4)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_enterprises', 'the plants of a listing stay (L4)');
    RETURN NULL;
END $$;
CREATE FUNCTION supervision_cases_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NEW.supervision_id <> OLD.supervision_id OR NEW.case_id <> OLD.case_id THEN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_cases', 'the matters behind a listing stay (L4)');
    RETURN NULL;
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER supervision_cases_stay BEFORE UPDATE ON supervision_cases
FOR EACH ROW EXECUTE FUNCTION supervision_cases_stay();
CREATE OR REPLACE FUNCTION supervision_cases_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM supervision_refused(OLD.supervision_id,
        'supervision_cases', 'the matters behind a listing stay (L4)');
    RETURN NULL;
END $$;

-- Emptying a table is deleting, too. It has no rows that could be left as they are, so only an exception
-- keeps them, and takes the note with it: the server's log tells who tried.
CREATE OR REPLACE FUNCTION supervisions_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a supervised case stays on record (L6)'; END $$;
CREATE TRIGGER supervision_documents_never_emptied BEFORE TRUNCATE ON supervision_documents
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_figures_never_emptied BEFORE TRUNCATE ON supervision_figures
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_judgements_never_emptied BEFORE TRUNCATE ON supervision_judgements
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_pictures_never_emptied BEFORE TRUNCATE ON supervision_pictures
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_enterprises_never_emptied BEFORE TRUNCATE ON supervision_enterprises
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_letters_never_emptied BEFORE TRUNCATE ON supervision_letters
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
CREATE TRIGGER supervision_attempts_never_emptied BEFORE TRUNCATE ON supervision_attempts
FOR EACH STATEMENT EXECUTE FUNCTION supervisions_never_emptied();
