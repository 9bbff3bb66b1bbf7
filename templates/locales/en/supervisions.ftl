# Supervised cases.

supervisions-title = Supervised cases
supervisions-heading = Supervised cases
supervisions-lead = A case stays here until it is truly resolved: every requirement has evidence, the city has verified it on site, and a public notice has stood for seven days without an upheld objection.
supervisions-listed = listed now
supervisions-overdue = overdue, still listed
supervisions-lifted = lifted
supervisions-propose = Propose a listing
supervisions-overdue-text = This case is past its due date. It stays listed and has gone up one level.
supervisions-notice = Lifting proposed: in public from { $from } to { $until }
supervisions-notice-text = If the problem is not solved, please tell us before the notice ends.
supervisions-object = Object
supervisions-before = Before
supervisions-after = After
supervisions-requirements = Requirements
supervisions-done = Done
supervisions-open = Not done yet
supervisions-notes = Progress by month
supervisions-note-missing = No progress was reported this month
supervisions-plants = Plants
supervisions-county = County
supervisions-since = Listed on
supervisions-due = Due
supervisions-lifted-on = Lifted on
supervisions-responsible = Responsible office of the county
supervisions-officer = Supervising office of the city
supervisions-basis = Legal basis
supervisions-relapse = Listed before, relapsed
supervisions-timeline = History

# The public page.
supervisions-late-text = This case is past its due date and stays listed.
supervisions-notice-stood = The lifting notice stood from { $from } to { $until }; no objection was upheld.
supervisions-lifted-text = Lifted on { $date }
supervisions-objections-count = Objections received: { $count }.
supervisions-objection-heard = We have received your objection. The decision and its reason will be shown on this page. Until it is decided, this case is not lifted.
supervisions-notes-none = Just listed; no progress is due yet.
supervisions-decisions = Decisions on objections
supervisions-decision-upheld = Objection upheld: work goes on
supervisions-decision-rejected = Objection rejected
supervisions-grounds = Grounds
supervisions-reports = { $count ->
    [one] One matter reported by residents is behind it
   *[other] { $count } matters reported by residents are behind it
  }
supervisions-relapses = Listed again later
supervisions-photo = Photograph given as evidence
supervisions-print = Print this page
supervisions-ground-public_reaction = Strong public reaction
supervisions-ground-basin = Pollution of a basin or region
supervisions-ground-health = Hazard to health
supervisions-ground-unresolved = Long unresolved or repeated
supervisions-ground-construction = Grave construction violation
supervisions-ground-other = Other
supervisions-by-public = the public
supervisions-by-system = system

# Filters.
supervisions-filters = Filters
supervisions-filter-state = State
supervisions-filter-all = All
supervisions-filter-living = Listed now
supervisions-filter-overdue = Overdue
supervisions-filter-escalated = Gone up to the province
supervisions-filter-proposed = Proposed
supervisions-filter-refused = Refused
supervisions-filter-listed = Listed
supervisions-filter-applied = Lifting applied for
supervisions-filter-verification = Verification
supervisions-filter-notice = Lifting notice
supervisions-filter-lifted = Lifted
supervisions-filter-counties = All counties
supervisions-filter-mine = Proposed by me

# The desk.
supervisions-desk-title = Supervised cases
supervisions-search = Search
supervisions-search-hint = Number, plant, facts
supervisions-search-all = Remove the search
supervisions-number = Number
supervisions-case = Case
supervisions-escalated = Gone up one level
supervisions-public-page = Public page
supervisions-next = Next
supervisions-nothing-to-do = This case needs nothing from you now.
supervisions-refusal = Why it was refused
supervisions-facts = Facts
supervisions-facts-short = Facts at a glance
supervisions-behind = Matters behind it
supervisions-lifting = Lifting applied for on { $date }
supervisions-outcome = { $outcome ->
    [lifted] lifted
   *[sent_back] sent back
  }
supervisions-verified = Verified on site by
supervisions-objection = Objection by the public
supervisions-objection-open = waits for a decision
supervisions-sent-back = Why it was sent back
supervisions-choose = Please choose

# Proposing.
supervisions-new-title = Propose a supervised case
supervisions-new-lead = Another person decides. From the moment it is listed it is public and stays so until it is truly resolved. All that is written here, except the numbers of reports and the names, becomes public: write nothing about the people who reported.
supervisions-requirement-row = Requirement { $row }
supervisions-field-listing_title = Title
supervisions-hint-listing_title = For example: untreated waste water from a dyeing works
supervisions-field-plants = Plants
supervisions-hint-plants = One on each line. When there are several counties, write the county behind the plant: Some Ore Works | Jiang.
supervisions-field-listing_facts = Facts
supervisions-hint-listing_facts = When and where, what was violated, what has been done so far.
supervisions-hint-requirement = One requirement a row, as a result that can be checked. Lifting can be applied for when each has evidence.
supervisions-hint-due = Usually six months; { $latest } at the latest.
supervisions-hint-responsible = The office, not the name; it becomes public.
supervisions-field-cases_behind = Numbers of the reports behind it
supervisions-hint-cases_behind = Several may be given, with a space or comma between them.
supervisions-field-relapse_of = Relapse: number of the earlier listing
supervisions-hint-relapse_of = Such as GD-2026-001; it must have been lifted.

# Acts.
supervisions-act-list = Approve the listing
supervisions-act-refuse = Refuse the listing
supervisions-act-note_progress = Report progress
supervisions-act-give_evidence = Give evidence
supervisions-act-propose_extension = Ask for an extension
supervisions-act-approve_extension = Approve the extension
supervisions-act-refuse_extension = Refuse the extension
supervisions-act-apply = Apply for lifting
supervisions-act-verify = Record an on-site verification
supervisions-act-send_back = Send back
supervisions-act-approve_lifting = Approve and publish the lifting notice
supervisions-act-object = Object
supervisions-act-decide_objection = Decide an objection
supervisions-act-lift = Lift

supervisions-field-listing_due_on = Due date
supervisions-field-refusal = Why it is refused
supervisions-field-progress = Progress this month
supervisions-hint-progress = It becomes public. At least once a month.
supervisions-field-requirement_id = Requirement
supervisions-field-evidence = What was done
supervisions-hint-evidence = It becomes public: write nothing about private persons.
supervisions-field-document = Number of the document or measurement
supervisions-field-photos = Photographs
supervisions-hint-photos = Copies without camera data become public. Six at most, 10 MB each.
supervisions-field-until = Until
supervisions-hint-until = Once only, and a year from the listing in all.
supervisions-field-reason = Reason
supervisions-field-lifting_statement = How everything was resolved
supervisions-field-visited_on = Day of the visit
supervisions-hint-visited_on = After the application.
supervisions-field-findings = Findings on site
supervisions-hint-findings = Each officer records the visit with their own account; two at least.
supervisions-field-note = What is still wanting
supervisions-field-unmet = Requirements that need new evidence
supervisions-field-notice_text = Text of the lifting notice
supervisions-hint-notice_text = It becomes public: how the problem was solved. The notice begins today and stands at least seven days.
supervisions-field-objection = Objection
supervisions-field-decision = Decision
supervisions-field-objection_text = What is not solved
supervisions-hint-objection_text = Say where and what. No name or telephone is needed. Your text is not published; the decision is shown on this page.

# What was done.
supervisions-did-propose = Listing proposed
supervisions-did-list = Listed, due { $due }
supervisions-did-refuse = Listing refused
supervisions-did-note_progress = Progress reported
supervisions-did-give_evidence = Evidence given for requirement { $position }
supervisions-did-propose_extension = Extension to { $until } asked for
supervisions-did-approve_extension = Extended to { $until }
supervisions-did-refuse_extension = Extension to { $until } refused
supervisions-did-apply = Lifting applied for
supervisions-did-verify = An officer of the city verified on site on { $on }
supervisions-did-send_back = Sent back: work goes on
supervisions-did-approve_lifting = Lifting approved; notice from { $from } to { $until }
supervisions-did-object = An objection was received
supervisions-did-uphold_objection = Objection upheld: work goes on
supervisions-did-reject_objection = Objection rejected
supervisions-did-lift = Lifted
supervisions-did-escalate = Overdue, gone up one level (it was due { $due })
supervisions-did-relapse = Relapsed and listed again: { $number }

# What stands in the way.
supervisions-obstacle-evidence = Requirements still without evidence: { $count }.
supervisions-obstacle-verifiers = At least { $fewest } officers of the city must verify on site; so far: { $count }.
supervisions-obstacle-involved = Whoever proposed, applied or verified does not approve: another person must.
supervisions-obstacle-approval = The lifting is not approved and not in public yet.
supervisions-obstacle-notice = The lifting notice stands until { $until }; it can be lifted on the day after.
supervisions-obstacle-objections = Objections still to be decided: { $count }.
supervisions-obstacle-upheld = An objection was upheld: it cannot be lifted.
supervisions-extension-none = No extension waits for a decision.
supervisions-extension-once = There is one extension only, and it was asked for already.
supervisions-extension-late = The due date is past: it cannot be extended.
supervisions-extension-second = Another person than the one who asked decides on the extension.
supervisions-extension-earlier = The new date must be later than the present one.
supervisions-objection-none = No objection waits for a decision.
supervisions-notice-over = The time for objections to this lifting is over. If the problem comes back, please report it.
supervisions-verified-already = You have verified this case; another officer of the city must, too.
supervisions-visit-early = The visit must come after the application.
supervisions-due-too-late = It can run for a year from the listing at most.
supervisions-out-of-order-proposed = This case waits for its listing to be approved; this cannot be done now.
supervisions-out-of-order-refused = The listing was refused; nothing more can be done here.
supervisions-out-of-order-listed = This case is listed and being resolved; this cannot be done now.
supervisions-out-of-order-applied = Lifting is applied for and waits for verification; this cannot be done now.
supervisions-out-of-order-verification = This case is being verified on site; this cannot be done now.
supervisions-out-of-order-notice = The lifting notice stands in public; this cannot be done now.
supervisions-out-of-order-lifted = This case was lifted; nothing more can be done here. For a relapse, propose a new listing.
supervisions-plants-too-many = At most 20 plants, one on each line, 200 characters each.
supervisions-plant-where = “{ $name }” is not in the register of these counties. Say in which of them it is: { $name } | county.
supervisions-plant-elsewhere = “{ $county }”, written behind “{ $name }”, is none of the chosen counties; please check it.
supervisions-county-missing = Choose the county that must see to it.
supervisions-requirement-too-long = At most 20 requirements, 500 characters each.
supervisions-cases-too-many = At most 20 numbers.
supervisions-case-unknown = There is no { $number }; please check the number.
supervisions-relapse-unknown = No lifted case has this number; please check it.
field-listing_title-missing = Enter a title.
field-plants-missing = Enter at least one plant.
field-listing_facts-missing = State the facts.
field-grounds-missing = Choose at least one ground.
field-requirement-missing = Enter at least one requirement.
field-responsible-missing = Enter who is responsible at the county.
field-supervising_officer-missing = Enter the supervising officer of the city.
field-legal_basis-missing = Enter the legal basis.
field-listing_due_on-missing = Enter the due date.
field-refusal-missing = Say why the listing is refused.
field-progress-missing = Say what progress was made.
field-requirement_id-missing = Choose a requirement.
field-evidence-missing = Say what was done.
field-until-missing = Enter the day to which it is extended.
field-lifting_statement-missing = Say how everything was resolved.
field-visited_on-missing = Enter the day of the visit.
field-notice_text-missing = Write the lifting notice.
field-objection-missing = Choose the objection.
field-decision-missing = Say whether the objection is upheld.
field-objection_text-missing = Say what is not solved.
supervisions-act-done = Done: { $act }.

# Evidence, judged one by one.
supervisions-act-judge_evidence = Judge a piece of evidence
supervisions-act-give_pictures = Send pictures before and after
supervisions-act-check_picture = Check a picture
supervisions-hint-document = Such as the number of an acceptance or a monitoring report; it becomes public.
supervisions-field-figures = Monitoring figures
supervisions-hint-figures = One a line: substance, value, unit, limit, day of the sample. Write - where there is no limit; lines may be pasted from a table.
supervisions-field-files = Documents (PDF)
supervisions-hint-files = For those who work on the case alone, never public. At most 10 MB each.
supervisions-field-evidence_id = Which piece of evidence
supervisions-field-judgement = Judgement
supervisions-judgement-accepted = Accepted, may become public
supervisions-judgement-rejected = Rejected
supervisions-field-judgement_note = Note
supervisions-hint-judgement_note = Say why when you reject it. Before you accept it, make sure that neither text nor pictures hold anything personal: it becomes public at once.
supervisions-field-moment = When the pictures were taken
supervisions-moment-before = Before
supervisions-moment-after = After
supervisions-field-picture = Which picture
supervisions-field-shown = Shown in public
supervisions-hint-shown = Make sure that it shows no faces, number plates or house numbers. What is shown is a copy without the camera's data.
supervisions-shown-yes = Show it
supervisions-shown-no = Do not show it
supervisions-judged-waiting = To be checked
supervisions-judged-accepted = Accepted
supervisions-judged-rejected = Rejected
supervisions-judged-note = What the city says:
supervisions-waits = The county has given evidence; the city is checking it.
supervisions-documents-count = { $count ->
    [one] with one document
   *[other] with { $count } documents
  }
supervisions-before-after = Before and after
supervisions-after-none = No picture of the result yet.
supervisions-picture-shown = In public
supervisions-picture-refused = Not shown
supervisions-figures = Monitoring figures
supervisions-figure-substance = Substance
supervisions-figure-measured = Measured
supervisions-figure-most = Limit
supervisions-figure-sampled = Sampled on
supervisions-figure-over = over the limit
supervisions-figure-none = none
supervisions-figure-columns = Line { $line }: write substance, value, unit, limit and day of the sample, with commas or tabs between them.
supervisions-figure-value = Line { $line }: the value is not a number.
supervisions-figure-limit = Line { $line }: the limit is not a number; write - when there is none.
supervisions-figure-date = Line { $line }: write the day like 2026-11-20; it cannot lie in the future.
supervisions-figure-many = Line { $line }: at most 30 figures at a time; give the others with another piece.
supervisions-document-form = “{ $name }” is not a PDF file.
supervisions-evidence-none = No evidence waits to be judged.
supervisions-evidence-judged = This piece of evidence was judged already, or is not of this case.
supervisions-evidence-own = Another person judges the evidence that you gave.
supervisions-evidence-send-back = Lifting was applied for: use “Send back” and tick what must be shown anew.
supervisions-picture-none = No picture waits to be checked.
supervisions-picture-own = Another person checks the pictures that you sent.
supervisions-obstacle-unjudged = { $count ->
    [one] The evidence for one requirement has not been accepted by the city yet.
   *[other] The evidence for { $count } requirements has not been accepted by the city yet.
  }
supervisions-did-accept_evidence = Evidence for requirement { $position } was accepted
supervisions-did-reject_evidence = Evidence for requirement { $position } was rejected
supervisions-did-give_pictures = Pictures were sent
supervisions-did-show_picture = A picture was checked and shown
supervisions-did-hide_picture = A picture was checked and not shown
field-evidence_id-missing = Choose the evidence to be judged.
field-judgement-missing = Choose whether it is accepted.
field-judgement_note-missing = Say why it is rejected.
field-moment-missing = Choose whether the pictures show before or after.
field-photos-missing = Choose pictures.
field-picture-missing = Choose a picture that was not checked yet.
field-shown-missing = Choose whether it is shown.

# By office; the name is for the office alone.
supervisions-field-responsible_name = Name of the person responsible at the county
supervisions-field-officer_name = Name of the supervising officer
supervisions-hint-name = For contact within the office; never public.

# Attempts to lift early.
supervisions-tried-apply = apply for lifting
supervisions-tried-approve_lifting = approve and publish the lifting notice
supervisions-tried-lift = lift
supervisions-tried-address = delete or rewrite the case
supervisions-tried-database = change the database
supervisions-did-refuse_attempt = An attempt to lift early failed: { $tried }
supervisions-by-database = database
supervisions-attempt-forbidden = No right to this step.
supervisions-attempt-stranger = Not one of the offices of this case.
supervisions-attempt-nobody = Nobody was logged in.
supervisions-attempt-never = A supervised case cannot be deleted or rewritten; it is lifted by the steps that the rules name, and by no others.
supervisions-attempt-on-supervisions = The database refused changes of the case { $rule }: { $count }
supervisions-attempt-on-supervision_requirements = The database refused changes of a requirement { $rule }: { $count }
supervisions-attempt-on-supervision_evidence = The database refused changes of evidence { $rule }: { $count }
supervisions-attempt-on-supervision_bureaus = The database refused changes of the counties { $rule }: { $count }
supervisions-attempt-on-supervision_notes = The database refused changes of a note of progress { $rule }: { $count }
supervisions-attempt-on-supervision_extensions = The database refused changes of an extension { $rule }: { $count }
supervisions-attempt-on-supervision_liftings = The database refused changes of a lifting { $rule }: { $count }
supervisions-attempt-on-supervision_verifications = The database refused changes of a verification { $rule }: { $count }
supervisions-attempt-on-supervision_objections = The database refused changes of an objection { $rule }: { $count }
supervisions-attempt-on-supervision_judgements = The database refused changes of a judgement of evidence { $rule }: { $count }
supervisions-attempt-on-supervision_pictures = The database refused changes of a picture { $rule }: { $count }
supervisions-attempt-on-supervision_documents = The database refused changes of a document { $rule }: { $count }
supervisions-attempt-on-supervision_figures = The database refused changes of a figure { $rule }: { $count }
supervisions-attempt-on-supervision_enterprises = The database refused changes of the plants { $rule }: { $count }
supervisions-attempt-on-supervision_cases = The database refused changes of the matters behind it { $rule }: { $count }
supervisions-attempt-on-supervision_letters = The database refused changes of a letter of lifting { $rule }: { $count }

# What happens around a listing.
supervisions-did-plant_changed = A plant has changed: { $name } is now { $now } ({ $plant_state }). The case stays listed.
supervisions-did-matter_ended = A matter behind it has ended: { $matter_state }. The case stays listed.
supervisions-tied = In the register
supervisions-missing = { $count ->
    [one] One month without progress reported
   *[other] { $count } months without progress reported
  }
supervisions-filter-grounds = All grounds
supervisions-feed = Follow by feed (Atom)

# What may point to a person in texts that are public at once.
supervisions-marked = This text becomes public at once, and parts of it may point to a person: { $found }. Change it, or tick below that it may be public.
supervisions-field-checked = What may point to a person
supervisions-checked-yes = I have checked it; it may be public

# The letter of a lifting.
supervisions-letter = Letter of lifting { $number }
supervisions-letter-title = Notice of lifting
supervisions-letter-series = { $mark } supervision lifting { $year }-
supervisions-letter-body =
    { $bureaus },
    “{ $title }” ({ $number }) was listed for supervision on { $listed } with { $count } requirements.
    The requirements have been met; the evidence was accepted and verified on site. The lifting notice stood from { $from } to { $until } without an upheld objection.
    The case is lifted from { $today } on. Supervision goes on; if the problem comes back, the case will be listed anew.
supervisions-did-join_matter = A matter that came in later was tied to the case.
supervisions-untied = Matters about the same plants that are not tied to it
supervisions-untied-hint = Its reporters are told of the listing and the lifting; what is tied stays.
supervisions-join = Tie to this case
supervisions-join-offer = A supervised case is about its plant; it can be tied to it:
supervisions-join-done = It is tied; its reporters are told.
supervisions-join-not = This matter cannot be tied to this case: it is about other plants, or tied already, or the case is supervised no more.
