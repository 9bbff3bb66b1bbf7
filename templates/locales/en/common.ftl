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
common-footer-hotline = Hotline: { $hotline }
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

common-listing = { $state ->
    [proposed] Proposed
    [refused] Refused
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
    [publications] Nothing about forwarded petitions is public yet
    [calls] This number has not called before
    [timeline] Nothing has been recorded yet
    [petitions] No forwarded petitions
    [phrases] No text blocks yet
    [filters] No filters saved yet
    [notices] There is no notice yet
    [revisits] No plant has to be revisited
    [measures] No measure has to be looked at
    [alerts] No alerts
    [callbacks] No calls to be made
    [dissatisfactions] Nothing to be decided
    [reviews] No reviews
   *[other] Nothing here yet
  }
common-empty-hint = { $kind ->
    [desk] New matters will appear here as they arrive.
    [search] Try another word, or take away a filter.
    [supervisions] A listed case is shown here from that day on, and stays until it is truly resolved.
    [results] Results are published here once they are concluded and checked.
    [publications] Tables and bulletins are published here once they are checked.
    [calls] Take the call as usual.
    [timeline] Progress will be written down here.
    [petitions] They will appear here when the province sends them.
    [phrases] Add some, and use them while you work.
    [filters] Choose a filter at the desk, then “Save this filter”.
    [notices] What is published shows here.
    [revisits] After a stop, a closure or a power cut three revisits are planned here.
    [measures] After an order to correct, to rectify by a date, a daily penalty, a sealing or a stop, a day to look again is set here.
    [alerts] Deadlines, urgent matters and other news will show here.
    [callbacks] They come here when somebody is not satisfied, an urgent matter is answered, or the month is drawn.
    [dissatisfactions] They come here when a reporter is not satisfied with an answer.
    [reviews] They come here when a review is asked for.
   *[other] Please look again later.
  }

common-shortcuts = Keyboard shortcuts
common-required-hint = Please fill this in
common-more = See all

common-map-label = Map for choosing the place. The arrow keys move the crosshair, Enter sets the point.
common-map-goes = { $name } is responsible here
common-map-unsure = { $name } will look at it first and pass it on
common-map-outside = This lies outside our area; the right authority is { $name }
common-map-outside-unknown = This lies outside our area. You may still send it, and we will tell you whom to turn to.
common-map-alternatives = Near a border or unclear; it may also be: { $names }
common-map-separator = ,{" "}
common-map-failed = The look-up does not answer now. You can send your report all the same.
common-map-locating = Finding your position…
common-map-denied = Your position is not available. Please choose it on the map or give an address.
common-map-cleared = The point has been removed.
common-map-zoom-in = Zoom in
common-map-zoom-out = Zoom out
common-map-locate = Use my location
common-map-clear = Remove the point
common-map-keys = Tap the map. By keyboard: arrow keys move, Enter sets.
