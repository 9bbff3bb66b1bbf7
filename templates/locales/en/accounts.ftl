# Staff accounts.

accounts-login-title = Staff log-in
accounts-login-heading = Staff log-in
accounts-name = Account name
accounts-password = Password
accounts-login = Log in
accounts-login-help = No account is needed to report or to track. If you forgot your password, ask your administrator.
