# The work list.

desk-title = 工作台
desk-total = 共 { $count } 件
desk-search = 搜索
desk-search-hint = 编号、单位、地点
desk-export = 导出表格
desk-loading = 正在打开……
desk-failed = 没有打开，请直接点编号。
desk-filters = 筛选
desk-number = 编号
desk-matter = 事项与单位
desk-place = 地点
desk-kind = 类别
desk-state = 状态
desk-owner = 承办
desk-due = 期限
desk-urgent = 紧急
desk-keys-walk = 上下移动
desk-keys-open = 打开
desk-keys-search = 搜索
desk-keys-all = 全部快捷键
desk-keys-down = 下一件
desk-keys-up = 上一件
desk-keys-help = 打开这张表
desk-preview = 预览
desk-preview-hint = 选一件，在这里先看个大概。
desk-open = 打开办理
