# Campaigns (N4).

campaigns-title = 专项行动
campaigns-lead = 集中一段时间排查整治一类环境问题。这里公布每次行动的安排、排查出的问题和销号进度。
campaigns-see = 查看专项行动
campaigns-none = 目前没有专项行动。
campaigns-time = { $from }至{ $until }
campaigns-progress = 排查出问题 { $found } 个，已销号 { $cleared } 个。
campaigns-late = 其中 { $count } 个逾期未整改
campaigns-now-planned = 未开始
campaigns-now-running = 进行中
campaigns-now-over = 期限已到，未办结
campaigns-now-closed = 已结束

campaigns-new = 部署专项行动
campaigns-plan = 行动方案
campaigns-plan-change = 修改方案
campaigns-name = 行动名称
campaigns-aim = 行动目标
campaigns-aim-hint = 这段话会公开。
campaigns-phases = 阶段
campaigns-phase = 第 { $place } 阶段
campaigns-from = 开始
campaigns-until = 结束
campaigns-phase-name = 请填写阶段名称。
campaigns-phase-order = 阶段的结束不能早于开始，后一阶段不能早于前一阶段开始。
campaigns-phase-missing = 请至少填写一个阶段。
campaigns-problems = 问题类型
campaigns-problems-hint = 每行一类，最多 20 类。
campaigns-problems-missing = 请至少填写一类问题。
campaigns-problems-many = 问题类型最多 20 类，每类最多 60 个字。
campaigns-problem-used = “{ $name }”下已有企业，不能删除。
campaigns-members = 成员单位
campaigns-save = 保存
campaigns-changed-meanwhile = 方案刚被别人修改过。请对照最新内容再保存。
campaigns-is-closed = 这次行动已经结束，不能再修改。

campaigns-plants = 涉及企业（家）
campaigns-found = 排查出问题
campaigns-mended = 已整改待核
campaigns-cleared = 已销号
campaigns-overdue = 逾期未整改
campaigns-rate = 销号率
campaigns-problem = 问题类型
campaigns-county = 所在县（市、区）
campaigns-by-problem = 按问题类型
campaigns-by-county = 按县（市、区）
campaigns-by-state = 按进度
campaigns-filters = 筛选台账
campaigns-all = 全部

campaigns-beside = 行动期间的执法情况
campaigns-beside-what = 项目
campaigns-beside-own = 台账内企业
campaigns-beside-all = 全部
campaigns-beside-inspections = 现场检查（次）
campaigns-beside-fined = 罚款金额（万元）

campaigns-register = 排查台账
campaigns-find = 登记企业
campaigns-plant = 企业名称
campaigns-choose = 请选择
campaigns-found-on = 排查日期
campaigns-facts = 存在问题
campaigns-demand = 整改要求
campaigns-due = 整改期限
campaigns-plant-wrong = 请填写企业的名称。
campaigns-plant-known = 这家企业的这类问题已经在台账上，还没有销号。
campaigns-county-missing = 请选择企业所在的县（市、区）。
campaigns-problem-missing = 请选择问题类型。
campaigns-due-early = 整改期限不能早于排查日期。
campaigns-mended-early = 整改日期不能早于排查日期。
campaigns-state-open = 整改中
campaigns-state-mended = 已整改待核
campaigns-state-cleared = 已销号
campaigns-state-late = 逾期未整改
campaigns-line-changed = 这一条刚被别人办过，现在是“{ $state ->
    [open] { campaigns-state-open }
    [mended] { campaigns-state-mended }
   *[cleared] { campaigns-state-cleared }
  }”。
campaigns-mend = 报告整改完成
campaigns-mended-text = 整改情况
campaigns-mended-on = 整改日期
campaigns-clear = 销号
campaigns-cleared-on = 销号日期
campaigns-send-back = 退回继续整改
campaigns-returned = 退回意见
campaigns-returned-note = 还差什么

campaigns-publicity = 宣传
campaigns-publicize = 登记宣传
campaigns-medium = 方式
campaigns-medium-radio = 广播
campaigns-medium-television = 电视
campaigns-medium-press = 报刊
campaigns-medium-leaflet = 传单
campaigns-medium-web = 网络
campaigns-medium-missing = 请选择方式。
campaigns-publicity-title = 标题或内容
campaigns-published-on = 日期
campaigns-many = 数量
campaigns-many-hint = 播出次数、篇数或份数
campaigns-many-wrong = 请填写 1 到 1000000 之间的数。

campaigns-close = 结束行动
campaigns-close-later = 台账上的问题全部销号后才能结束行动。
campaigns-not-cleared = 还有 { $count } 个问题没有销号，不能结束行动。
campaigns-summary = 行动总结
campaigns-summary-hint = 这段话会公开。
campaigns-public-page = 公开页面
campaigns-events = 办理记录
campaigns-event-open = 部署行动
campaigns-event-change = 修改方案
campaigns-event-find = 登记企业
campaigns-event-mend = 报告整改完成
campaigns-event-clear = 销号
campaigns-event-send_back = 退回继续整改
campaigns-event-publicize = 登记宣传
campaigns-event-close = 结束行动

campaigns-done-open = 行动已部署。
campaigns-done-plan = 方案已保存。
campaigns-done-findings = 企业已登入台账。
campaigns-done-mending = 已报告整改完成，等待核查销号。
campaigns-done-clearing = 已销号。
campaigns-done-return = 已退回继续整改。
campaigns-done-publicity = 已登记。
campaigns-done-closing = 行动已结束。

campaigns-alert-found = { $campaign }：{ $plant } 登入排查台账，请督促整改。
campaigns-alert-mended = { $campaign }：{ $plant } 报告整改完成，请核查。
campaigns-alert-returned = { $campaign }：{ $plant } 被退回继续整改。

field-campaign_name-missing = 请填写行动名称。
field-campaign_aim-missing = 请写明行动目标。
field-campaign_facts-missing = 请写明存在的问题。
field-campaign_summary-missing = 请写行动总结。
field-demand-missing = 请写明整改要求。
field-campaign_plant-missing = 请填写企业名称。
field-mended_text-missing = 请写明整改情况。
field-returned_note-missing = 请写明还差什么。
field-publicity_title-missing = 请填写标题或内容。
