# Published results.

results-title = 办理结果公开
results-heading = 办理结果
results-lead = 这里是已经办结、经过审核的处理结果。举报人的身份、原话和给本人的答复不会公开。
results-county = 县（市、区）
results-kind = 类别
results-any = 全部
results-filter = 筛选
results-all = 去掉筛选
results-published = { $date }公开
results-show-title = { $number } 办理结果
results-text = 处理结果
results-bureau = 承办单位
results-received = 收到
results-accepted = 受理
results-ended = 办结
results-verdict = 是否属实
results-measures = 采取的措施
results-no-measures = 没有采取行政措施
results-note = 公开的文字由专人核对，去掉了可能认出举报人的内容。
