-- F4: the public table and the day's bulletin. What is in them was made from the data and checked by
-- a person; whoever made it or changed it last does not publish it (C2, S2).

CREATE TABLE petition_publications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('table', 'bulletin')),
    -- Made from a batch or a day; neither for a table of another office.
    batch_id BIGINT REFERENCES petition_batches (id),
    day DATE,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    -- The office whose draft it is: no other sees it before it is public.
    bureau TEXT NOT NULL,
    edited_by BIGINT NOT NULL REFERENCES accounts (id),
    edited_at TIMESTAMP NOT NULL,
    published_by BIGINT REFERENCES accounts (id),
    published_at TIMESTAMP,
    withdrawn_by BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP,
    CHECK ((published_by IS NULL) = (published_at IS NULL)),
    CHECK (published_by IS NULL OR published_by <> edited_by),
    CHECK (withdrawn_at IS NULL OR published_at IS NOT NULL)
);
CREATE INDEX petition_publications_public ON petition_publications (kind, published_at)
    WHERE published_at IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX petition_publications_by_bureau ON petition_publications (bureau, id);
