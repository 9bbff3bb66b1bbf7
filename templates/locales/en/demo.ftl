demo-banner = Demonstration: plants and matters are invented.
demo-return-reason = The reported place is not in this county; the neighbouring county should handle it.
demo-decline-explanation = The report names neither a place nor a unit, so we cannot find it. Please add a place, a time or photographs, and we will accept it at once.
demo-measure = Ordered to correct the violation at once and to complete its treatment equipment.
demo-unsubstantiated = unsubstantiated
demo-partly = partly substantiated
demo-responsible = Deputy county head (invented)
demo-officer = Supervision office of the city (invented)
demo-basis = Environmental Protection Law and the working rules of the city bureau
demo-notice = Verified on site: all requirements are met. The lifting of this supervised case is announced.
demo-progress = A plan with persons and dates has been made and is being carried out.
demo-evidence = Done; photographs and acceptance papers are on file.
demo-application = All requirements are met; we apply for lifting.
demo-verification = Verified on site: the requirements are met.
demo-batch = Batch {"{}"} of the province (sample)
demo-review-reason = What is told is a grievance about how it was handled; a review may be asked for.
demo-review-grounds = The answer says it is put right, but there is still a smell at night; please look into it again.
demo-review-decision = On re-examination the inspection, those who made it and the measurements are complete and the answer fits the facts; it is upheld. The smell at night will be looked into separately.
demo-explanation = The city has checked the record of the inspection and the measurements; what was ordered has been done. The smell was of one night of repairs, which must be announced from now on.
demo-question = What did the measurements say after the correction?
demo-question-answer = Three measurements after the correction met the limits; they are with the report.
demo-account-unit = A town government (invented)
demo-account-post = head in charge of the environment
demo-accept-note = Corrected; accepted.
demo-responsible-name = A sample person (invented)
demo-figures =
    COD, 38, mg/L, 50, { "{}" }
    Ammonia nitrogen, 2.1, mg/L, 5, { "{}" }

demo-round-title = Autumn inspection of petitions
demo-round-lead = Head of supervision (invented)
demo-round-members = Inspector A, Inspector B
demo-round-fine = On site everything was put right as the answer says.
demo-round-finding = On site the records of the treatment plant are incomplete, and some measures were not taken.
demo-round-demand = Complete the records, take the measures, send a monitoring report.
demo-round-answer = The records are complete, the plant runs, the monitoring report is in the file.
demo-circular-answer = Every late matter now has a person and a date; the two oldest are led by the deputy head. All will be concluded by the end of the month.
demo-campaign-name = Clean water campaign
demo-campaign-aim = In four and a half months every plant along the rivers is visited; whatever is found is mended, and whatever is mended is cleared, one by one.
demo-campaign-problems =
    Treatment plant not run as it should be
    Built or run without approval
    Secret discharge
    Running again after closure
demo-campaign-phase1 = Preparation
demo-campaign-phase2 = Sweep
demo-campaign-phase3 = Putting right
demo-campaign-phase4 = Acceptance
demo-campaign-demand = Stop at once, put it right by the date, and report to the county bureau.
demo-campaign-mended = The treatment plant is repaired and running, its outlet meets the standard, and a log is kept.
demo-campaign-publicity = The campaign explained

demo-notice-hours = The environmental hotline answers day and night
demo-notice-hours-text =
    From now on the hotline for environmental complaints answers day and night, and reports can be sent by web at any time.

    Each report has a number; with it and its look-up code you can see how it stands.
demo-notice-wrong = Roadside tests of exhaust gas
demo-notice-wrong-text = On Saturday exhaust gas is tested at the main crossings of the city. Please help us.
demo-notice-reason = The day of the tests has changed and will be announced.
demo-notice-exposure = A treatment plant that was not running
demo-notice-exposure-text =
    On site we found the treatment plant of this company standing still and what it should treat let out. It was ordered to correct this at once, and a case was filed.

    Please go on reporting.
demo-notice-basis = Ecological and Environmental Code (sample)
demo-notice-draft = Heavy pollution expected
demo-notice-draft-text = The air will hardly move in the next days. Companies concerned are asked to follow their emergency plans.
demo-look-met = The treatment plant was running and nothing was let out: corrected.
demo-look-refused = It still lets out what it must not, and was not corrected; further measures will follow.
demo-demand = Find the source, order it to be put right by a date, and send the monitoring report and photographs.
demo-demand-report = It was ordered to stop; its treatment plant is being repaired; the monitoring report is attached.
