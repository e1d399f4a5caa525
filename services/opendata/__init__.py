"""The publisher: what happens in the network, as open data, under Licence Ouverte 2.0.

Owns:    the log of what is public, and what follows from it: the datasets places, equipements, spaces, tariffs,
         agenda, activities and occupancy; by month occupancy-months, occupancy-profile, participation, membership and
         ledger; their catalogue; what is on (outings), ours and what others announce, each told once; the timetables
         of transit networks: how to get there, and back. What persons did in a month that is not closed yet, under
         pseudonyms.
Answers: nothing over RPC; over HTTP /catalog.{ttl,jsonld,rdf,csv}, /datasets/{name}.{csv,json,geojson,jsonld},
         /datasets/{name}/schema.json, / for people; /outings, /outings/{id} and /outings/{id}/way for both; /events,
         /events/7days and /events/now for the application of 2018.
Emits:   dataset.published.
Hears:   from bookings: place.published, space.published, booking.held, booking.requested, booking.confirmed,
         booking.moved, booking.checked_in, booking.checked_out, booking.cancelled, booking.denied, booking.lapsed,
         booking.missed, activity.published, activity.cancelled, activity.withdrawn, occurrence.scheduled,
         occurrence.rescheduled, occurrence.moved_online, occurrence.postponed, occurrence.cancelled,
         occurrence.resized, occurrence.filled, occurrence.reopened, occurrence.ended, hours.announced,
         hours.withdrawn; from members of every city: member.approved, member.changed, member.suspended,
         member.erased.

Names no person: of a booking the log keeps the unit and the period; not who holds it, from which city, at what
price. To count how many there were it keeps a pseudonym beside the log, until the month is closed (decision 0024).
"""
