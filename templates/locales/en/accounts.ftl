# Staff accounts.

accounts-login-title = Staff log-in
accounts-login-heading = Staff log-in
accounts-name = Account name
accounts-password = Password
accounts-login = Log in
accounts-login-help = No account is needed to report or to track. If you forgot your password, ask your administrator.
accounts-resume-title = What you typed is still here
accounts-resume-text = Your session had ended, so your act was not carried out. Please check what you typed and send it again.
accounts-resume-send = Send again
accounts-password-title = Change your password
accounts-password-old = Current password
accounts-password-new = New password
accounts-password-hint = At least 10 characters; a sentence is fine.
accounts-password-again = New password again
accounts-password-save = Save the new password
login-wrong = The name or the password is wrong. Please try again.
password-wrong = The current password is wrong.
password-length = The new password needs at least { $fewest } characters.
password-same = The new password must differ from the current one.
password-differs = The two new passwords differ.
