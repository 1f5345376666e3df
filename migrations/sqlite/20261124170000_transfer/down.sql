DROP INDEX listings_open;
