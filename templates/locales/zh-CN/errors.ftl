error-not-found = 没有找到这个页面。请检查网址或编号是否正确。
error-forbidden = 您的账号没有办理此事的权限。如有需要，请联系管理员。
error-origin = 这个请求不是从本站页面发出的，为了您的安全没有处理。请回到本站页面重新提交。
error-login-needed = 请先登录。
error-login-again = 请重新登录。您填写的内容已为您保留。
error-too-large = 提交的内容太大了。请减少照片的数量或大小后再试。
error-too-many = 操作太频繁了，请在 { $seconds } 秒后再试。
error-unavailable = 系统暂时无法处理，您的内容没有丢失也没有只存一半。请稍后再试，或拨打 12369 热线。
error-internal = 系统出了问题，我们已经记录下来。请稍后再试。
error-invalid = 有些内容需要修改。
error-encoding = 提交的文字编码无法识别，请使用 UTF-8 编码。
error-form = 提交的内容不完整或无法读取，什么都没有保存。请重新提交。
error-method = 这个地址不接受这种请求。
error-changed = 这件事刚刚有了变化，您的操作没有执行。请查看当前情况后再决定。
error-password-change = 请先修改初始密码，然后再办理业务。

# When something goes wrong.

errors-title = { $kind ->
    [not-found] 没有找到这个页面
    [forbidden] 您没有权限看这一页
    [expired] 页面放得太久了
    [conflict] 这件事刚刚有人办过
    [undo] 现在不能撤销了
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
    [undo] 请刷新后看看现在的状态，再决定怎么办。
    [too-many] 请过一会儿再试，您填写的内容不会丢。
    [too-large] 请选小一点的照片，或者少选几张。
    [bad-request] 请返回上一页检查后再试。
    [unavailable] 请过几分钟再试。没有拿到编号的，就是还没有提交成功。
   *[server] 我们已经记录下来。请过几分钟再试；没有拿到编号的，就是还没有提交成功。
  }
errors-retry = 请等 { $seconds } 秒再试。
errors-typed-text = 这些内容没有保存。可以先复制下来，看清现在的情况后再提交。
errors-home = 回到首页
errors-staff-home = 回到我的工作页面
errors-staff-before = 回到刚才的页面
errors-report = 我要举报
errors-status = 状态 { $status }
errors-reference = 联系我们时请说明：{ $reference }
undo-too-late = 撤销的时间已过，或者通知已经发出，不能再撤销。
undo-changed = 此后这件事又有了变化，不能再撤销。请查看现在的情况。
claim-taken = 这件事刚刚由别人领取或转交了。请刷新后查看。
phrase-too-many = 常用语已满，请先删去不用的。
filter-nothing = 列表里还没有选筛选条件，没有可以保存的。
filter-too-many = 筛选已满，请先删去不用的。
bulk-no-act = 请选择要批量办理的步骤。
bulk-none-chosen = 请先在列表里勾选事项。
bulk-too-many = 一次最多 { $most } 件，请分批办理。
bulk-not-yours = 现在不由您办理这一步。
bulk-not-there = 没有找到这件事，或者您不能查看。
field-staff_note-missing = 请写明备注内容。
field-to-missing = 请选择接手的同事。
field-title-missing = 请填写名称。
field-phrase-missing = 请填写内容。
field-filter_name-missing = 请给这个筛选起个名字。
