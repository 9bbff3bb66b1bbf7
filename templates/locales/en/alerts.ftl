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
    [calendar] Calendar
    [review] Review
    [rating] Rating
   *[other] Notice
  }
alerts-mail-urgent = Urgent alert
alerts-mail-digest = Deadlines today ({ $count })
alerts-mail-more = { $count } more; please log in:
alerts-mail-end = { $office }. This reminder was sent automatically; please do not reply. To stop these messages, remove your address under “My account”.
alerts-dissatisfaction = Somebody is not satisfied with the answer to { $number }; please decide what is to be done
alerts-review-reexamination = A re-examination of { $number } was asked for; please decide it in time
alerts-review-review = A second review of { $number } was asked for; please decide it in time
