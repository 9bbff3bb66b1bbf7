# The record of identity readings.

readings-title = 身份查阅记录
readings-lead = 谁在什么时候、为什么查看了哪一件的举报人身份。这里不显示身份本身。
readings-at = 时间
readings-who = 查看人
readings-bureau = 单位
readings-report = 举报编号
readings-case = 事项编号
readings-reason = 理由
readings-compared = 公开前系统比对：公开文字里有与举报人相同的内容
