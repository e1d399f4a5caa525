"""Bookings: the places and spaces of the network, and who holds what when. Runs once, on the hub.

Owns     places, spaces, units, special hours, bookings and their claims, series; who waits; credits; calendar feeds;
         activities, their occurrences, who registered and waits for them, who came; programmes;
         a copy of who may book, without a name.
Answers  places, place, spaces, space, availability, search, alternatives, next_free, publish_place, publish_space,
         quote, book, booking, bookings_of, bookings_at, confirm, approve, deny, move, cancel, check_in, check_out,
         preview_series, book_series, series, retry_series, add_to_series, move_series, cancel_series,
         closures, preview_closure, close, open_extra, withdraw_hours, import_closures,
         join_waiting_list, leave_waiting_list, waits_of, make_feed, feeds_of, revoke_feed, feed,
         register, registration, registrations_of, registrations_at, accept_offer, refuse_offer, cancel_registration,
         change_seats, approve_registration, decline_registration, promote, prioritise, decisions_of,
         door, scan, count_walk_ins, count_bands, note_absence,
         gather, grant_credit, credits_of, ledger, accounts, roles, issuer_keys,
         draft_activity, edit_activity, propose_activity, send_back_activity, publish_activity, withdraw_activity,
         cancel_activity, copy_activity, activity, activities_of, agenda, set_programme, programme, programmes,
         schedule, preview_schedule, reschedule, postpone, move_online, resize, cancel_occurrence, occurrence.
Emits    place.published, space.published, hours.announced, hours.withdrawn, booking.held, booking.requested,
         booking.confirmed, booking.moved, booking.cancelled, booking.denied, booking.lapsed, booking.missed,
         booking.checked_in, booking.checked_out, series.booked, series.changed, issuer.keys_told,
         issuer.attestation_revoked, activity.published, activity.cancelled, activity.withdrawn,
         occurrence.scheduled, occurrence.rescheduled, occurrence.moved_online, occurrence.postponed,
         occurrence.cancelled, occurrence.resized, occurrence.filled, occurrence.reopened, occurrence.found_short,
         occurrence.ended, registration.requested, registration.confirmed, registration.queued, registration.offered,
         registration.changed, registration.cancelled, registration.declined, registration.lapsed,
         registration.checked_in, registration.missed.
Hears    member.approved, member.changed, member.suspended, member.erased, attestation.issued, attestation.revoked,
         organisation.joined, organisation.left, guardianship.began, guardianship.ended, form.answered and
         city.keys_published, from the members service of every city.

A unit is never held twice: the database says so (`tables.claims`), not the code. Nor is a seat of an occurrence.
What concerns activities is in a folder `activities` on every floor.
"""
