# Staff accounts.

accounts-login-title = 工作人员登录
accounts-login-heading = 工作人员登录
accounts-name = 账号
accounts-password = 密码
accounts-login = 登录
accounts-login-help = 举报和查询不需要账号。忘记密码，请联系本单位管理员。
