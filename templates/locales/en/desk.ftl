# The work list.

desk-title = Desk
desk-total = { $count } in all
desk-search = Search
desk-search-hint = Number, plant, place
desk-export = Export
desk-loading = Opening…
desk-failed = It did not open. Please follow the number.
desk-filters = Filters
desk-number = Number
desk-matter = Matter and plant
desk-place = Place
desk-kind = Kind
desk-state = State
desk-owner = Owner
desk-due = Due
desk-urgent = Urgent
desk-keys-walk = walk the list
desk-keys-open = open
desk-keys-search = search
desk-keys-all = all keys
desk-keys-down = next matter
desk-keys-up = previous matter
desk-keys-help = this list
desk-preview = Preview
desk-preview-hint = Choose a matter to see it here.
desk-open = Open
