-- What is found by its words: listings and organizations, as partact-search has analysed them. Terms are
-- separated by spaces and hold letters, digits and underscores only.
CREATE TABLE search_documents (
    doc integer NOT NULL PRIMARY KEY,
    listing_id blob REFERENCES listings (id),
    organization_id blob REFERENCES organizations (id),
    title text NOT NULL,
    body text NOT NULL,
    -- Whether everybody may know what words are in it.
    is_public integer NOT NULL,
    CONSTRAINT search_documents_one_subject CHECK ((listing_id IS NULL) <> (organization_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX search_documents_listing_unique ON search_documents (listing_id);
CREATE UNIQUE INDEX search_documents_organization_unique ON search_documents (organization_id);

-- The index of their words: of PostgreSQL two columns and an index by GIN. It is told in which column a term
-- stands, and not where in it, since nobody asks for phrases.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, body, content = 'search_documents', content_rowid = 'doc', detail = 'column',
    tokenize = "ascii tokenchars '_'"
);
CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
    INSERT INTO search_index (rowid, title, body) VALUES (new.doc, new.title, new.body);
END;
CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, title, body) VALUES ('delete', old.doc, old.title, old.body);
END;
CREATE TRIGGER search_documents_updated AFTER UPDATE OF title, body ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, title, body) VALUES ('delete', old.doc, old.title, old.body);
    INSERT INTO search_index (rowid, title, body) VALUES (new.doc, new.title, new.body);
END;

-- The words of public documents. A word stays when the last document with it has gone.
CREATE TABLE search_terms (
    term text NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What is left of each word without one of its letters, for those who mistype.
CREATE TABLE search_neighbours (
    hash integer NOT NULL,
    term text NOT NULL REFERENCES search_terms (term),
    PRIMARY KEY (hash, term)
) STRICT, WITHOUT ROWID;
