-- supervisions_never_emptied stays: what it was before let the tables be emptied.
DROP TRIGGER supervision_documents_never_emptied ON supervision_documents;
DROP TRIGGER supervision_figures_never_emptied ON supervision_figures;
DROP TRIGGER supervision_judgements_never_emptied ON supervision_judgements;
DROP TRIGGER supervision_pictures_never_emptied ON supervision_pictures;
DROP TRIGGER supervision_enterprises_never_emptied ON supervision_enterprises;
DROP TRIGGER supervision_letters_never_emptied ON supervision_letters;
DROP TRIGGER supervision_attempts_never_emptied ON supervision_attempts;
DROP TRIGGER supervision_documents_with_the_evidence ON supervision_documents;
DROP FUNCTION supervision_documents_with_the_evidence();
CREATE OR REPLACE FUNCTION supervision_documents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a document of evidence stays (L4)'; END $$;
CREATE OR REPLACE FUNCTION supervision_documents_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a document of evidence stays (L4)'; END $$;
DROP TRIGGER supervision_figures_with_the_evidence ON supervision_figures;
DROP FUNCTION supervision_figures_with_the_evidence();
CREATE OR REPLACE FUNCTION supervision_figures_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a figure of evidence stays (L4)'; END $$;
CREATE OR REPLACE FUNCTION supervision_figures_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a figure of evidence stays (L4)'; END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_by_the_city() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NOT EXISTS (
    SELECT 1 FROM supervision_evidence e
    JOIN supervision_requirements r ON r.id = e.requirement_id
    JOIN supervisions s ON s.id = r.supervision_id JOIN accounts a ON a.id = NEW.by_account
    WHERE e.id = NEW.evidence_id AND e.by_account <> NEW.by_account AND a.bureau = s.city
    AND a.role IN ('officer', 'chief', 'supervisor', 'dispatcher')
    AND (s.state = 'listed' OR NEW.accepted AND s.state IN ('applied', 'verification', 'notice'))) THEN
    RAISE EXCEPTION 'the city judges evidence, and rejects it while a case is listed (L4)';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a judgement of evidence stays (L4)'; END $$;
CREATE OR REPLACE FUNCTION supervision_judgements_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a judgement of evidence stays (L4)'; END $$;
CREATE OR REPLACE FUNCTION supervision_letters_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a letter of lifting stays (L6)'; END $$;
CREATE OR REPLACE FUNCTION supervision_letters_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a letter of lifting stays (L6)'; END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NEW.checked_by IS NOT NULL THEN
    RAISE EXCEPTION 'a picture waits until another person has looked at it (S2)';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_are_checked_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF OLD.checked_by IS NOT NULL OR NEW.supervision_id <> OLD.supervision_id
    OR NEW.moment <> OLD.moment OR NEW.by_account <> OLD.by_account THEN
    RAISE EXCEPTION 'a picture is checked once (S2)';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_pictures_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a picture stays on record (L6)'; END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_with_the_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NOT EXISTS (
    SELECT 1 FROM supervisions s WHERE s.id = NEW.supervision_id AND s.state = 'proposed') THEN
    RAISE EXCEPTION 'plants come with the proposal (L1)';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF NEW.supervision_id <> OLD.supervision_id OR NEW.enterprise_id <> OLD.enterprise_id THEN
    RAISE EXCEPTION 'the plants of a listing stay (L4)';
END IF;
RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION supervision_enterprises_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the plants of a listing stay (L4)'; END $$;
DROP TRIGGER supervision_cases_stay ON supervision_cases;
DROP FUNCTION supervision_cases_stay();
CREATE OR REPLACE FUNCTION supervision_cases_never_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the matters behind a listing stay (L4)'; END $$;
