# Words that every page shares.

common-skip = Skip to main content
common-back = Back
common-nav = Main navigation
common-language-other = 中文
common-language-switch = Switch language: 中文
common-logout = Log out
common-role = { $role ->
    [clerk] hotline clerk
    [officer] case officer
    [chief] head of bureau
    [dispatcher] dispatcher
    [supervisor] supervisor
    [province] provincial office
    [department] joint department
    [administrator] administrator
    [auditor] auditor
   *[other] { $role }
  }

common-footer-supervisions = Supervised cases
common-footer-statistics = Open figures
common-footer-track = Track a report
common-footer-staff = Staff log-in
common-footer-secrecy = Your name and contact details are kept apart and encrypted. They are never given to the people or companies reported.
common-footer-internal = Internal system. Reading who reported needs a reason, and every reading is on record.

common-error-prefix = Error:{" "}
common-error-summary = There is a problem
common-optional = (optional)
common-not-given = Not given
common-change = Change
common-close = Close
common-internal = internal
common-by-date = by { $date }

common-pages = Pages
common-page = Page { $number }
common-page-prev = Previous
common-page-next = Next

common-due = { $status ->
    [late] { $days ->
        [one] { $days } day overdue
       *[other] { $days } days overdue
      }
    [done] Concluded
   *[open] { $days ->
        [0] Due today
        [one] { $days } day left
       *[other] { $days } days left
      }
  }

common-state = { $state ->
    [received] Received
    [dispatching] To be assigned
    [assigned] Awaiting acceptance
    [returned] Returned, undecided
    [accepted] Accepted
    [investigating] Being investigated
    [partly] Concluded in part
    [proposed] Awaiting approval
    [concluded] Concluded
    [declined] Not accepted
    [withdrawn] Withdrawn
    [merged] Merged
    [outside] Outside our area
   *[other] { $state }
  }

common-listing = { $state ->
    [proposed] Proposed
    [listed] Listed
    [applied] Lifting applied for
    [verification] On-site verification
    [notice] Lifting notice
    [lifted] Lifted
    [overdue] Overdue, still listed
   *[other] { $state }
  }

common-requirements-done = { $done } of { $total } requirements done

common-empty = { $kind ->
    [desk] Nothing to do here
    [search] Nothing matches
    [supervisions] No case is under supervision now
    [results] No results have been published yet
    [calls] This number has not called before
    [timeline] Nothing has been recorded yet
    [petitions] No forwarded petitions
   *[other] Nothing here yet
  }
common-empty-hint = { $kind ->
    [desk] New matters will appear here as they arrive.
    [search] Try another word, or take away a filter.
    [supervisions] A listed case is shown here from that day on, and stays until it is truly resolved.
    [results] Results are published here once they are concluded and checked.
    [calls] Take the call as usual.
    [timeline] Progress will be written down here.
    [petitions] They will appear here when the province sends them.
   *[other] Please look again later.
  }

common-shortcuts = Keyboard shortcuts
common-required-hint = Please fill this in
common-more = See all
