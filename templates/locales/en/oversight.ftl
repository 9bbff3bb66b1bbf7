# The city over its bureaus (P5).

oversight-title = Bureaus
oversight-lead = Each number can be opened. Returned, chased and supervised are counted since the beginning of the year, the others now.
oversight-open = Open
oversight-late = Overdue
oversight-soon = Due within 7 days
oversight-returned = Returned this year
oversight-chased = Chased this year
oversight-listings = Listings overdue
oversight-petitions = Petitions overdue
oversight-answers = Circulars not answered
oversight-problems = Inspection problems open
oversight-problem = What is demanded
oversight-overdue-of = { $bureau }: overdue
oversight-chase = Chase all
oversight-chase-text = Next you write what you say, and see each matter before anything is sent; at most 100 at once, the longest overdue first.
oversight-all = See them at the desk
oversight-nothing = Nothing is overdue.
