-- F4, N3: the files of a published table are made once, when it is published, and served as they are.
CREATE TABLE petition_publication_files (
    publication_id BIGINT NOT NULL REFERENCES petition_publications (id),
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv')),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (publication_id, format)
);
-- The office above whose petitions alone are in it; none where it has those of all.
ALTER TABLE petition_publications ADD COLUMN office TEXT;
