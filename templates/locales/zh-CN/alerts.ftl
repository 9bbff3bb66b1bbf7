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
    [mention] 提到您
    [deadline] 期限
    [escalation] 逾期上报
    [urgent] 紧急
    [case] 事项
    [relapse] 死灰复燃
    [notice] 公告
    [measure] 措施落实
    [demand] 督办
    [calendar] 工作日历
    [review] 复查复核
    [round] 督查
    [circular] 通报
    [campaign] 专项行动
    [rating] 评价
    [figures] 统计
    [supervision] 挂牌督办
   *[other] 通知
  }
alerts-mail-urgent = 紧急提醒
alerts-mail-digest = 今日期限提醒（{ $count } 条）
alerts-mail-more = 另有 { $count } 条，请登录查看：
alerts-mail-end = { $office }。这是系统自动发出的工作提醒，请勿回复。不想再收到，可以在“我的账号”里去掉邮箱。
alerts-closed-plant = { $name } 已停产或关停，又被举报，请立即核查是否死灰复燃。
alerts-notice-check = 《{ $title }》等待核对发布
alerts-notice-withdrawal = 《{ $title }》申请撤回，等待决定
alerts-measure-soon = { $number } 的措施快到复查日期了
alerts-measure-late = { $number } 的措施过了日期还没有复查
alerts-measure-refused = { $number } 的措施经复查没有落实
alerts-revisit-late = { $name } 的回头看已逾期
alerts-revisit-soon = { $name } 的回头看快到期了
alerts-relapse = { $name } 关停后又在生产，请审核是否挂牌督办。

# Warnings (T9, T6). policy is the id of a limit; due is given as in deadlines.ftl.
warning-policy = { $policy ->
    [acceptance] 告知是否受理
    [conclusion] 办结
    [forwarding] 分派
    [rehandling] 重新办理
    [reexamination] 作出复查意见
    [review] 作出复核意见
    [forwarded] 省里要求的办结
    [urgent_answer] 回复值班
    [urgent_site] 到达现场
    [rehandling_decision] 决定是否重办
    [part] 协办答复
    [promise] 承诺事项
   *[other] 办理
  }
warning-due = { $due_year }年{ $due_month }月{ $due_day }日
warning-ahead = { $number } 的{ warning-policy }期限还剩 { $days } 天（{ warning-due }）
warning-today = { $number } 的{ warning-policy }期限今天到期
warning-late = { $number } 的{ warning-policy }期限已逾期 { $days } 天（应于{ warning-due }）
warning-urgent-ahead = 紧急：{ $number } 须在 { $time } 前完成“{ warning-policy }”
warning-urgent-late = 紧急：{ $number } 的“{ warning-policy }”应在 { $time } 前完成，已超过 { $hours } 小时
urgent-told = 紧急事项 { $number }，由{ $bureau }办理，请立即查看
urgent-reported-upward = 紧急事项报告：{ $number }，由{ $bureau }办理

calendar-moved = 工作日历已更新，本单位有事项的期限变动，请查看工作台
calendar-moved-decisions = 工作日历已更新，有不满意件的决定期限变动，请查看不满意件
calendar-moved-revisits = 工作日历已更新，本单位有回头看的日期变动，请查看回头看
calendar-moved-looks = 工作日历已更新，本单位有措施的复查日期变动，请查看措施
calendar-moved-demands = 工作日历已更新，本单位有督办事项的报告期限变动，请查看督办
calendar-unknown = { $year } 年的工作日历还没有录入，已有事项的期限落在这一年，暂按周末推算。请导入节假日和调休。
calendar-fault-csv = 第 { $line } 行：列数和表头不一致，或不是 CSV 格式。
calendar-fault-column = 第 { $line } 行：表头缺少“{ $name }”这一列。
calendar-fault-date = 第 { $line } 行：“{ $said }”不是日期，应写成 2027-01-01 的样子。
calendar-fault-twice = 第 { $line } 行：{ $date } 出现了两次。
calendar-fault-weekday = 第 { $line } 行：{ $date } 和写的星期“{ $said }”对不上。
calendar-fault-type = 第 { $line } 行：类型“{ $said }”应为 holiday（放假）或 makeup_workday（调休上班）。
calendar-fault-worked = 第 { $line } 行：{ $date } 不是周末，本来就上班，不用写调休。
calendar-fault-name = 第 { $line } 行：缺少节日的中文或英文名称。
calendar-fault-incomplete = 第 { $line } 行：{ $year } 年不完整，只有 { $off } 个放假日；全年至少 11 个，并且要有元旦和国庆节。
calendar-fault-empty = 文件里没有日期。
calendar-fault-long = 文件太大，不像是工作日历。
calendar-fault-encoding = 文件不是 UTF-8 编码。用表格软件另存为“CSV UTF-8”再试。
calendar-fault-file = 请选择一个文件。
alerts-case-chase = 催办：{ $number }，请抓紧办理。
alerts-case-rehandle = { $number } 被退回重办。
alerts-case-reopen = { $number } 重新办理。
alerts-case-refer = 请协助 { $number }。
alerts-case-assist = 请协办 { $number }。
alerts-case-take_back = { $number } 不再需要您单位答复。
alerts-case-reply = { $number } 的协办单位已经答复。
alerts-case-propose_extension = { $number } 申请延期，等待您审批。
alerts-case-propose_partial = { $number } 报请阶段性办结，等待您审批。
alerts-case-send_back = { $number } 报批的内容被退回，请修改后再报。
alerts-case-extend = { $number } 的延期申请已经批准。
alerts-case-refuse_extension = { $number } 的延期申请没有获准。
alerts-case-handed_over = { $name } 把 { $number } 转交给您经办。
alerts-case-taken_from = { $number } 不再由您经办（{ $name }）。
alerts-case-merge_away = { $number } 已由市局并入另一单位的事项，由其一并办理和答复。
alerts-case-merge_here = 市局把另一单位的一件并入 { $number }，请一并办理和答复。
alerts-case-unmerge_away = { $number } 已由市局取消并案，恢复由你单位单独办理。
alerts-case-unmerge_here = 并入 { $number } 的一件已由市局取消并案，不再由你单位办理。
alerts-case-part_moved = 请你单位协助的 { $from } 已转到 { $number } 继续办理，请在 { $number } 中答复。
alerts-dissatisfaction = 有人对 { $number } 的答复不满意，请决定是否重办
alerts-review-reexamination = { $number } 申请复查，请按期作出复查意见
alerts-review-review = { $number } 申请复核，请按期作出复核意见
alerts-petition-ask = 省里询问转办件 { $number }，请答复
alerts-petition-answer_question = 转办件 { $number } 的询问已答复
alerts-petition-accept_result = 省里认可了转办件 { $number } 的办理结果
alerts-petition-return_report = 转办件 { $number } 的办理情况报告已报送
alerts-supervision-overdue = 挂牌督办 { $number } 逾期未摘牌：{ $title }
alerts-supervision-gap = 挂牌督办 { $number } 上个月没有报告进展：{ $title }
alerts-supervision-propose = 挂牌督办 { $number } 等待批准挂牌：{ $title }
alerts-supervision-refuse = 挂牌督办 { $number } 未予批准：{ $title }
alerts-supervision-list = 挂牌督办 { $number } 已批准挂牌，请按期整改、每月报告进展：{ $title }
alerts-supervision-give_evidence = 挂牌督办 { $number } 有佐证材料等待核对：{ $title }
alerts-supervision-reject_evidence = 挂牌督办 { $number } 有佐证材料不予认可，请重新提交：{ $title }
alerts-supervision-propose_extension = 挂牌督办 { $number } 申请延期，等待审批：{ $title }
alerts-supervision-approve_extension = 挂牌督办 { $number } 已批准延期：{ $title }
alerts-supervision-refuse_extension = 挂牌督办 { $number } 延期未获批准：{ $title }
alerts-supervision-apply = 挂牌督办 { $number } 申请解除，请安排现场核查：{ $title }
alerts-supervision-send_back = 挂牌督办 { $number } 被退回继续整改：{ $title }
alerts-supervision-approve_lifting = 挂牌督办 { $number } 开始解除公示：{ $title }
alerts-supervision-object = 挂牌督办 { $number } 在公示期收到异议，处理之前不能解除：{ $title }
alerts-supervision-uphold_objection = 挂牌督办 { $number } 异议成立，继续整改：{ $title }
alerts-supervision-lift = 挂牌督办 { $number } 已解除：{ $title }
