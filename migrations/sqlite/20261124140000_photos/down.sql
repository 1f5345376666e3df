DROP TABLE object_removals;
DROP TABLE photo_room;
DROP TABLE photos;
