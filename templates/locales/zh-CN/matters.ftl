# Nouns that every room shares: kinds, industries, channels, states, acts, findings, measures, limits.
# Timeline titles (timeline-<act>) take: bureau (its name), and where the act states one:
# verdict and measure (already in words), into (a number), on (a date in words).

kind-air = 大气
kind-air_odour = 恶臭/异味
kind-air_soot = 烟粉尘
kind-air_waste_gas = 工业废气
kind-air_cooking = 油烟
kind-air_site_dust = 扬尘
kind-air_vehicle = 机动车尾气
kind-air_burning = 露天焚烧
kind-water = 水
kind-water_industrial = 工业废水
kind-water_sewage = 生活污水
kind-water_livestock = 养殖废水
kind-water_black = 黑臭水体
kind-water_source = 饮用水源
kind-noise = 噪声
kind-noise_construction = 施工噪声
kind-noise_industrial = 工业噪声
kind-noise_social = 社会生活噪声
kind-noise_traffic = 交通噪声
kind-waste = 固体废物
kind-waste_household = 生活垃圾
kind-waste_building = 建筑垃圾
kind-waste_industrial = 工业固废
kind-waste_hazardous = 危险废物
kind-waste_medical = 医疗废物
kind-soil = 土壤
kind-radiation = 辐射
kind-ecology = 生态破坏
kind-ecology_quarry = 采石采砂
kind-ecology_felling = 毁林
kind-ecology_reserve = 侵占保护区
kind-project = 建设项目
kind-project_unapproved = 未批先建
kind-project_unaccepted = 未验先投
kind-project_three = 违反“三同时”
kind-other = 其他

industry-coking = 焦化
industry-magnesium = 金属镁
industry-ore_dressing = 选矿
industry-paper = 造纸
industry-dyeing = 印染
industry-chemicals = 化工
industry-building = 建筑施工
industry-catering = 餐饮
industry-livestock = 畜禽养殖
industry-smelting = 金属冶炼
industry-waste_treatment = 废物处理
industry-other = 其他

channel-web = 网络
channel-telephone = 来电
channel-letter = 来信
channel-visit = 来访
channel-province = 省转办
channel-department = 部门移送
channel-api = 接口

reporter-anonymous = 匿名
reporter-anonymous-hint = 不留姓名和联系方式，凭编号和查询码看答复
reporter-named = 实名
reporter-named-hint = 留下姓名和联系方式，结果一定告诉您
reporter-confidential = 保密
reporter-confidential-hint = 留下联系方式，但办理的县里也看不到，只有市局能联系您

state-dispatching = 待分派
state-assigned = 待受理
state-returned = 退回待定
state-declining = 拟不予受理
state-accepted = 办理中
state-partly_concluded = 阶段性办结
state-proposed = 待审批
state-concluded = 已办结
state-declined = 不予受理
state-withdrawn = 已撤回
state-merged = 已并案
matter-track-violation = 举报查处
matter-track-grievance = 信访申诉

act-assign = 分派
act-accept = 受理
act-propose_decline = 拟不予受理
act-return = 退回市局
act-transfer = 转办
act-inspect = 记录现场检查
act-find = 作出认定
act-measure = 记录处理措施
act-refer = 商请部门
act-reply = 部门回复
act-assist = 请求协办
act-take_back = 收回请求
act-propose_partial = 报请阶段性办结
act-fulfil = 兑现承诺
act-propose_extension = 申请延期
act-extend = 批准延期
act-refuse_extension = 不同意延期
act-chase = 催办
act-rehandle = 退回重办
act-reopen = 重新办理
act-reopen-withdrawn = 依职权继续办理
act-unmerge = 取消并案
act-split = 分办
act-propose_conclusion = 报请办结
act-approve = 批准
act-send_back = 退回修改
act-publish = 公开结果
act-withdraw = 撤回
act-merge = 并案

verdict-substantiated = 属实
verdict-partly = 部分属实
verdict-unsubstantiated = 不属实

measure-order_to_correct = 责令改正
measure-rectify_by_date = 限期整改
measure-case_filed = 立案
measure-case_closed = 结案
measure-fine = 罚款
measure-daily_penalty = 按日计罚
measure-sealing = 查封扣押
measure-suspension = 限产停产
measure-closure = 取缔关闭
measure-power_cut = 停电
measure-police = 移送公安
measure-supervision = 移送监察
measure-interview = 约谈

decline_reason-outside_duties = 不属于生态环境部门职责
decline_reason-too_vague = 线索过于笼统，无法查找
decline_reason-litigation = 应当通过诉讼、仲裁或行政复议解决
decline_reason-already_accepted = 同一事项已经受理
decline_reason-answered_before = 已经作出答复，没有新的事实
decline_reason-final = 已经终结

policy-acceptance = 告知是否受理
policy-conclusion = 办结
policy-rehandling = 重新办理
policy-forwarding = 市局分派
policy-objection = 退回异议
policy-reexamination_request = 申请复查
policy-reexamination = 作出复查意见
policy-review_request = 申请复核
policy-review = 作出复核意见
policy-supervision = 挂牌督办
policy-lifting_notice = 解除公示
policy-progress_note = 报告进展
policy-revisit_first = 第一次回头看
policy-revisit_second = 第二次回头看
policy-revisit_third = 第三次回头看
policy-forwarded = 省里要求的办结日期

timeline-receive = 收到举报，由{ $bureau }办理
timeline-assign = 转交{ $bureau }办理
timeline-accept = { $bureau }受理
timeline-propose_decline = { $bureau }拟不予受理
timeline-return = { $bureau }退回市局
timeline-inspect = { $bureau }于{ $on }到现场检查
timeline-find = { $bureau }作出认定：{ $verdict }
timeline-measure = { $bureau }采取措施：{ $measure }
timeline-refer = 商请{ $bureau }协助
timeline-reply = { $bureau }回复
timeline-propose_conclusion = { $bureau }报请办结
timeline-send_back = 退回修改
timeline-conclude = { $bureau }办结并答复
timeline-decline = { $bureau }决定不予受理
timeline-publish = { $bureau }公开办理结果
timeline-withdraw = 举报人撤回
timeline-withdraw_one = 一位举报人撤回，其他人的继续办理
timeline-merge = 并入 { $into } 一起办理
timeline-closed_plant = 被举报企业已于{ $on }停产或关停，请核查是否死灰复燃
timeline-relapse = { $on }回头看发现企业又在生产
timeline-transfer = 转由{ $bureau }办理
timeline-take_over = { $bureau }接手办理
timeline-assist = 请{ $bureau }协办
timeline-take_back = 收回对{ $bureau }的请求
timeline-propose_partial = { $bureau }报请阶段性办结
timeline-conclude_part = { $bureau }阶段性办结并答复，承诺事项继续办理
timeline-fulfil = { $bureau }兑现一项承诺
timeline-propose_extension = { $bureau }申请延期 { $days } 日
timeline-extend = 办理期限延长 { $days } 日，至{ $due }
timeline-refuse_extension = 不同意延期
timeline-chase = { $bureau }催办
timeline-rehandle = { $bureau }退回重办
timeline-reopen = 重新办理
timeline-own_motion = { $bureau }依职权继续办理
timeline-unmerge = 取消并案，单独办理
timeline-split = 分出 { $into } 另行办理
timeline-split_off = 就同一举报另立 { $into }，由{ $bureau }办理
timeline-join = 又有一人反映同一件事
timeline-mail_failed = 给举报人的邮件无法送达，请改用电话或书信告知
timeline-supplement = 举报人补充了情况
timeline-read_identity = { $bureau }查看了举报人身份

# Why a matter may be the same as another.
alike-plant = 单位相同
alike-distance = 相距 { $metres } 米
alike-place = 地点相近
alike-words = 说法相似
alike-kind = 同类
alike-days = { $days ->
    [0] 今天
    [1] 昨天
   *[other] { $days } 天前
  }
