# Figures by county.

statistics-title = 数据公开
statistics-heading = 数据公开
statistics-period = { $from } 至 { $until }
statistics-received = 收到
statistics-in-hand = 在办
statistics-concluded = 办结
statistics-late = 逾期
statistics-accepted = 按期受理
statistics-concluded-on-time = 按期办结
statistics-substantiated = 查实
statistics-fined = 罚款
statistics-map = 举报数量分布
statistics-map-note = 示意图，仅表示统计区域。
statistics-area = { $name }：{ $value } 件
statistics-range = { $from } – { $to } 件
statistics-table = 分县数据
statistics-export = 下载表格（CSV）
statistics-updated = 更新于 { $at }
