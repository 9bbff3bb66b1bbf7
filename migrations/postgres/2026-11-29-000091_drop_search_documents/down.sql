-- Words of every matter, cut by `search::terms`, so that both engines answer alike.
CREATE TABLE search_documents (
    key BIGINT PRIMARY KEY,
    terms TSVECTOR NOT NULL
);
CREATE INDEX search_documents_terms ON search_documents USING gin (terms);
