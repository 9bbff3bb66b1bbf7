# Published results.

results-title = Published results
results-heading = Results
results-lead = Matters that are concluded and whose public text was checked by a person. Who reported, in which words, and the answer given to them are not public.
results-county = County
results-kind = Category
results-any = All
results-filter = Filter
results-all = Remove the filter
results-published = published { $date }
results-show-title = { $number }: result
results-text = What came of it
results-bureau = Handled by
results-received = Received
results-accepted = Accepted
results-ended = Concluded
results-verdict = Finding
results-measures = Measures taken
results-no-measures = No administrative measure
results-note = The public text is checked by a person, who removes what could tell who reported.
