-- Words of every matter, cut by `search::terms`, so that both engines answer alike.
CREATE VIRTUAL TABLE search_documents USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);
