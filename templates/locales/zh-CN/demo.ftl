demo-banner = 演示系统：企业和事项都是虚构的。
demo-return-reason = 经核对，被反映地点不在我县范围内，建议由相邻县办理。
demo-decline-explanation = 您好，反映的内容没有具体地点和单位，我们无法查找。请补充地点、时间或照片，我们会马上受理。
demo-measure = 责令立即改正违法行为，完善治理设施。
demo-unsubstantiated = 不属实
demo-partly = 部分属实
demo-responsible = 分管副县长（虚构）
demo-officer = 市局督查科（虚构）
demo-basis = 《环境保护法》及市局挂牌督办工作规定
demo-notice = 经现场核查，督办事项已全部完成，拟解除挂牌督办，现予公示。
demo-progress = 已制定整改方案，明确责任人和完成时限，正在推进。
demo-evidence = 已完成，现场照片和验收材料存档。
demo-application = 督办事项已全部完成，申请解除挂牌督办。
demo-verification = 现场核查，整改到位。
demo-batch = 省转办第 {"{}"} 批（示例）
demo-review-reason = 所反映的是对处理方式的申诉，可以申请复查。
demo-review-grounds = 答复说已经整改，但是夜里仍有异味，请上级再查一查。
demo-review-decision = 经复查，原办理单位检查时间、人员、监测数据完整，答复内容与事实相符，予以维持。夜间异味另行安排检查。
demo-explanation = 市局派人复核了检查记录和监测数据，整改措施已经落实；反映的异味出现在设备检修当晚，已要求今后检修提前公告。
demo-question = 整改后的监测数据是多少？
demo-question-answer = 整改后三次监测均达标，数据已附在报告里。
demo-account-unit = 某镇政府（虚构）
demo-account-post = 分管环保工作负责人
demo-accept-note = 整改到位，同意办结。
demo-responsible-name = 示例人员（虚构）
demo-figures =
    化学需氧量，38，mg/L，50，{ "{}" }
    氨氮，2.1，mg/L，5，{ "{}" }

demo-round-title = 秋冬季环境信访专项督查
demo-round-lead = 市局督查科科长（虚构）
demo-round-members = 检查员甲、检查员乙
demo-round-fine = 现场核查，整改措施已落实，与答复一致。
demo-round-finding = 现场核查，治污设施运行记录不全，部分整改措施没有落实。
demo-round-demand = 补齐运行记录，落实整改措施，报送监测报告。
demo-round-answer = 已补齐运行记录，设施正常运行，监测报告已附卷。
demo-circular-answer = 已召开专题会，逐件列出逾期事项，明确经办人和完成时限；对久拖不办的两件由分管领导包案，月底前全部办结。
demo-campaign-name = 涉水企业清废攻坚行动
demo-campaign-aim = 用四个半月时间，把沿河工业企业的治污设施逐家查一遍，发现一个整改一个、整改一个销号一个，让河水看得见变清。
demo-campaign-problems =
    治污设施不正常运行
    未批先建、未验先投
    偷排偷放
    关停后恢复生产
demo-campaign-phase1 = 动员部署
demo-campaign-phase2 = 全面排查
demo-campaign-phase3 = 集中整治
demo-campaign-phase4 = 验收总结
demo-campaign-demand = 立即停止违法行为，限期整改到位，整改报告报县级分局。
demo-campaign-mended = 治污设施已修复并正常运行，出水监测达标，已建立运行台账。
demo-campaign-publicity = 专项行动宣传

demo-notice-hours = 关于环境举报热线全天接听的公告
demo-notice-hours-text =
    为方便群众反映环境问题，自即日起环境举报热线全天二十四小时接听，网上举报随时可以提交。

    每一件举报都会登记编号，凭编号和查询码可以查看办理进展。
demo-notice-wrong = 关于开展机动车尾气路检的公告
demo-notice-wrong-text = 定于本周六在城区主要路口开展机动车尾气路检，请广大车主配合。
demo-notice-reason = 路检时间有变动，另行公告。
demo-notice-exposure = 公开曝光一起治理设施不正常运行案
demo-notice-exposure-text =
    现场检查发现，该企业治理设施停用，污染物未经处理直接排放。已责令立即改正，并依法立案处罚。

    欢迎群众继续监督举报。
demo-notice-basis = 《中华人民共和国生态环境法典》（示例）
demo-notice-draft = 关于秋冬季重污染天气应急响应的公告
demo-notice-draft-text = 预计近日扩散条件不利，请相关企业按应急预案落实减排措施。
demo-look-met = 复查时治理设施正常运行，现场没有发现违法排放，已改正。
demo-look-refused = 复查时仍有违法排放，未按要求改正，将依法进一步处理。
demo-demand = 查清排放来源，责令限期整改，报送监测报告和整改照片。
demo-demand-report = 已责令停产整改，治污设施正在检修，监测报告附后。
