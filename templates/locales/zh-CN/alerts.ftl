# Alerts to staff.

alerts-title = 提醒
alerts-bell = { $count ->
    [0] 提醒：没有未读
   *[other] 提醒：{ $count } 条未读
  }
alerts-bell-short = 提醒
alerts-most = 99+
alerts-read-all = 全部标为已读
alerts-unread = 未读：
alerts-unclear = 这条提醒的内容无法显示，请点开查看。
alerts-kind = { $kind ->
    [deadline] 期限
    [escalation] 逾期上报
    [urgent] 紧急
    [calendar] 工作日历
    [review] 复查复核
    [rating] 评价
   *[other] 通知
  }
alerts-mail-urgent = 紧急提醒
alerts-mail-digest = 今日期限提醒（{ $count } 条）
alerts-mail-more = 另有 { $count } 条，请登录查看：
alerts-mail-end = { $office }。这是系统自动发出的工作提醒，请勿回复。不想再收到，可以在“我的账号”里去掉邮箱。
alerts-dissatisfaction = 有人对 { $number } 的答复不满意，请决定是否重办
alerts-review-reexamination = { $number } 申请复查，请按期作出复查意见
alerts-review-review = { $number } 申请复核，请按期作出复核意见
