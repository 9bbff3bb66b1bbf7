-- Nothing has read it since matters have their own words (search_cases).
DROP TABLE search_documents;
