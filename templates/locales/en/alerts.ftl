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
    [deadline] Deadline
    [escalation] Overdue
    [urgent] Urgent
    [case] Matter
    [calendar] Calendar
   *[other] Notice
  }
alerts-mail-urgent = Urgent alert
alerts-mail-digest = Deadlines today ({ $count })
alerts-mail-more = { $count } more; please log in:
alerts-mail-end = { $office }. This reminder was sent automatically; please do not reply. To stop these messages, remove your address under “My account”.
alerts-case-chase = Chased: { $number }. Please see to it.
alerts-case-rehandle = { $number } was sent back to be handled again.
alerts-case-reopen = { $number } has been reopened.
alerts-case-refer = Your help is asked with { $number }.
alerts-case-assist = You are asked to assist with { $number }.
alerts-case-take_back = Your answer to { $number } is no longer needed.
alerts-case-reply = A part of { $number } has been answered.
alerts-case-propose_extension = More time is asked for { $number }; it waits for your decision.
alerts-case-propose_partial = { $number } is to be concluded in part; it waits for your decision.
