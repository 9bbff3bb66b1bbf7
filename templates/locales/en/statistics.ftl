# Figures by county.

statistics-title = Figures
statistics-heading = Figures by county
statistics-period = { $from } to { $until }
statistics-received = Received
statistics-in-hand = In hand
statistics-concluded = Concluded
statistics-late = Overdue
statistics-accepted = Accepted on time
statistics-concluded-on-time = concluded on time
statistics-substantiated = substantiated
statistics-fined = fined
statistics-map = Reports by county
statistics-map-note = Schematic map; it only shows the areas counted.
statistics-area = { $name }: { $value }
statistics-range = { $from } to { $to }
statistics-table = County by county
statistics-export = Download the table (CSV)
statistics-updated = updated { $at }
