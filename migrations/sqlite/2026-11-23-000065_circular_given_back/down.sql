ALTER TABLE circular_bureaus DROP COLUMN again_by;
ALTER TABLE circular_bureaus DROP COLUMN missing;
ALTER TABLE circular_bureaus DROP COLUMN given_back;
