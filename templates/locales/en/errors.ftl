error-not-found = There is no such page. Please check the address or the number.
error-forbidden = Your account may not do this. If you need to, please ask the administrator.
error-origin = This request did not come from a page of this site, so for your safety it was not carried out. Please go back to our page and send it again.
error-login-needed = Please log in first. What you typed has been kept for you.
error-too-large = What you sent is too large. Please send fewer or smaller photographs.
error-too-many = Too many requests. Please try again in { $seconds } seconds.
error-unavailable = The portal cannot handle this just now; nothing was lost and nothing was half stored. Please try again later, or call 12369.
error-internal = Something went wrong on our side and has been logged. Please try again later.
error-invalid = Some of what you entered needs a change.
error-encoding = The text you sent is in an encoding that we cannot read. Please send UTF-8.
error-form = What you sent is incomplete or cannot be read; nothing was stored. Please send it again.
error-method = This address does not take this kind of request.
error-changed = This matter has just changed, so your act was not carried out. Please look at how it stands now.
error-password-change = Please change the password you were given before doing anything else.

# When something goes wrong.

errors-title = { $kind ->
    [not-found] Page not found
    [forbidden] You may not see this page
    [expired] This page has been open too long
    [conflict] Someone has just dealt with this
    [too-many] Too many tries
    [too-large] The file is too large
    [bad-request] We could not read what was sent
    [unavailable] The service is not available
   *[server] Something went wrong here
  }
errors-text = { $kind ->
    [not-found] The address may be wrong, or the page is not public yet.
    [forbidden] Log in with another account, or ask your administrator.
    [expired] Please go back and send it again. What you typed is still there.
    [conflict] Please reload to see how it stands now, then decide.
    [too-many] Please try again in a moment. What you typed is not lost.
    [too-large] Please choose smaller photographs, or fewer.
    [bad-request] Please go back, check and try again.
    [unavailable] Please try again in a few minutes. Without a number, nothing has been sent.
   *[server] It is on record. Please try again in a few minutes; without a number, nothing has been sent.
  }
errors-retry = Please wait { $seconds } seconds.
errors-home = To the first page
errors-report = Report pollution
errors-status = Status { $status }
errors-reference = Please quote: { $reference }
