# Limits and working days, for the administrator.

policies-title = Limits and calendar
policies-calendar = Working calendar
policies-year = Year
policies-off = Days off
policies-worked = Weekend days worked
policies-from = From
policies-from-folder = the jurisdiction’s folder
policies-from-import = imported on
policies-file = Import a working calendar
policies-file-hint = A CSV file with the columns date, type, festival_zh, festival_en, and weekday if you like. The type is holiday (a day off) or makeup_workday (a weekend day that is worked). Each year in the file is replaced whole. You see what will happen before you confirm.
policies-preview = See what will happen
policies-preview-title = Import a working calendar
policies-preview-year = { $year }: { $off } days off, { $worked } weekend days worked
policies-moves = { $count ->
    [0] No due date will move
    [one] One due date will move
   *[other] { $count } due dates will move
  }
policies-moves-more = { $count } more are not listed.
policies-move-from = Due now
policies-move-to = Then due
policies-confirm = Import it
policies-cancel = Do not import
policies-imported = Imported. Open due dates are being reckoned again; what moves is noted on the matter, and its bureau is told.
policies-imported-same = This is exactly the calendar as it is; there is nothing to import.
policies-limits = Limits
policies-limits-note = The limit that held on the day of the report applies. Limits are written in deadlines.toml of the jurisdiction’s folder; check it with minsheng check, then start anew.
policies-name = Limit
policies-limit-title = Length
policies-start-title = Counted from
policies-source = Source
policies-valid = Valid
policies-verified-title = Checked
policies-verified = against the text
policies-unverified = not against the text
policies-to = to
policies-now = now
policies-unit = { $unit ->
    [calendar] days
    [working] working days
    [month] months
    [hour] hours
    [minute] minutes
   *[other] { $unit }
  }
policies-limit = { $count } { policies-unit }
policies-extension = may be extended { $times ->
    [one] once
   *[other] { $times } times
  } by at most { $count } { policies-unit }
policies-track-violation = reports of violations only
policies-track-grievance = grievances only
policies-start = { $start ->
    [received] Receipt
    [accepted] Acceptance
    [assigned] Assignment
    [answered] The answer
    [requested] The request
    [listed] Listing
    [notice_published] Publication of the notice
    [last_note] The last note
    [closed_down] Closure
    [ordered] The order was served
    [term_ended] Its last day
    [lifted] It was lifted
    [ended] The end of the matter
    [reopened] Reopening
    [rated] The rating
   *[other] { $start }
  }
