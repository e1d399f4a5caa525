"""Bookings: the places and spaces of the network, and who holds what when. Runs once, on the hub.

Owns     places, spaces, units, bookings and their claims; who waits; calendar feeds; a copy of who may book, without
         a name.
Answers  places, place, spaces, space, availability, search, alternatives, next_free, quote, book, booking,
         bookings_of, cancel, issuer_keys, grant_credit, credits_of, ledger, accounts, closures, preview_closure,
         close, open_extra, withdraw_hours, import_closures, preview_series, book_series, series, retry_series,
         add_to_series, move_series, cancel_series, join_waiting_list, leave_waiting_list, waits_of, make_feed,
         feeds_of, revoke_feed, feed.
Emits    place.published, space.published, booking.confirmed, booking.cancelled, hours.announced, hours.withdrawn,
         series.booked, series.changed.
Hears    member.approved, attestation.issued, attestation.revoked, organisation.joined, organisation.left and
         city.keys_published, from the members service of every city.

A unit is never held twice: the database says so (`tables.claims`), not the code.
"""
