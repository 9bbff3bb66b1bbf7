UPDATE saved_filters SET query = replace(query, 'due=late', 'late=1');
