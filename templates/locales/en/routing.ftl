# Why it went to this bureau (R5), for a clerk to read to a caller. A name x is Chinese, x_en English.

routing-conflict = What you report (“{ $said }”) concerns the authorities themselves, so it goes one level up, to the { $target_en }.
routing-conflict-named = What you report (“{ $said }”) concerns the { $reported_en }. It is not given to those reported: it goes one level up, to the { $target_en }, and those reported cannot see it.
routing-disagreement = The point you marked is in { $county_en }, but the address says { $said_en }. The city bureau will check and then assign it.
routing-disagreement-outside = The point you marked is outside the city, but the address says { $said_en }. The city bureau will check and then assign it.
routing-zone = The address names “{ $said }”, so it goes to the { $target_en }.
routing-outside-point = The point you marked lies outside the city. We keep your report; please also tell the environmental authority there.
routing-outside-point-named = The point you marked is in { $place_en }, outside the city. Please report it to the { $authority_en }.
routing-outside-point-border = The point you marked lies just outside the city, but close to { $county_en }, and may belong there. Please check it again.
routing-boundary = The point you marked is in { $county_en }, which will handle it.
routing-boundary-border = The point you marked is in { $county_en }, close to the border with { $others_en }. { $county_en } handles it first and passes it on if it is not theirs.
routing-boundary-outer = The point you marked is in { $county_en }, close to the border of the city. { $county_en } handles it first and passes it on if it is not theirs.
routing-outside-address = The place is in { $place_en }, outside the city. Please report it to the { $authority_en }.
routing-outside-chosen = You chose { $county_en }, but the address is in { $place_en }. The city bureau will check and then assign it.
routing-outside-text = From your words the place is in { $place_en }, outside the city. Please report it to the { $authority_en }.
routing-address-county = The address names “{ $said }”, in { $county_en }, which will handle it.
routing-address-township = The address names “{ $said }”, which belongs to { $county_en }, which will handle it.
routing-address-place = The address names “{ $said }”, in { $county_en }, which will handle it.
routing-several = “{ $said }” may be in { $counties_en }. The city bureau will check and then assign it.
routing-chosen = You chose { $county_en }, which will handle it.
routing-text = Your words name “{ $said }”, which should be in { $county_en }, which handles it first.
routing-dispatcher = We cannot tell yet which county it is in. The city bureau will check and assign it; it will not be left without an owner.
