# Words that every page shares.

common-skip = 跳到正文
common-back = 返回
common-nav = 主导航
common-language-other = English
common-language-switch = 切换语言：English
common-logout = 退出登录
common-role = { $role ->
    [clerk] 话务员
    [officer] 经办人
    [chief] 负责人
    [dispatcher] 分派
    [supervisor] 督查
    [province] 省厅
    [department] 联动部门
    [administrator] 管理员
    [auditor] 审计
   *[other] { $role }
  }

common-footer-supervisions = 挂牌督办公示
common-footer-statistics = 数据公开
common-footer-track = 查询进度
common-footer-staff = 工作人员登录
common-footer-hotline = 举报热线：{ $hotline }
common-footer-secrecy = 您的身份和联系方式单独加密保存，不会告知被举报人和被举报单位。
common-footer-internal = 内部系统。查看举报人身份须说明理由，每次查看都会留痕。

common-error-prefix = 有误：
common-error-summary = 还有几处需要改一下
common-optional = （选填）
common-not-given = 未填写
common-change = 修改
common-close = 关闭
common-internal = 内部记录
common-by-date = { $date }前

common-pages = 翻页
common-page = 第 { $number } 页
common-page-prev = 上一页
common-page-next = 下一页

common-due = { $status ->
    [late] 已逾期 { $days } 天
    [done] 已办结
   *[open] { $days ->
        [0] 今天到期
       *[other] 还剩 { $days } 天
      }
  }

common-listing = { $state ->
    [proposed] 拟挂牌
    [refused] 未予挂牌
    [listed] 已挂牌
    [applied] 申请解除
    [verification] 现场核查
    [notice] 解除公示中
    [lifted] 已解除
    [overdue] 逾期未摘牌
   *[other] { $state }
  }

common-requirements-done = 督办事项完成 { $done } / { $total }

common-empty = { $kind ->
    [desk] 这里没有待办事项
    [search] 没有找到符合条件的记录
    [supervisions] 目前没有挂牌督办案件
    [results] 还没有可以公开的办理结果
    [publications] 还没有公开的转办件
    [calls] 这个号码没有来过电话
    [timeline] 还没有办理记录
    [petitions] 没有转办件
    [phrases] 还没有常用语
    [filters] 还没有保存的筛选
    [notices] 还没有公告
    [revisits] 没有要回访的企业
    [measures] 没有要复查的措施
    [alerts] 没有提醒
    [callbacks] 没有要打的回访电话
    [dissatisfactions] 没有等待决定的不满意件
    [reviews] 没有复查复核
   *[other] 这里暂时没有内容
  }
common-empty-hint = { $kind ->
    [desk] 新的事项到来后会显示在这里。
    [search] 换一个词，或者去掉一个筛选条件再试试。
    [supervisions] 一旦挂牌，会从当天起在这里公示，不彻底解决不摘牌。
    [results] 办结并经审核后，结果会在这里公开。
    [publications] 核对之后，一览表和每日情况会在这里公开。
    [calls] 请照常登记。
    [timeline] 有进展时会记在这里。
    [petitions] 省里转来后会显示在这里。
    [phrases] 先添加几条，办理时就能直接使用。
    [filters] 在工作台选好条件后，点“保存这个筛选”。
    [notices] 发布后会显示在这里。
    [revisits] 企业停产、关停或停电后，会自动安排三次回头看。
    [measures] 责令改正、限期整改、按日计罚、查封扣押、停产整治作出后，会自动排上复查日期。
    [alerts] 有期限临近、紧急事项或别的消息时，会显示在这里。
    [callbacks] 有人不满意、紧急事项办结或每月抽取后会显示在这里。
    [dissatisfactions] 举报人对答复不满意时会显示在这里。
    [reviews] 有人申请复查复核时会显示在这里。
   *[other] 过些时候再来看看。
  }

common-shortcuts = 键盘快捷键
common-required-hint = 请填写这一项
common-more = 查看全部

common-map-label = 选择地点的示意图。方向键移动准星，回车键选定。
common-map-goes = 这里归{ $name }管
common-map-unsure = 先由{ $name }看一看，再分派
common-map-outside = 这里不在本辖区，应由{ $name }受理
common-map-outside-unknown = 这里不在本辖区。您仍可提交，我们会告诉您该找谁。
common-map-alternatives = 靠近边界或说法不一，也可能归：{ $names }
common-map-separator = 、
common-map-failed = 现在查不到归属，不影响提交。
common-map-locating = 正在定位……
common-map-denied = 没有取得您的位置。请在图上点选，或填写地址。
common-map-cleared = 已去掉选定的点。
common-map-zoom-in = 放大
common-map-zoom-out = 缩小
common-map-locate = 用我现在的位置
common-map-clear = 去掉这个点
common-map-keys = 在图上点一下就行。用键盘：方向键移动，回车选定。
