-- When a letter was written, or a visit made (I1); a call has no such day.
CREATE TABLE report_dates (
    report_id BIGINT PRIMARY KEY NOT NULL REFERENCES reports (id),
    dated_on DATE NOT NULL
);
