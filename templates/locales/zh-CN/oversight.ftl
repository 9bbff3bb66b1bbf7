# The city over its bureaus (P5).

oversight-title = 各县情况
oversight-lead = 每个数字可以点开。退回、催办、督办为今年以来的次数，其余为现在的件数。
oversight-open = 在办
oversight-late = 逾期
oversight-soon = 7 日内到期
oversight-returned = 今年退回
oversight-chased = 今年催办
oversight-listings = 挂牌逾期
oversight-petitions = 省转办逾期
oversight-answers = 通报未报告
oversight-problems = 督查问题未销号
oversight-problem = 整改要求
oversight-overdue-of = { $bureau }：逾期事项
oversight-chase = 全部催办
oversight-chase-text = 下一步填写催办意见，并逐件预览后再发出；一次最多 100 件，逾期最久的在前。
oversight-all = 在工作台中查看
oversight-nothing = 没有逾期事项。
