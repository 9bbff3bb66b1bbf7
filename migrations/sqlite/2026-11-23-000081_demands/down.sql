DROP INDEX accountabilities_corrected_once;
ALTER TABLE accountabilities DROP COLUMN taken_back;
ALTER TABLE accountabilities DROP COLUMN reason;
ALTER TABLE accountabilities DROP COLUMN corrects;
DROP TABLE demand_reports;
DROP TABLE demands;
