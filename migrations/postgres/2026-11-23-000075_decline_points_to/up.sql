-- What the reason not to accept points to (I9): the right body, or the number of the matter that was
-- accepted already.
ALTER TABLE proposals ADD COLUMN points_to TEXT;
