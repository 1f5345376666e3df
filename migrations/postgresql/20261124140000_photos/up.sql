-- Photos of listings. Their files lie in the store of objects, under the id of the photo.
--
-- The slot bounds how many a listing has, whatever the concurrency, and never changes; the position is the order.
-- The room bounds what the photos of an organization take together, in bytes.
-- What is to be removed from the store of objects is written down before it is put there, and crossed out by
-- the command that makes the row of the photo.

CREATE TABLE photos (
    id uuid NOT NULL PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings (id),
    encoding text NOT NULL,
    renditions jsonb NOT NULL,
    size_bytes bigint NOT NULL,
    language text NOT NULL,
    alt_texts jsonb NOT NULL,
    slot bigint NOT NULL,
    position bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid REFERENCES persons (id),
    CONSTRAINT photos_encoding_known CHECK (encoding IN ('jpeg', 'png')),
    CONSTRAINT photos_size_positive CHECK (size_bytes > 0),
    CONSTRAINT photos_slot_within CHECK (slot BETWEEN 1 AND 8)
);
CREATE UNIQUE INDEX photos_slot_unique ON photos (listing_id, slot);

CREATE TABLE photo_room (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations (id),
    size_bytes bigint NOT NULL,
    CONSTRAINT photo_room_not_exceeded CHECK (size_bytes BETWEEN 0 AND 200000000)
);

CREATE TABLE object_removals (
    photo_id uuid NOT NULL PRIMARY KEY,
    due_at timestamptz NOT NULL,
    taken_at timestamptz
);
CREATE INDEX object_removals_by_due ON object_removals (due_at);
