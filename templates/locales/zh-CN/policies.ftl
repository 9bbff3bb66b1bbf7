# Limits and working days, for the administrator.

policies-title = 期限与日历
policies-calendar = 工作日历
policies-year = 年份
policies-off = 放假日
policies-worked = 调休上班
policies-from = 来源
policies-from-folder = 随辖区资料
policies-from-import = 导入于
policies-file = 导入工作日历
policies-file-hint = CSV 文件，列为 date、type、festival_zh、festival_en，可以有 weekday。type 写 holiday（放假）或 makeup_workday（调休上班）。文件里有哪些年，就整年替换。先看会怎样，再确认。
policies-preview = 看看会怎样
policies-preview-title = 导入工作日历
policies-preview-year = { $year } 年：放假 { $off } 天，调休上班 { $worked } 天
policies-moves = { $count ->
    [0] 没有事项的期限会变动
   *[other] { $count } 件事项的期限会变动
  }
policies-moves-more = 另有 { $count } 件没有列出。
policies-move-from = 现在的期限
policies-move-to = 新的期限
policies-confirm = 确认导入
policies-cancel = 不导入
policies-imported = 已导入。在办事项的期限正在重新计算，变动会记在办理记录里，并提醒承办单位。
policies-imported-same = 和现在的工作日历完全一样，不用导入。
policies-limits = 办理期限
policies-limits-note = 按收到举报那天有效的规定计算。期限写在辖区资料的 deadlines.toml 里，用 minsheng check 检查后重启生效。
policies-name = 期限
policies-limit-title = 时长
policies-start-title = 起算
policies-source = 依据
policies-valid = 有效期
policies-verified-title = 核对
policies-verified = 已核对原文
policies-unverified = 未核对原文
policies-to = 起至
policies-now = 现行
policies-unit = { $unit ->
    [calendar] 日
    [working] 个工作日
    [month] 个月
    [hour] 小时
    [minute] 分钟
   *[other] { $unit }
  }
policies-limit = { $count } { policies-unit }
policies-extension = 可延长 { $times } 次，每次至多 { $count } { policies-unit }
policies-track-violation = 仅限举报查处
policies-track-grievance = 仅限信访申诉
policies-start = { $start ->
    [received] 收到举报
    [accepted] 受理
    [assigned] 交办
    [answered] 送达答复
    [requested] 提出申请
    [listed] 挂牌
    [notice_published] 公示
    [last_note] 上次报告进展
    [closed_down] 关停
    [ordered] 决定送达
    [term_ended] 期限届满
    [lifted] 解除
    [ended] 办理终结
    [reopened] 退回重办
    [rated] 评价
   *[other] { $start }
  }
