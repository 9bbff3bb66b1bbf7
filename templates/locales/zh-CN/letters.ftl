# Numbered letters to reporters. The wordings are what an administrator can change.

letters-title = 函件登记簿
letters-search = 文号或事项编号
letters-filter = 筛选
letters-number = 文号
letters-kind = 种类
letters-kind-all = 全部种类
letters-kind-acceptance = 受理告知书
letters-kind-refusal = 不予受理告知书
letters-kind-extension = 延期告知书
letters-kind-interim = 阶段性答复
letters-kind-answer = 答复意见书
letters-kind-reexamination = 复查意见书
letters-kind-review = 复核意见书
letters-kind-final = 复核意见书（终结）
letters-case = 事项
letters-on = 日期
letters-state = 送达
letters-state-done = 已送达
letters-state-mailed = 邮件已发出
letters-state-mailing = 邮件待发
letters-state-refused = 邮件被退，待寄送
letters-state-waiting = 待寄送或当面交付
letters-state-track = 凭编号和查询码自取
letters-only-waiting = 只看待寄送的
letters-matter = 事项 { $number }
letters-pdf = 打开 PDF
letters-seal = （加盖印章处）
letters-deliver = 登记送达
letters-deliver-hint = 没有电子邮箱的，邮寄或当面交付后在这里登记。联系方式在事项页写明理由后查看。
letters-way = 方式
letters-way-posted = 邮寄
letters-way-handed = 当面交付
letters-way-collected = 本人领取
letters-way-missing = 请选择送达方式。
letters-delivered_on = 日期
letters-delivered_on-missing = 请填写送达日期。
letters-delivered_on-wrong = 送达日期不能早于落款日期，也不能晚于今天。
letters-deliver-send = 登记
letters-delivered-already = 这份函件已经登记送达。
letters-attached = 随信附上《{ $title }》（{ $number }）。
letters-lacking = 文中“〓”处的字本机字库没有，依次为：{ $characters }。请以网页上显示的为准。
letters-mine = 书面函件
letters-marked = 答复里可能指向个人的内容，请确认可以告诉举报人：
letters-of-matter = 函件

letters-templates = 函件模板
letters-templates-text = 新的函件按这里的文字制作；已经发出的不会改变。
letters-language = 语言
letters-language-zh-CN = 中文
letters-language-en = 英文
letters-wording = 文字
letters-wording-shipped = 系统自带
letters-wording-own = 本局修改，第 { $version } 版
letters-text = 正文
letters-text-hint = 第一行是称呼，以后每行一段。大括号里的词会换成事项的内容；要写大括号本身，写两个。
letters-keep = 保存为新版本
letters-done-kept = 已保存，今后的函件用这个新版本。
letters-done-reset = 已恢复系统自带的文字，今后的函件用它。
letters-preview-button = 预览
letters-preview = 预览（虚构的事项）
letters-preview-none = 改正错误后显示预览。
letters-reset = 恢复系统自带的文字
letters-placeholders = 可以使用的词
letters-required = 必须写上
letters-versions = 以前的版本
letters-version = 第 { $version } 版
letters-template-changed = 别人刚刚修改了这份模板。请打开最新的版本再改。
letters-fault-unknown = 第 { $line } 行第 { $column } 字：这种函件没有“{ $name }”这个词。
letters-fault-unclosed = 第 { $line } 行第 { $column } 字：大括号没有合上。
letters-fault-stray = 第 { $line } 行第 { $column } 字：多了一个右大括号；要写大括号本身，写两个。
letters-fault-missing = 必须写上“{ $name }”，现在没有。
letters-fault-empty = 请写正文。
letters-fault-long = 正文太长，最多 8000 字。
letters-placeholder-person = 举报人；信访事项则是信访人
letters-placeholder-matter = 举报；或信访事项
letters-placeholder-number = 编号
letters-placeholder-received = 收到的日期
letters-placeholder-bureau = 发函机关
letters-placeholder-today = 落款日期
letters-placeholder-link = 查询进度的网址
letters-placeholder-due = 办结期限
letters-placeholder-days = 延长的天数
letters-placeholder-reason = 理由
letters-placeholder-text = 写给举报人的答复、说明或意见
letters-placeholder-outcome = 维持、变更还是撤销
letters-placeholder-remedy = 不服时怎么办，按事项的办理途径
letters-sample-number = YC-20261123-00018
letters-sample-days = 30
letters-sample-reason = 需要等待水质检测结果
letters-sample-text = 经现场检查，某印染车间的污水处理设施停运属实，已责令立即改正并立案调查。

letters-series = { $mark }信{ $kind }〔{ $year }〕
letters-series-end = 号
letters-mark-acceptance = 受
letters-mark-refusal = 不受
letters-mark-extension = 延
letters-mark-interim = 阶
letters-mark-answer = 答
letters-mark-reexamination = 查
letters-mark-review = 核
letters-mark-final = 终
letters-title-acceptance = { $track ->
        [grievance] 信访事项
       *[violation] 举报事项
    }受理告知书
letters-title-refusal = { $track ->
        [grievance] 信访事项
       *[violation] 举报事项
    }不予受理告知书
letters-title-extension = 办理期限延长告知书
letters-title-interim = { $track ->
        [grievance] 信访事项
       *[violation] 举报事项
    }阶段性答复
letters-title-answer = { $track ->
        [grievance] 信访事项
       *[violation] 举报事项
    }答复意见书
letters-title-reexamination = 信访事项复查意见书
letters-title-review = 信访事项复核意见书
letters-title-final = 信访事项复核终结意见书
letters-person-violation = 举报人
letters-person-grievance = 信访人
letters-matter-violation = 举报
letters-matter-grievance = 信访事项
letters-remedy-reexamination = 如不服本答复，可以自收到之日起三十日内，向原办理机关的上一级机关请求复查；逾期不请求的，不再受理。
letters-remedy-review = 如不服本复查意见，可以自收到之日起三十日内，向复查机关的上一级机关请求复核。
letters-remedy-again = 本事项由原办理机关重新办理，办结后另行答复；如不服新的答复，可以自收到之日起三十日内再请求复查。
letters-remedy-report = 如对办理结果不满意，可以凭编号和查询码在网上评价，由市局决定是否重新办理。

letters-wording-acceptance =
    尊敬的{ $person }：
    您于{ $received }提出的{ $matter }（编号 { $number }）已经收到。经审查，属于本机关职责范围，决定予以受理。
    本机关将依法调查处理，于{ $due }前办结，并将结果书面告知您。
    您可以凭编号和查询码随时查询办理进度：{ $link }
    特此告知。
letters-wording-refusal =
    尊敬的{ $person }：
    您于{ $received }提出的{ $matter }（编号 { $number }）已经收到。经审查，决定不予受理，理由是：{ $reason }。
    { $text }
    { $remedy }
    特此告知。
letters-wording-extension =
    尊敬的{ $person }：
    您的{ $matter }（编号 { $number }）正在办理。因{ $reason }，经本机关负责人批准，办理期限延长{ $days }日，延至{ $due }。
    由此带来的不便，敬请谅解。您可以随时查询办理进度：{ $link }
    特此告知。
letters-wording-interim =
    尊敬的{ $person }：
    您于{ $received }提出的{ $matter }（编号 { $number }），现将阶段性办理情况答复如下：
    { $text }
    后续整改完成后，本机关将再次书面答复您。
    特此答复。
letters-wording-answer =
    尊敬的{ $person }：
    您于{ $received }提出的{ $matter }（编号 { $number }）已经办结，现答复如下：
    { $text }
    { $remedy }
    感谢您对生态环境保护工作的关心和支持。
letters-wording-reexamination =
    尊敬的{ $person }：
    您对{ $matter }（编号 { $number }）答复意见的复查请求收悉。经复查，决定：{ $outcome }。
    { $text }
    { $remedy }
    特此告知。
letters-wording-review =
    尊敬的{ $person }：
    您对{ $matter }（编号 { $number }）复查意见的复核请求收悉。经复核，决定：{ $outcome }。
    { $text }
    特此告知。
letters-wording-final =
    尊敬的{ $person }：
    您对{ $matter }（编号 { $number }）复查意见的复核请求收悉。经复核，决定：{ $outcome }。
    { $text }
    本复核意见为终结意见。以同一事实和理由再次提出的，各级机关不再受理。
    特此告知。
