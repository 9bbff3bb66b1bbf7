# Supervised cases.

supervisions-title = 挂牌督办公示
supervisions-heading = 挂牌督办
supervisions-lead = 问题不彻底解决，决不撤牌。每一项要求都要有证据、经市局现场核查、公示七天无异议，才能从这里摘下。
supervisions-listed = 正在挂牌
supervisions-overdue = 逾期未摘牌
supervisions-lifted = 已解除
supervisions-propose = 提出挂牌
supervisions-overdue-text = 这一案件已过整改期限，仍在挂牌，并已报上一级。
supervisions-notice = 拟解除挂牌，公示期 { $from } 至 { $until }
supervisions-notice-text = 如果您发现问题没有解决，请在公示期内告诉我们。
supervisions-object = 提出异议
supervisions-before = 整改前
supervisions-after = 整改后
supervisions-requirements = 督办事项
supervisions-done = 已完成
supervisions-open = 未完成
supervisions-notes = 每月进展
supervisions-note-missing = 这个月没有报告进展
supervisions-plants = 涉及单位
supervisions-county = 县（市、区）
supervisions-since = 挂牌日期
supervisions-due = 整改期限
supervisions-lifted-on = 解除日期
supervisions-responsible = 县级责任岗位
supervisions-officer = 市局督办岗位
supervisions-basis = 法律依据
supervisions-relapse = 曾经挂牌，死灰复燃
supervisions-timeline = 挂牌经过

# The public page.
supervisions-late-text = 这一案件已过整改期限，仍在挂牌。
supervisions-notice-stood = 解除公示期 { $from } 至 { $until }，期间没有成立的异议。
supervisions-lifted-text = 已于 { $date } 解除挂牌
supervisions-objections-count = 已收到 { $count } 条异议。
supervisions-objection-heard = 您的异议已收到，处理结果和理由会在本页公布。异议没有处理完之前，这一案件不会解除挂牌。
supervisions-notes-none = 刚刚挂牌，还没有到报告进展的时候。
supervisions-decisions = 异议处理
supervisions-decision-upheld = 异议成立，退回继续整改
supervisions-decision-rejected = 异议不成立
supervisions-grounds = 挂牌理由
supervisions-reports = 涉及 { $count } 件群众反映事项
supervisions-relapses = 后来又挂牌
supervisions-photo = 整改佐证照片
supervisions-print = 打印本页
supervisions-ground-public_reaction = 群众反映强烈
supervisions-ground-basin = 流域性、区域性污染
supervisions-ground-health = 危害群众健康
supervisions-ground-unresolved = 久拖不决、屡查屡犯
supervisions-ground-construction = 建设项目严重违法
supervisions-ground-other = 其他
supervisions-by-public = 公众
supervisions-by-system = 系统

# Filters.
supervisions-filters = 筛选
supervisions-filter-state = 状态
supervisions-filter-all = 全部
supervisions-filter-living = 正在挂牌
supervisions-filter-overdue = 逾期未摘牌
supervisions-filter-escalated = 已报省厅
supervisions-filter-proposed = 拟挂牌
supervisions-filter-refused = 未予挂牌
supervisions-filter-listed = 已挂牌
supervisions-filter-applied = 申请解除
supervisions-filter-verification = 现场核查
supervisions-filter-notice = 解除公示中
supervisions-filter-lifted = 已解除
supervisions-filter-counties = 各县（市、区）
supervisions-filter-mine = 我提出的

# The desk.
supervisions-desk-title = 挂牌督办
supervisions-search = 查找
supervisions-search-hint = 编号、单位、事由
supervisions-search-all = 去掉查找
supervisions-number = 编号
supervisions-case = 案件
supervisions-escalated = 已报上一级
supervisions-public-page = 公开页面
supervisions-next = 下一步
supervisions-nothing-to-do = 这个案件现在不需要您处理。
supervisions-refusal = 未予挂牌的理由
supervisions-facts = 主要问题
supervisions-facts-short = 基本情况
supervisions-behind = 背后的举报事项
supervisions-lifting = { $date } 申请解除挂牌
supervisions-outcome = { $outcome ->
    [lifted] 已解除
   *[sent_back] 已退回
  }
supervisions-verified = 现场核查：
supervisions-objection = 公众异议
supervisions-objection-open = 待处理
supervisions-sent-back = 退回整改的原因
supervisions-choose = 请选择

# Proposing.
supervisions-new-title = 提出挂牌督办
supervisions-new-lead = 由另一人批准后，从批准之时起向社会公开，不彻底解决不摘牌。以下内容（除举报编号和姓名外）都会公开，请不要写举报人的任何信息。
supervisions-requirement-row = 第 { $row } 项
supervisions-field-listing_title = 案件名称
supervisions-hint-listing_title = 例如：某某公司生产废水直排案
supervisions-field-plants = 涉及单位
supervisions-hint-plants = 每行写一个单位。涉及几个县的，在单位后面写明县，例如：某某选矿厂｜绛县。
supervisions-field-listing_facts = 主要问题
supervisions-hint-listing_facts = 写清时间、地点、违法事实和已经采取的措施。
supervisions-hint-requirement = 一项一行，写成可以核查的结果。每一项都有佐证后才能申请解除。
supervisions-hint-due = 通常为六个月，最迟不超过 { $latest }。
supervisions-hint-responsible = 写单位和职务，不写姓名；会公开。
supervisions-field-cases_behind = 背后的举报编号
supervisions-hint-cases_behind = 可以写多个，用空格或逗号隔开。
supervisions-field-relapse_of = 死灰复燃：以前的挂牌编号
supervisions-hint-relapse_of = 例如 GD-2026-001，只能是已解除的案件。

# Acts.
supervisions-act-list = 批准挂牌
supervisions-act-refuse = 不予挂牌
supervisions-act-note_progress = 报告进展
supervisions-act-give_evidence = 提交佐证材料
supervisions-act-propose_extension = 申请延期
supervisions-act-approve_extension = 批准延期
supervisions-act-refuse_extension = 不同意延期
supervisions-act-apply = 申请解除挂牌
supervisions-act-verify = 记录现场核查
supervisions-act-send_back = 退回整改
supervisions-act-approve_lifting = 同意解除并公示
supervisions-act-object = 提出异议
supervisions-act-decide_objection = 处理异议
supervisions-act-lift = 解除挂牌

supervisions-field-listing_due_on = 整改期限
supervisions-field-refusal = 不予挂牌的理由
supervisions-field-progress = 本月进展
supervisions-hint-progress = 会公开。每月至少报告一次。
supervisions-field-requirement_id = 督办事项
supervisions-field-evidence = 完成情况
supervisions-hint-evidence = 市局认可后会公开，请不要写个人信息。
supervisions-field-document = 文书或监测报告编号
supervisions-field-photos = 照片
supervisions-hint-photos = 有人核对以后，公开去除拍摄信息的副本。最多 6 张，每张不超过 10 MB。
supervisions-field-until = 延长至
supervisions-hint-until = 只能延期一次，从挂牌之日起总共不超过一年。
supervisions-field-reason = 理由
supervisions-field-lifting_statement = 整改完成情况
supervisions-field-visited_on = 核查日期
supervisions-hint-visited_on = 应在申请解除之后。
supervisions-field-findings = 核查情况
supervisions-hint-findings = 每名核查人员用自己的账号各记一份，至少两人。
supervisions-field-note = 哪里还不符合要求
supervisions-field-unmet = 需要重新提交佐证的督办事项
supervisions-field-notice_text = 解除公示的内容
supervisions-hint-notice_text = 会公开：问题是怎样解决的。公示从今天开始，至少七天。
supervisions-field-objection = 异议
supervisions-field-decision = 处理
supervisions-field-objection_text = 还有什么问题没有解决
supervisions-hint-objection_text = 请写明地点和情况。不用留姓名和电话，异议内容不公开，处理结果在本页公布。

# What was done.
supervisions-did-propose = 提出挂牌
supervisions-did-list = 批准挂牌，整改期限 { $due }
supervisions-did-refuse = 决定不予挂牌
supervisions-did-note_progress = 报告进展
supervisions-did-give_evidence = 第 { $position } 项督办事项提交佐证材料
supervisions-did-propose_extension = 申请延期至 { $until }
supervisions-did-approve_extension = 批准延期至 { $until }
supervisions-did-refuse_extension = 不同意延期至 { $until }
supervisions-did-apply = 申请解除挂牌
supervisions-did-verify = 市局一名核查人员 { $on } 到现场核查
supervisions-did-send_back = 退回继续整改
supervisions-did-approve_lifting = 同意解除，公示 { $from } 至 { $until }
supervisions-did-object = 收到一条异议
supervisions-did-uphold_objection = 异议成立，退回继续整改
supervisions-did-reject_objection = 异议不成立
supervisions-did-lift = 解除挂牌
supervisions-did-escalate = 逾期未摘牌，已报上一级（原定期限 { $due }）
supervisions-did-relapse = 问题复发，重新挂牌：{ $number }

# What stands in the way.
supervisions-obstacle-evidence = 还有 { $count } 项督办事项没有佐证材料。
supervisions-obstacle-verifiers = 至少要有 { $fewest } 名市局人员现场核查，现在是 { $count } 名。
supervisions-obstacle-involved = 提出、申请或核查过此案的人不能审批，请由另一人办理。
supervisions-obstacle-approval = 还没有批准解除，也没有公示。
supervisions-obstacle-notice = 解除公示要到 { $month } 月 { $day } 日结束，第二天才能解除挂牌。
supervisions-obstacle-objections = 还有 { $count } 条异议没有处理。
supervisions-obstacle-upheld = 有异议成立，不能解除。
supervisions-extension-none = 没有等待审批的延期申请。
supervisions-extension-once = 只能延期一次，已经申请过或批准过了。
supervisions-extension-late = 已过整改期限，不能再延期。
supervisions-extension-second = 延期要由申请人以外的人审批。
supervisions-extension-earlier = 延长后的日期要晚于现在的期限。
supervisions-objection-none = 没有等待处理的异议。
supervisions-notice-over = 这一案件的解除公示期已过，不能再提出异议。如果问题又出现，请重新举报。
supervisions-verified-already = 您已经核查过这一案件，还需要另一名市局人员核查。
supervisions-visit-early = 核查要在申请解除之后进行。
supervisions-due-too-late = 从挂牌之日起总共不能超过一年。
supervisions-out-of-order-proposed = 此案还在等待批准挂牌，现在不能这样办理。
supervisions-out-of-order-refused = 此案已决定不予挂牌，不能再办理。
supervisions-out-of-order-listed = 此案正在挂牌整改，现在不能这样办理。
supervisions-out-of-order-applied = 此案已申请解除，正在等待现场核查，现在不能这样办理。
supervisions-out-of-order-verification = 此案正在现场核查，现在不能这样办理。
supervisions-out-of-order-notice = 此案正在解除公示，现在不能这样办理。
supervisions-out-of-order-lifted = 此案已解除挂牌，不能再办理。问题复发的，请重新提出挂牌。
supervisions-plants-too-many = 最多 20 个单位，每行一个，每个不超过 200 个字。
supervisions-plant-where = “{ $name }”不在这几个县的企业名录里。请写明它在哪个县：{ $name }｜县名。
supervisions-plant-elsewhere = “{ $name }”后面写的“{ $county }”不是所选的县（市、区），请核对。
supervisions-county-missing = 请选择负责整改的县（市、区）。
supervisions-requirement-too-long = 最多 20 项，每项不超过 500 个字。
supervisions-cases-too-many = 最多写 20 个编号。
supervisions-case-unknown = 没有找到编号 { $number }，请核对。
supervisions-relapse-unknown = 没有找到这个已解除的挂牌编号，请核对。
field-listing_title-missing = 请填写案件名称。
field-plants-missing = 请至少写一个涉及单位。
field-listing_facts-missing = 请写明主要问题。
field-grounds-missing = 请至少选择一项挂牌理由。
field-requirement-missing = 请至少写一项督办事项。
field-responsible-missing = 请填写县级责任岗位。
field-supervising_officer-missing = 请填写市局督办岗位。
field-legal_basis-missing = 请填写法律依据。
field-listing_due_on-missing = 请填写整改期限。
field-refusal-missing = 请写明不予挂牌的理由。
field-progress-missing = 请写明进展。
field-requirement_id-missing = 请选择督办事项。
field-evidence-missing = 请写明完成情况。
field-until-missing = 请填写延长到哪一天。
field-lifting_statement-missing = 请写明整改完成情况。
field-visited_on-missing = 请填写核查日期。
field-notice_text-missing = 请写明解除公示的内容。
field-objection-missing = 请选择要处理的异议。
field-decision-missing = 请选择异议是否成立。
field-objection_text-missing = 请写明还有什么问题没有解决。
supervisions-act-done = 已完成：{ $act }。

# Evidence, judged one by one.
supervisions-act-judge_evidence = 核对佐证材料
supervisions-act-give_pictures = 上传整改前后照片
supervisions-act-check_picture = 核对照片
supervisions-hint-document = 例如验收意见或监测报告的文号，会公开。
supervisions-field-figures = 监测数据
supervisions-hint-figures = 一行一项：污染物，数值，单位，限值，采样日期。没有限值的写 -，可以从表格里直接粘贴。
supervisions-field-files = 文书（PDF）
supervisions-hint-files = 只供办案人员查看，不公开。每个不超过 10 MB。
supervisions-field-evidence_id = 哪一份佐证材料
supervisions-field-judgement = 核对结果
supervisions-judgement-accepted = 认可，可以公开
supervisions-judgement-rejected = 不认可
supervisions-field-judgement_note = 说明
supervisions-hint-judgement_note = 不认可的必须写明原因。认可之前请确认文字和照片里没有个人信息，认可后即公开。
supervisions-field-moment = 照片是什么时候的
supervisions-moment-before = 整改前
supervisions-moment-after = 整改后
supervisions-field-picture = 哪一张照片
supervisions-field-shown = 是否公开
supervisions-hint-shown = 请确认照片里没有人脸、车牌和门牌等个人信息。公开的是去除拍摄信息后的副本。
supervisions-shown-yes = 公开
supervisions-shown-no = 不公开
supervisions-judged-waiting = 待核对
supervisions-judged-accepted = 已认可
supervisions-judged-rejected = 不认可
supervisions-judged-note = 核对意见：
supervisions-waits = 县里已提交佐证材料，市局正在核对。
supervisions-documents-count = 附文书 { $count } 份
supervisions-before-after = 整改前后
supervisions-after-none = 还没有整改后的照片。
supervisions-picture-shown = 已公开
supervisions-picture-refused = 不公开
supervisions-figures = 监测数据
supervisions-figure-substance = 污染物
supervisions-figure-measured = 监测值
supervisions-figure-most = 限值
supervisions-figure-sampled = 采样日期
supervisions-figure-over = 超标
supervisions-figure-none = 无
supervisions-figure-columns = 第 { $line } 行：请写污染物，数值，单位，限值，采样日期，用逗号或表格分开。
supervisions-figure-value = 第 { $line } 行：数值不是数字。
supervisions-figure-limit = 第 { $line } 行：限值不是数字，没有限值请写 -。
supervisions-figure-date = 第 { $line } 行：采样日期要写成 2026-11-20 这样，不能晚于今天。
supervisions-figure-many = 第 { $line } 行：一次最多 30 项，其余请另交一份。
supervisions-document-form = “{ $name }”不是 PDF 文件。
supervisions-evidence-none = 没有等待核对的佐证材料。
supervisions-evidence-judged = 这份佐证材料已经核对过，或者不属于本案。
supervisions-evidence-own = 自己提交的佐证材料要由另一人核对。
supervisions-evidence-send-back = 已经申请解除，不认可的请用“退回整改”，并勾选需要重新提交的事项。
supervisions-picture-none = 没有等待核对的照片。
supervisions-picture-own = 自己上传的照片要由另一人核对。
supervisions-obstacle-unjudged = 还有 { $count } 项督办事项的佐证材料没有经市局认可。
supervisions-did-accept_evidence = 第 { $position } 项督办事项的佐证材料经核对认可
supervisions-did-reject_evidence = 第 { $position } 项督办事项的佐证材料不予认可
supervisions-did-give_pictures = 上传整改照片
supervisions-did-show_picture = 核对照片，予以公开
supervisions-did-hide_picture = 核对照片，不公开
field-evidence_id-missing = 请选择要核对的佐证材料。
field-judgement-missing = 请选择是否认可。
field-judgement_note-missing = 不认可的，请写明原因。
field-moment-missing = 请选择照片是整改前还是整改后的。
field-photos-missing = 请选择照片。
field-picture-missing = 请选择还没有核对过的照片。
field-shown-missing = 请选择是否公开。

# By office; the name is for the office alone.
supervisions-field-responsible_name = 县级责任人姓名
supervisions-field-officer_name = 市局督办人姓名
supervisions-hint-name = 只供内部联系，不公开。

# Attempts to lift early.
supervisions-tried-apply = 申请解除挂牌
supervisions-tried-approve_lifting = 同意解除并公示
supervisions-tried-lift = 解除挂牌
supervisions-tried-address = 删除或改写案件
supervisions-tried-database = 直接改动数据库
supervisions-did-refuse_attempt = 提前摘牌未成功：{ $tried }
supervisions-by-database = 数据库
supervisions-attempt-forbidden = 没有办理这一步的权限。
supervisions-attempt-stranger = 不是本案的办案单位。
supervisions-attempt-nobody = 没有登录。
supervisions-attempt-never = 挂牌案件不能删除，也不能改写；只能按规定的步骤解除。
supervisions-attempt-on-supervisions = 数据库拒绝改动案件 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_requirements = 数据库拒绝改动督办事项 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_evidence = 数据库拒绝改动佐证材料 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_bureaus = 数据库拒绝改动负责县 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_notes = 数据库拒绝改动进展报告 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_extensions = 数据库拒绝改动延期记录 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_liftings = 数据库拒绝改动解除记录 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_verifications = 数据库拒绝改动核查记录 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_objections = 数据库拒绝改动异议 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_judgements = 数据库拒绝改动核对结论 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_pictures = 数据库拒绝改动整改照片 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_documents = 数据库拒绝改动文书 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_figures = 数据库拒绝改动监测数据 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_enterprises = 数据库拒绝改动涉及单位 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_cases = 数据库拒绝改动背后的举报事项 { $rule }，{ $count } 次。
supervisions-attempt-on-supervision_letters = 数据库拒绝改动解除挂牌通知 { $rule }，{ $count } 次。

# What happens around a listing.
supervisions-did-plant_changed = 涉及单位有变化：{ $name }现为{ $now }（{ $plant_state }）。案件继续挂牌。
supervisions-did-matter_ended = 背后的一件举报事项{ $matter_state }。案件继续挂牌。
supervisions-tied = 企业名录
supervisions-missing = { $count } 个月没有报告进展
supervisions-filter-grounds = 各种理由
supervisions-feed = 订阅更新（Atom）

# What may point to a person in texts that are public at once.
supervisions-marked = 这段文字提交后立即公开，其中可能有指向个人的内容：{ $found }。请改写；确认可以公开的，请在下面勾选。
supervisions-field-checked = 可能指向个人的内容
supervisions-checked-yes = 我已核对，可以公开

# The letter of a lifting.
supervisions-letter = 解除挂牌通知 { $number }
supervisions-letter-title = 关于解除挂牌督办的通知
supervisions-letter-series = { $mark }督解〔{ $year }〕
supervisions-letter-body =
    { $bureaus }：
    “{ $title }”（{ $number }）于{ $listed }挂牌督办，共 { $count } 项督办事项。
    经核查，各项督办事项均已完成，佐证材料已经核对认可，并经现场核查。解除公示自{ $from }至{ $until }，期间没有成立的异议。
    现决定自{ $today }起解除挂牌督办。请继续加强监管，按期回访；问题复发的，将重新挂牌督办，从严处理。
supervisions-did-join_matter = 后来收到的一件举报事项并入本案。
supervisions-untied = 涉及同一企业、尚未并入的事项
supervisions-untied-hint = 并入后，举报人会收到挂牌和解除的通知；并入的不能再移出。
supervisions-join = 并入本案
supervisions-join-offer = 所涉企业已有挂牌督办案件，可以并入：
supervisions-join-done = 已并入本案，举报人会收到通知。
supervisions-join-not = 这件事项不能并入这个案件：不涉及同一企业，或已经并入，或案件已不在督办。
