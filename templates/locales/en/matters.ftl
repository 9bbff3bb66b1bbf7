# Nouns that every room shares: kinds, industries, channels, states, acts, findings, measures, limits.
# Timeline titles (timeline-<act>) take: bureau (its name), and where the act states one:
# verdict and measure (already in words), into (a number), on (a date in words).

kind-air = Air
kind-air_odour = Odour
kind-air_soot = Soot and dust
kind-air_waste_gas = Industrial waste gas
kind-air_cooking = Cooking fumes
kind-air_site_dust = Dust from sites and roads
kind-air_vehicle = Vehicle exhaust
kind-air_burning = Open burning
kind-water = Water
kind-water_industrial = Industrial waste water
kind-water_sewage = Sewage
kind-water_livestock = Livestock waste water
kind-water_black = Black and odorous water
kind-water_source = Drinking-water source
kind-noise = Noise
kind-noise_construction = Construction noise
kind-noise_industrial = Industrial noise
kind-noise_social = Neighbours, shops, squares
kind-noise_traffic = Traffic noise
kind-waste = Solid waste
kind-waste_household = Household waste
kind-waste_building = Building waste
kind-waste_industrial = Industrial waste
kind-waste_hazardous = Hazardous waste
kind-waste_medical = Medical waste
kind-soil = Soil
kind-radiation = Radiation
kind-ecology = Damage to nature
kind-ecology_quarry = Quarrying, sand digging
kind-ecology_felling = Felling
kind-ecology_reserve = Damage to a reserve
kind-project = Construction project
kind-project_unapproved = Built without approval
kind-project_unaccepted = Run without acceptance
kind-project_three = “Three simultaneities” broken
kind-other = Other

industry-coking = Coking
industry-magnesium = Magnesium
industry-ore_dressing = Ore dressing
industry-paper = Papermaking
industry-dyeing = Dyeing
industry-chemicals = Chemicals
industry-building = Building
industry-catering = Catering
industry-livestock = Livestock
industry-smelting = Metal smelting
industry-waste_treatment = Waste treatment
industry-other = Other

channel-web = Web
channel-telephone = Telephone
channel-letter = Letter
channel-visit = Visit
channel-province = Forwarded by the province
channel-department = From another department
channel-api = Programming interface

reporter-anonymous = Anonymous
reporter-anonymous-hint = Leave no name and no contact; read the answer with number and code
reporter-named = Named
reporter-named-hint = Leave your name and contact; you will be told the outcome
reporter-confidential = Confidential
reporter-confidential-hint = Leave a contact that only the city bureau can see, not the county

state-dispatching = To be assigned
state-assigned = Awaiting acceptance
state-returned = Returned, undecided
state-declining = Declining, awaiting approval
state-accepted = In hand
state-partly_concluded = Concluded in part
state-proposed = Awaiting approval
state-concluded = Concluded
state-declined = Not accepted
state-withdrawn = Withdrawn
state-merged = Merged
matter-track-violation = Report of a violation
matter-track-grievance = Grievance

act-assign = Assign
act-accept = Accept
act-propose_decline = Propose to decline
act-return = Return to the city
act-transfer = Transfer
act-inspect = Record a site inspection
act-find = Record a finding
act-measure = Record a measure
act-refer = Ask a department
act-reply = Reply
act-assist = Ask a bureau to assist
act-take_back = Take a request back
act-propose_partial = Propose to conclude in part
act-fulfil = Record a promise kept
act-propose_extension = Ask for more time
act-extend = Approve the extension
act-refuse_extension = Refuse the extension
act-chase = Chase
act-rehandle = Send back for re-handling
act-reopen = Reopen
act-reopen-withdrawn = Go on of own motion
act-unmerge = Undo the merging
act-split = Split off a further matter
act-propose_conclusion = Propose to conclude
act-approve = Approve
act-send_back = Send back
act-publish = Publish the result
act-withdraw = Withdraw
act-merge = Merge

verdict-substantiated = Substantiated
verdict-partly = Partly substantiated
verdict-unsubstantiated = Unsubstantiated

measure-order_to_correct = Ordered to correct
measure-rectify_by_date = To be rectified by a date
measure-case_filed = Case filed
measure-case_closed = Case closed
measure-fine = Fine
measure-daily_penalty = Daily penalty
measure-sealing = Sealing and seizure
measure-suspension = Production limited or suspended
measure-closure = Closed down
measure-power_cut = Power cut
measure-police = Passed to the police
measure-supervision = Passed to supervision
measure-interview = Interview

decline_reason-outside_duties = Outside the duties of the environmental authority
decline_reason-too_vague = Too vague to be followed up
decline_reason-litigation = Belongs to a court, arbitration or administrative reconsideration
decline_reason-already_accepted = The same matter has been accepted already
decline_reason-answered_before = Answered before, and there are no new facts
decline_reason-final = Finally closed

policy-acceptance = Told whether it is accepted
policy-conclusion = Conclusion
policy-rehandling = Handling it again
policy-forwarding = Assignment by the city
policy-objection = Objection to the assignment
policy-reexamination_request = Asking for a re-examination
policy-reexamination = Decision on the re-examination
policy-review_request = Asking for a second review
policy-review = Decision on the second review
policy-supervision = Supervised case
policy-lifting_notice = Lifting notice
policy-progress_note = Progress note
policy-revisit_first = First revisit
policy-revisit_second = Second revisit
policy-revisit_third = Third revisit
policy-forwarded = Date set by the province

timeline-receive = Received; { $bureau } has it
timeline-assign = Passed to { $bureau }
timeline-accept = Accepted by { $bureau }
timeline-propose_decline = { $bureau } proposes to decline
timeline-return = Returned to the city by { $bureau }
timeline-inspect = Inspected on site by { $bureau } on { $on }
timeline-find = Finding by { $bureau }: { $verdict }
timeline-measure = Measure by { $bureau }: { $measure }
timeline-refer = { $bureau } asked to assist
timeline-reply = Reply from { $bureau }
timeline-propose_conclusion = { $bureau } proposes to conclude
timeline-send_back = Sent back for changes
timeline-conclude = Concluded and answered by { $bureau }
timeline-decline = Declined by { $bureau }
timeline-publish = Result published by { $bureau }
timeline-withdraw = Withdrawn by the reporter
timeline-withdraw_one = One reporter withdrew; it goes on for the others
timeline-merge = Handled together with { $into }
timeline-closed_plant = The plant was stopped or closed on { $on }: check whether it is running again
timeline-relapse = Found running again by a revisit on { $on }
timeline-transfer = Transferred to { $bureau }
timeline-take_over = Taken over by { $bureau }
timeline-assist = { $bureau } asked to assist
timeline-take_back = No longer asked of { $bureau }
timeline-propose_partial = { $bureau } proposes to conclude in part
timeline-conclude_part = Concluded in part and answered by { $bureau }; what was promised goes on
timeline-fulfil = { $bureau } has kept a promise
timeline-propose_extension = { $bureau } asks for { $days } more days
timeline-extend = { $days } more days given, until { $due }
timeline-refuse_extension = More time refused
timeline-chase = Chased by { $bureau }
timeline-rehandle = Sent back by { $bureau } to be handled again
timeline-reopen = Reopened
timeline-own_motion = { $bureau } goes on of its own motion
timeline-unmerge = No longer merged; handled by itself
timeline-split = { $into } split off as a further matter
timeline-split_off = { $into } opened from the same report, for { $bureau }
timeline-join = One more person reported the same
timeline-mail_failed = Mail to the reporter cannot be delivered: tell them by telephone or letter
timeline-supplement = The reporter added facts
timeline-read_identity = { $bureau } read who reported

# Why a matter may be the same as another.
alike-plant = same plant
alike-distance = { $metres } m away
alike-place = same place
alike-words = told alike
alike-kind = same kind
alike-days = { $days ->
    [0] today
    [1] yesterday
   *[other] { $days } days ago
  }
