# The clerk's screen.

hotline-title = Hotline
hotline-heading = Enter a call
hotline-phone = Caller's number
hotline-name = Caller
hotline-channel = Channel
hotline-text = What is wrong
hotline-category = Kind
hotline-address = Place
hotline-county = County
hotline-unit = Reported unit
hotline-industry = Line of business
hotline-identity = Signed how
hotline-urgent = Urgent: tell the duty officer at once
hotline-send = Enter and get the number
hotline-send-note = Then read it back to the caller
hotline-known = What is known
hotline-known-failed = What is known cannot be shown now. Take the call as usual.
hotline-known-route = Where it goes
hotline-known-route-none = Enter a place or a county to see who is responsible, and why.
hotline-known-calls = Earlier calls of this number
hotline-known-calls-none = Shown once a number is entered.
hotline-known-matters = Open matters near and alike
hotline-known-matters-none = No open matter is near or alike.
hotline-join = Attach the call to it
hotline-readback = Please read back: { $target } has it
