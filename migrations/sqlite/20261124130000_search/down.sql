DELETE FROM counters WHERE name = 'search-version';
DROP TABLE search_neighbours;
DROP TABLE search_terms;
DROP TABLE search_index;
DROP TABLE search_documents;
