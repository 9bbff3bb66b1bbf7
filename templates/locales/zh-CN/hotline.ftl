# The clerk's screen.

hotline-title = 来电登记
hotline-heading = 来电登记
hotline-phone = 来电号码
hotline-name = 来电人
hotline-channel = 渠道
hotline-text = 反映什么
hotline-category = 类别
hotline-address = 地点
hotline-county = 县（市、区）
hotline-unit = 被反映单位
hotline-industry = 行业
hotline-identity = 留名方式
hotline-urgent = 紧急：立即报值班
hotline-send = 登记并取得编号
hotline-send-note = 登记后读给来电人听
hotline-known = 已知情况
hotline-known-failed = 暂时查不到已知情况，请照常登记。
hotline-known-route = 会派到哪里
hotline-known-route-none = 写下地点或选择县，就能看到归谁管、为什么。
hotline-known-calls = 这个号码的来电
hotline-known-calls-none = 输入号码后显示。
hotline-known-matters = 附近和相似的未结事项
hotline-known-matters-none = 没有相近的未结事项。
hotline-join = 并入这一件
hotline-readback = 请读给来电人：由{ $target }办理
