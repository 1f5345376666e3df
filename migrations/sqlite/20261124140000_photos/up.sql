-- Photos of listings. Their files lie in the store of objects, under the id of the photo.
--
-- The slot bounds how many a listing has, whatever the concurrency, and never changes; the position is the order.
-- The room bounds what the photos of an organization take together, in bytes.
-- What is to be removed from the store of objects is written down before it is put there, and crossed out by
-- the command that makes the row of the photo.

CREATE TABLE photos (
    id blob NOT NULL PRIMARY KEY,
    listing_id blob NOT NULL REFERENCES listings (id),
    encoding text NOT NULL,
    renditions text NOT NULL,
    size_bytes integer NOT NULL,
    language text NOT NULL,
    alt_texts text NOT NULL,
    slot integer NOT NULL,
    position integer NOT NULL,
    created_at integer NOT NULL,
    created_by blob REFERENCES persons (id),
    CONSTRAINT photos_encoding_known CHECK (encoding IN ('jpeg', 'png')),
    CONSTRAINT photos_size_positive CHECK (size_bytes > 0),
    CONSTRAINT photos_slot_within CHECK (slot BETWEEN 1 AND 8)
) STRICT;
CREATE UNIQUE INDEX photos_slot_unique ON photos (listing_id, slot);

CREATE TABLE photo_room (
    organization_id blob NOT NULL PRIMARY KEY REFERENCES organizations (id),
    size_bytes integer NOT NULL,
    CONSTRAINT photo_room_not_exceeded CHECK (size_bytes BETWEEN 0 AND 200000000)
) STRICT;

CREATE TABLE object_removals (
    photo_id blob NOT NULL PRIMARY KEY,
    due_at integer NOT NULL,
    taken_at integer
) STRICT;
CREATE INDEX object_removals_by_due ON object_removals (due_at);
