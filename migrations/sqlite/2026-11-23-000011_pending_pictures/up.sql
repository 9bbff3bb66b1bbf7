-- Pictures of a report that is still being checked: found by a keyed hash of the form's own key,
-- given to the report when it is sent, taken away after a day when it is not.
CREATE TABLE pending_pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission TEXT NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    original_key TEXT NOT NULL,
    copy_key TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX pending_pictures_by_submission ON pending_pictures (submission, id);
