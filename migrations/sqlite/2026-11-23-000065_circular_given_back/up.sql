-- P5: an answer to a circular that says too little is given back, with what is missing and a new date.
ALTER TABLE circular_bureaus ADD COLUMN given_back TEXT;
ALTER TABLE circular_bureaus ADD COLUMN missing TEXT NOT NULL DEFAULT '';
ALTER TABLE circular_bureaus ADD COLUMN again_by DATE;
