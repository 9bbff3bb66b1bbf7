-- F4, N3: the files of a published table are made once, when it is published, and served as they are.
CREATE TABLE petition_publication_files (
    publication_id BIGINT NOT NULL REFERENCES petition_publications (id),
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
    bytes BLOB NOT NULL,
    PRIMARY KEY (publication_id, format)
);
-- The office above whose petitions alone are in it; none where it has those of all.
ALTER TABLE petition_publications ADD COLUMN office TEXT;
-- N3: a special report is about one subject: of which kind, which, and the figures that it was drafted from
-- as rows of a table (JSON). Those issued before are about the whole city.
ALTER TABLE bulletins ADD COLUMN about TEXT;
ALTER TABLE bulletins ADD COLUMN subject TEXT;
ALTER TABLE bulletins ADD COLUMN figures TEXT;
