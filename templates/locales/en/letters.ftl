# Numbered letters to reporters. The wordings are what an administrator can change.

letters-title = Register of letters
letters-search = Number of a letter or matter
letters-filter = Filter
letters-number = Number
letters-kind = Kind
letters-kind-all = All kinds
letters-kind-acceptance = Notice of acceptance
letters-kind-refusal = Notice of non-acceptance
letters-kind-extension = Notice of extension
letters-kind-interim = Interim answer
letters-kind-answer = Answer
letters-kind-reexamination = Re-examination
letters-kind-review = Second review
letters-kind-final = Second review, final
letters-case = Matter
letters-on = Date
letters-state = Delivery
letters-state-done = Delivered
letters-state-mailed = Mailed
letters-state-mailing = Mail waits
letters-state-refused = Mail refused: post it
letters-state-waiting = To be posted or handed over
letters-state-track = Open to number and code
letters-only-waiting = Only those to post
letters-matter = Matter { $number }
letters-pdf = Open the PDF
letters-seal = (place of the seal)
letters-deliver = Note delivery
letters-deliver-hint = For reporters without a mail address: note here that the letter was posted or handed over. How to reach them is on the page of the matter, for a stated reason.
letters-way = How
letters-way-posted = By post
letters-way-handed = In person
letters-way-collected = Collected
letters-way-missing = Choose how it was delivered.
letters-delivered_on = Date
letters-delivered_on-missing = Enter the date of delivery.
letters-delivered_on-wrong = The date cannot be before that of the letter, nor after today.
letters-deliver-send = Note it
letters-delivered-already = Delivery of this letter is noted already.
letters-attached = Enclosed: { $title } ({ $number }).
letters-lacking = Our font lacks the characters that 〓 stands for; in order: { $characters }. The web page shows them.
letters-mine = Letters
letters-marked = These parts of the answer may point to a person; make sure that the reporter may read them:
letters-of-matter = Letters

letters-templates = Templates of letters
letters-templates-text = New letters are made with these words; those issued never change.
letters-language = Language
letters-language-zh-CN = Chinese
letters-language-en = English
letters-wording = Wording
letters-wording-shipped = As shipped
letters-wording-own = Ours, version { $version }
letters-text = Text
letters-text-hint = The first line is the salutation, each further line a paragraph. Words in braces are replaced by what the matter says; for a brace itself, write two.
letters-keep = Keep as a new version
letters-done-kept = Saved. Letters from now on use this version.
letters-done-reset = The shipped wording is back. Letters from now on use it.
letters-preview-button = Preview
letters-preview = Preview (an invented matter)
letters-preview-none = Shown when the mistakes are mended.
letters-reset = Back to the shipped wording
letters-placeholders = Words to use
letters-required = required
letters-versions = Earlier versions
letters-version = Version { $version }
letters-template-changed = Somebody else has just changed this template. Open the newest version and change that.
letters-fault-unknown = Line { $line }, character { $column }: letters of this kind have no “{ $name }”.
letters-fault-unclosed = Line { $line }, character { $column }: the brace is not closed.
letters-fault-stray = Line { $line }, character { $column }: a closing brace too many; for a brace itself, write two.
letters-fault-missing = “{ $name }” must be there and is not.
letters-fault-empty = Write the text.
letters-fault-long = The text is too long: at most 8000 characters.
letters-placeholder-person = reporter; for a grievance, petitioner
letters-placeholder-matter = report; or petition
letters-placeholder-number = Number of the report
letters-placeholder-received = The day the report came in
letters-placeholder-bureau = The office that writes
letters-placeholder-today = Date of the letter
letters-placeholder-link = Where to follow the matter
letters-placeholder-due = By when it is concluded
letters-placeholder-days = Days added
letters-placeholder-reason = Why
letters-placeholder-text = The answer, explanation or decision for the reporter
letters-placeholder-outcome = Upheld, changed or revoked
letters-placeholder-remedy = What to do if not satisfied, by the track of the matter
letters-sample-number = YC-20261123-00018
letters-sample-days = 30
letters-sample-reason = the results of the water samples are awaited
letters-sample-text = On site we found the treatment plant of a dyeing works idle. It was ordered to put this right at once, and a case was filed.

letters-series = { $mark }-{ $kind }-{ $year }-
letters-series-end = .
letters-mark-acceptance = A
letters-mark-refusal = N
letters-mark-extension = E
letters-mark-interim = I
letters-mark-answer = W
letters-mark-reexamination = X
letters-mark-review = R
letters-mark-final = F
letters-title-acceptance = Notice of acceptance
letters-title-refusal = Notice of non-acceptance
letters-title-extension = Notice of an extension
letters-title-interim = Interim answer to your { $track ->
        [grievance] petition
       *[violation] report
    }
letters-title-answer = Answer to your { $track ->
        [grievance] petition
       *[violation] report
    }
letters-title-reexamination = Decision on re-examination
letters-title-review = Decision on the second review
letters-title-final = Final decision on the second review
letters-person-violation = reporter
letters-person-grievance = petitioner
letters-matter-violation = report
letters-matter-grievance = petition
letters-remedy-reexamination = If you do not accept this answer, you can ask the office one level up for a re-examination within thirty days of receiving it.
letters-remedy-review = If you do not accept this decision, you can ask the office one level up for a second review within thirty days of receiving it.
letters-remedy-again = The office that answered handles the matter again and answers anew; if you do not accept the new answer, you can ask for a re-examination within thirty days of receiving it.
letters-remedy-report = If you are not satisfied, you can say so online with your number and code; the city's bureau decides whether the matter is handled again.

letters-wording-acceptance =
    Dear { $person },
    We received your { $matter } of { $received } (number { $number }). It is within our duties and we have accepted it.
    We will investigate it according to law, conclude it by { $due } and tell you the result in writing.
    With your number and code you can follow it at any time: { $link }
letters-wording-refusal =
    Dear { $person },
    We received your { $matter } of { $received } (number { $number }) and do not accept it. The reason: { $reason }.
    { $text }
    { $remedy }
letters-wording-extension =
    Dear { $person },
    Your { $matter } (number { $number }) is in hand. The head of this office has added { $days } days, until { $due }. The reason: { $reason }.
    With your number and code you can follow it at any time: { $link }
letters-wording-interim =
    Dear { $person },
    This is where your { $matter } of { $received } (number { $number }) stands:
    { $text }
    We will write again when what remains is done.
letters-wording-answer =
    Dear { $person },
    Your { $matter } of { $received } (number { $number }) is concluded. Our answer:
    { $text }
    { $remedy }
    Thank you for caring for the environment.
letters-wording-reexamination =
    Dear { $person },
    You asked us to re-examine the answer to your { $matter } (number { $number }). We decided: { $outcome }.
    { $text }
    { $remedy }
letters-wording-review =
    Dear { $person },
    You asked us for a second review of your { $matter } (number { $number }). We decided: { $outcome }.
    { $text }
letters-wording-final =
    Dear { $person },
    You asked us for a second review of your { $matter } (number { $number }). We decided: { $outcome }.
    { $text }
    This decision is final. The same facts and reasons will not be taken up again by any office.
