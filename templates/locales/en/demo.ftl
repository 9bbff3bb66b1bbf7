demo-banner = Demonstration: plants and matters are invented.
demo-return-reason = The reported place is not in this county; the neighbouring county should handle it.
demo-decline-explanation = The report names neither a place nor a unit, so we cannot find it. Please add a place, a time or photographs, and we will accept it at once.
demo-measure = Ordered to correct the violation at once and to complete its treatment equipment.
demo-unsubstantiated = unsubstantiated
demo-partly = partly substantiated
