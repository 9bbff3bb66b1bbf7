# Staff accounts.

accounts-login-title = 工作人员登录
accounts-login-heading = 工作人员登录
accounts-name = 账号
accounts-password = 密码
accounts-login = 登录
accounts-login-help = 举报和查询不需要账号。忘记密码，请联系本单位管理员。
accounts-resume-title = 您填写的内容还在
accounts-resume-text = 登录已过期，刚才的操作没有执行。请看一看，没有问题就再提交一次。
accounts-resume-send = 再次提交
accounts-password-title = 修改密码
accounts-password-old = 现在的密码
accounts-password-new = 新密码
accounts-password-hint = 至少 10 个字符，可以用一句话。
accounts-password-again = 再输一次新密码
accounts-password-save = 保存新密码
login-wrong = 账号或密码不对，请再试一次。
password-wrong = 现在的密码不对。
password-length = 新密码至少要有 { $fewest } 个字符。
password-same = 新密码不能和现在的密码一样。
password-differs = 两次输入的新密码不一样。
