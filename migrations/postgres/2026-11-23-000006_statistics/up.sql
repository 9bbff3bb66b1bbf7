-- What the figures and the lists of published results are read by (N1, N2).

CREATE INDEX reports_for_figures ON reports (day, kinds);
CREATE INDEX cases_published_by_bureau ON cases (bureau, published_at DESC, id)
    WHERE published_at IS NOT NULL;
