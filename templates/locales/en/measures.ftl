# Measures that go on: looked at, extended, ended (C5)
measures-title = Measures
measures-lead = Each order is looked at again: what is not corrected is followed up, what is corrected ends.
measures-which-waiting = To look at
measures-which-late = Late
measures-which-ended = Ended
measures-kind = Measure
measures-plant = Plant
measures-case = Matter
measures-taken_on = Taken on
measures-until = Until
measures-look_on = Look by
measures-follow_up = Look once more by
measures-ended_on = Ended
measures-money = Sum
measures-money-by_day = Sum of a day
measures-charged = So far
measures-charged-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
  }, { $money }
measures-charged-none = Nobody has found it uncorrected yet, so no day counts
measures-document = Document
measures-text = What it is
measures-taken_by = Entered by
measures-checks = Looked at
measures-checks-none = Nobody has looked yet.
measures-met-yes = Followed
measures-met-no = Not followed
measures-added = { $days ->
    [one] { $days } day
   *[other] { $days } days
  } added, { $money }
measures-extensions = More time
measures-extension-waiting = waits for a decision
measures-extension-yes = given until { $date }
measures-extension-no = refused
measures-extension-asked = { $by } asked for more time until { $date }
measures-decision = Give more time
measures-decision-yes = Yes
measures-decision-no = No
measures-note = Note
measures-hint-note = Needed when you refuse.
measures-record = Record a look
measures-record-note = Those who went count in the yearly summary. When it is not followed, the city is told and a day is set to look again.
measures-end = End it
measures-end-note = After a stop was lifted somebody must look once more within thirty days.
measures-extend = Ask for more time
measures-extend-latest = Until { $date } at the latest; another head of this bureau decides.
measures-decide = Decide
measures-done-checks = The look is on record.
measures-done-ending = The measure has ended.
measures-done-extension = Asked for; a head of the bureau decides.
measures-done-decision = Decided.
measures-kept = What you have just written (to be copied)
measures-over = This measure has ended, or need not be looked at any longer.
measures-no-more = It cannot be extended now: its time is over, it was extended before, or a decision is waited for.
measures-look-before = It cannot be looked at before it was taken or ended, or before the last look.
measures-look-no-day = A daily penalty counts from the day after the order; no new day has passed.
measures-end-before = It cannot end before it was taken, or before the last look.
measures-end-unseen = The last look did not find it followed, so it has not ended as corrected.
measures-end-early = Its last day has not come.
measure-ended-corrected = corrected
measure-ended-expired = its time is over
measure-ended-replaced = another measure takes its place
measure-ended-revoked = revoked
