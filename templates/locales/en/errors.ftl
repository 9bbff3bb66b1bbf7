error-not-found = There is no such page. Please check the address or the number.
error-forbidden = Your account may not do this. If you need to, please ask the administrator.
error-origin = This request did not come from a page of this site, so for your safety it was not carried out. Please go back to our page and send it again.
error-login-needed = Please log in first.
error-login-again = Please log in again. What you typed has been kept for you.
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
    [undo] This can no longer be undone
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
    [undo] Please reload to see how it stands now, then decide.
    [too-many] Please try again in a moment. What you typed is not lost.
    [too-large] Please choose smaller photographs, or fewer.
    [bad-request] Please go back, check and try again.
    [unavailable] Please try again in a few minutes. Without a number, nothing has been sent.
   *[server] It is on record. Please try again in a few minutes; without a number, nothing has been sent.
  }
errors-retry = Please wait { $seconds } seconds.
errors-typed-text = None of this was stored. You can copy it, see how things stand, and send it again.
errors-home = To the first page
errors-staff-home = Back to my work
errors-staff-before = Back to the page you came from
errors-report = Report pollution
errors-status = Status { $status }
errors-reference = Please quote: { $reference }
undo-too-late = The time to undo is over, or people have been told already. It can no longer be undone.
undo-changed = Something has happened to this matter since, so it can no longer be undone. Please look at how it stands now.
claim-taken = Somebody has just taken this matter or handed it over. Please look again.
phrase-too-many = No more text blocks can be kept. Please remove some first.
filter-nothing = Nothing was chosen in the list, so there is no filter to keep.
filter-too-many = No more filters can be kept. Please remove some first.
bulk-no-act = Please choose what is to be done.
bulk-none-chosen = Please tick matters in the list first.
bulk-too-many = At most { $most } matters at once. Please do fewer at a time.
bulk-not-yours = This is not yours to do now.
bulk-not-there = There is no such matter, or you may not see it.
field-staff_note-missing = Please write the note.
field-to-missing = Please choose the colleague.
field-title-missing = Please give it a name.
field-phrase-missing = Please write the text.
field-filter_name-missing = Please give this filter a name.
