# Campaigns (N4).

campaigns-title = Campaigns
campaigns-lead = For some time one kind of environmental problem is looked for and put right everywhere. Here are the plans of each campaign, what was found, and how much has been cleared.
campaigns-see = See the campaigns
campaigns-none = There is no campaign at the moment.
campaigns-time = { $from } to { $until }
campaigns-progress = { $found } problems found, { $cleared } cleared.
campaigns-late = { $count } are overdue
campaigns-now-planned = Not begun
campaigns-now-running = Under way
campaigns-now-over = Past its last day, not closed
campaigns-now-closed = Closed

campaigns-new = Start a campaign
campaigns-plan = Plan
campaigns-plan-change = Change the plan
campaigns-name = Name
campaigns-aim = Aim
campaigns-aim-hint = This text is public.
campaigns-phases = Phases
campaigns-phase = Phase { $place }
campaigns-from = From
campaigns-until = Until
campaigns-phase-name = Name the phase.
campaigns-phase-order = A phase cannot end before it begins, nor begin before the one above it.
campaigns-phase-missing = Give at least one phase.
campaigns-problems = Types of problem
campaigns-problems-hint = One a line, at most 20.
campaigns-problems-missing = Give at least one type of problem.
campaigns-problems-many = At most 20 types of problem, of at most 60 characters each.
campaigns-problem-used = There are plants under “{ $name }”; it cannot be removed.
campaigns-members = Members
campaigns-save = Save
campaigns-changed-meanwhile = Somebody has just changed the plan. Compare with what it says now, then save again.
campaigns-is-closed = This campaign is closed and cannot be changed.

campaigns-plants = Plants
campaigns-found = Problems found
campaigns-mended = Mended, to be verified
campaigns-cleared = Cleared
campaigns-overdue = Overdue
campaigns-rate = Share cleared
campaigns-problem = Type of problem
campaigns-county = County
campaigns-by-problem = By type of problem
campaigns-by-county = By county
campaigns-by-state = By progress
campaigns-filters = Narrow the register
campaigns-all = All

campaigns-beside = Enforcement during the campaign
campaigns-beside-what = What
campaigns-beside-own = Plants of the register
campaigns-beside-all = All
campaigns-beside-inspections = Site inspections
campaigns-beside-fined = Fined (10,000 yuan)

campaigns-register = Register
campaigns-find = Enter a plant
campaigns-plant = Name of the plant
campaigns-choose = Choose
campaigns-found-on = Found on
campaigns-facts = Problem
campaigns-demand = What is demanded
campaigns-due = To be mended by
campaigns-plant-wrong = Give the name of the plant.
campaigns-plant-known = This problem of this plant is already in the register and not cleared.
campaigns-county-missing = Choose the county of the plant.
campaigns-problem-missing = Choose a type of problem.
campaigns-due-early = The date cannot be before the day on which it was found.
campaigns-mended-early = The day cannot be before the one on which it was found.
campaigns-state-open = Being mended
campaigns-state-mended = Mended, to be verified
campaigns-state-cleared = Cleared
campaigns-state-late = Overdue
campaigns-line-changed = Somebody has just dealt with this line; it is now “{ $state ->
    [open] { campaigns-state-open }
    [mended] { campaigns-state-mended }
   *[cleared] { campaigns-state-cleared }
  }”.
campaigns-mend = Report it mended
campaigns-mended-text = What was done
campaigns-mended-on = Mended on
campaigns-clear = Clear
campaigns-cleared-on = Cleared on
campaigns-send-back = Send back
campaigns-returned = Sent back because
campaigns-returned-note = What is missing

campaigns-publicity = Publicity
campaigns-publicize = Enter publicity
campaigns-medium = Medium
campaigns-medium-radio = Radio
campaigns-medium-television = Television
campaigns-medium-press = Press
campaigns-medium-leaflet = Leaflets
campaigns-medium-web = Web
campaigns-medium-missing = Choose a medium.
campaigns-publicity-title = Title or content
campaigns-published-on = Date
campaigns-many = How many
campaigns-many-hint = Broadcasts, articles or copies
campaigns-many-wrong = Give a number from 1 to 1000000.

campaigns-close = Close the campaign
campaigns-close-later = The campaign can be closed when every problem of the register is cleared.
campaigns-not-cleared = { $count } problems are not cleared; the campaign cannot be closed.
campaigns-summary = Summary
campaigns-summary-hint = This text is public.
campaigns-public-page = Public page
campaigns-events = Record
campaigns-event-open = Campaign started
campaigns-event-change = Plan changed
campaigns-event-find = Plant entered
campaigns-event-mend = Reported mended
campaigns-event-clear = Cleared
campaigns-event-send_back = Sent back
campaigns-event-publicize = Publicity entered
campaigns-event-close = Campaign closed

campaigns-done-open = The campaign has been started.
campaigns-done-plan = The plan has been saved.
campaigns-done-findings = The plant is in the register.
campaigns-done-mending = Reported; the city verifies and clears.
campaigns-done-clearing = Cleared.
campaigns-done-return = Sent back.
campaigns-done-publicity = Entered.
campaigns-done-closing = The campaign is closed.

campaigns-alert-found = { $campaign }: { $plant } has been entered in the register; see that it is mended.
campaigns-alert-mended = { $campaign }: { $plant } is reported mended; please verify.
campaigns-alert-returned = { $campaign }: { $plant } was sent back.

field-campaign_name-missing = Name the campaign.
field-campaign_aim-missing = Say what the campaign is for.
field-campaign_facts-missing = Say what the problem is.
field-campaign_summary-missing = Write a summary.
field-demand-missing = Say what is demanded.
field-campaign_plant-missing = Give the name of the plant.
field-mended_text-missing = Say what was done.
field-returned_note-missing = Say what is missing.
field-publicity_title-missing = Give a title or the content.
