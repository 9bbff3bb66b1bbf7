-- The work list is narrowed by how near the date is: late ones were all there was.
UPDATE saved_filters SET query = replace(query, 'late=1', 'due=late');
