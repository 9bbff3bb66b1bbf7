# When something goes wrong.

errors-title = { $kind ->
    [not-found] 没有找到这个页面
    [forbidden] 您没有权限看这一页
    [expired] 页面放得太久了
    [conflict] 这件事刚刚有人办过
    [too-many] 操作太频繁了
    [too-large] 文件太大了
    [bad-request] 没有看懂这次提交
    [unavailable] 系统暂时不能用
   *[server] 系统出了问题
  }
errors-text = { $kind ->
    [not-found] 地址可能写错了，或者内容还没有公开。
    [forbidden] 请换一个账号登录，或者联系本单位管理员。
    [expired] 请返回上一页再提交一次，您填写的内容还在。
    [conflict] 请刷新后看看现在的状态，再决定怎么办。
    [too-many] 请过一会儿再试，您填写的内容不会丢。
    [too-large] 请选小一点的照片，或者少选几张。
    [bad-request] 请返回上一页检查后再试。
    [unavailable] 请过几分钟再试。没有拿到编号的，就是还没有提交成功。
   *[server] 我们已经记录下来。请过几分钟再试；没有拿到编号的，就是还没有提交成功。
  }
errors-retry = 请等 { $seconds } 秒再试。
errors-home = 回到首页
errors-report = 我要举报
errors-status = 状态 { $status }
errors-reference = 联系我们时请说明：{ $reference }
