# Alerts to staff.

alerts-title = Alerts
alerts-bell = { $count ->
    [0] Alerts: none unread
    [one] Alerts: { $count } unread
   *[other] Alerts: { $count } unread
  }
alerts-bell-short = Alerts
alerts-most = 99+
alerts-read-all = Mark all as read
alerts-unread = Unread:
alerts-unclear = This alert cannot be shown; open it to see what it is about.
alerts-kind = { $kind ->
    [mention] You were mentioned
    [deadline] Deadline
    [escalation] Overdue
    [urgent] Urgent
    [case] Matter
    [relapse] Running again
    [notice] Notices
    [measure] Measures
    [demand] Supervision
    [calendar] Calendar
    [review] Review
    [round] Inspection round
    [circular] Circular
    [campaign] Campaign
    [rating] Rating
    [figures] Figures
    [supervision] Supervised case
   *[other] Notice
  }
alerts-mail-urgent = Urgent alert
alerts-mail-digest = Deadlines today ({ $count })
alerts-mail-more = { $count } more; please log in:
alerts-mail-end = { $office }. This reminder was sent automatically; please do not reply. To stop these messages, remove your address under “My account”.
alerts-closed-plant = { $name } was stopped or closed and is reported again: check at once whether it is running.
alerts-notice-check = “{ $title }” waits to be checked and published
alerts-notice-withdrawal = Somebody asks to withdraw “{ $title }”
alerts-measure-soon = A measure of { $number } must soon be looked at
alerts-measure-late = Nobody looked in time at a measure of { $number }
alerts-measure-refused = A measure of { $number } was found not followed
alerts-revisit-late = The revisit of { $name } is late
alerts-revisit-soon = The revisit of { $name } is due within a week
alerts-relapse = { $name } is running again after its closure: please consider listing it for supervision.

# Warnings (T9, T6). policy is the id of a limit; due is given as in deadlines.ftl.
warning-policy = { $policy ->
    [acceptance] telling whether it is accepted
    [conclusion] conclusion
    [forwarding] assignment
    [rehandling] handling it again
    [reexamination] the decision on re-examination
    [review] the decision on the second review
    [forwarded] conclusion as the province set it
    [urgent_answer] the answer to the duty desk
    [urgent_site] being on site
    [rehandling_decision] the decision on the dissatisfied rating
    [part] the part that was asked for
    [promise] what was promised
   *[other] handling
  }
warning-due =
    { $due_day } { $due_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $due_year }
warning-ahead = { $number }: { $days } days left for { warning-policy } (by { warning-due })
warning-today = { $number }: today is the last day for { warning-policy }
warning-late = { $number }: { warning-policy } is { $days } days late (was due on { warning-due })
warning-urgent-ahead = Urgent: { $number }, { warning-policy } by { $time }
warning-urgent-late = Urgent: { $number }, { warning-policy } was due by { $time }, { $hours } hours ago
urgent-told = Urgent matter { $number } is with { $bureau }: please look at it now
urgent-reported-upward = Report of an urgent matter: { $number }, with { $bureau }

calendar-moved = The working calendar was renewed and due dates of your bureau moved; please look at your desk
calendar-moved-decisions = The working calendar changed, and with it the days by which dissatisfied ratings must be decided
calendar-moved-revisits = The working calendar changed, and with it dates of your revisits
calendar-moved-looks = The working calendar changed, and with it days on which your measures are looked at
calendar-moved-demands = The working calendar changed, and with it days by which you report on what the city demands
calendar-unknown = The working calendar of { $year } has not been entered; due dates that fall into it are reckoned by weekends only. Please import holidays and make-up working days.
calendar-fault-csv = Line { $line }: not as many columns as the first line, or not CSV.
calendar-fault-column = Line { $line }: the column “{ $name }” is missing.
calendar-fault-date = Line { $line }: “{ $said }” is not a date like 2027-01-01.
calendar-fault-twice = Line { $line }: { $date } is given twice.
calendar-fault-weekday = Line { $line }: { $date } is not a “{ $said }”.
calendar-fault-type = Line { $line }: the type “{ $said }” is neither holiday nor makeup_workday.
calendar-fault-worked = Line { $line }: { $date } is not on a weekend and is worked anyway.
calendar-fault-name = Line { $line }: the name of the holiday is missing in Chinese or English.
calendar-fault-incomplete = Line { $line }: { $year } is not whole: it has { $off } days off; a year has at least 11, with New Year’s Day and National Day.
calendar-fault-empty = The file has no days.
calendar-fault-long = The file is too large to be a working calendar.
calendar-fault-encoding = The file is not UTF-8. Save it as “CSV UTF-8” and try again.
calendar-fault-file = Choose a file.
alerts-case-chase = Chased: { $number }. Please see to it.
alerts-case-rehandle = { $number } was sent back to be handled again.
alerts-case-reopen = { $number } has been reopened.
alerts-case-refer = Your help is asked with { $number }.
alerts-case-assist = You are asked to assist with { $number }.
alerts-case-take_back = Your answer to { $number } is no longer needed.
alerts-case-reply = A part of { $number } has been answered.
alerts-case-propose_extension = More time is asked for { $number }; it waits for your decision.
alerts-case-propose_partial = { $number } is to be concluded in part; it waits for your decision.
alerts-case-send_back = What was proposed for { $number } was sent back; please correct it.
alerts-case-extend = More time was granted for { $number }.
alerts-case-refuse_extension = More time was refused for { $number }.
alerts-case-handed_over = { $name } handed { $number } over to you.
alerts-case-taken_from = { $number } is no longer in your hands ({ $name }).
alerts-case-merge_away = The city merged { $number } into a matter of another bureau, which handles and answers it.
alerts-case-merge_here = The city merged a matter of another bureau into { $number }; please handle and answer both together.
alerts-case-unmerge_away = The city took the merger of { $number } back; it is yours to handle by itself again.
alerts-case-unmerge_here = The city took a matter that was merged into { $number } out again; it is no longer yours.
alerts-case-part_moved = What you were asked about { $from } goes on in { $number }; please answer there.
alerts-dissatisfaction = Somebody is not satisfied with the answer to { $number }; please decide what is to be done
alerts-review-reexamination = A re-examination of { $number } was asked for; please decide it in time
alerts-review-review = A second review of { $number } was asked for; please decide it in time
alerts-petition-ask = The province asks about petition { $number }
alerts-petition-answer_question = The question about petition { $number } is answered
alerts-petition-accept_result = The province accepted the result of petition { $number }
alerts-petition-return_report = The report on petition { $number } was returned
alerts-supervision-overdue = Supervised case { $number } is past its date and still listed: { $title }
alerts-supervision-gap = No progress was reported last month on supervised case { $number }: { $title }
alerts-supervision-propose = Supervised case { $number } waits to be listed: { $title }
alerts-supervision-refuse = Supervised case { $number } was not listed: { $title }
alerts-supervision-list = Supervised case { $number } was listed; please resolve it in time and report progress each month: { $title }
alerts-supervision-give_evidence = Supervised case { $number } has evidence to be judged: { $title }
alerts-supervision-reject_evidence = Evidence on supervised case { $number } was rejected; please give it anew: { $title }
alerts-supervision-propose_extension = An extension of supervised case { $number } was asked for; it waits for a decision: { $title }
alerts-supervision-approve_extension = The extension of supervised case { $number } was granted: { $title }
alerts-supervision-refuse_extension = The extension of supervised case { $number } was refused: { $title }
alerts-supervision-apply = Lifting of supervised case { $number } was applied for; please have it verified on site: { $title }
alerts-supervision-send_back = Supervised case { $number } was sent back to be resolved: { $title }
alerts-supervision-approve_lifting = The lifting notice of supervised case { $number } has begun: { $title }
alerts-supervision-object = Somebody objects to the lifting of supervised case { $number }; it cannot be lifted before that is decided: { $title }
alerts-supervision-uphold_objection = An objection on supervised case { $number } was upheld; it stays listed: { $title }
alerts-supervision-lift = Supervised case { $number } was lifted: { $title }
