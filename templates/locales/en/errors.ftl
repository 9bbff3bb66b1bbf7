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
