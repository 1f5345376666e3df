DROP INDEX persons_erased;
DROP TABLE data_exports;
