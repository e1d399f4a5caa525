"""A city's notifications: the right word to the right person, once.

Owns      notices (what is to be said, to which member id, by when); how members wish to be told; the last word
          heard of each booking, series, registration and occurrence; what members come to, as long as it is to come;
          what is on in every city; how far the weekly digest came; the digests of the ids of who is gone
Answers   keys; by a proof of its own city's members: my_notices, my_notice, preferences_of, choose, notices_of;
          unsubscribe (by the link in a letter); letter_kinds, preview_letter (of examples, to its staff)
Emits     notice.sent, notice.failed, newsletter.left
Hears     of its own city's members, from bookings: booking.held, booking.requested, booking.confirmed, booking.moved,
          booking.cancelled, booking.denied, booking.lapsed, booking.missed, booking.checked_in, series.booked,
          series.changed, registration.requested, registration.confirmed, registration.queued, registration.offered,
          registration.changed, registration.cancelled, registration.declined, registration.lapsed,
          registration.checked_in; of every city, occurrence.found_short, activity.published, activity.withdrawn,
          activity.cancelled, occurrence.scheduled, occurrence.rescheduled, occurrence.moved_online,
          occurrence.postponed, occurrence.cancelled, occurrence.filled, occurrence.reopened, occurrence.ended;
          from its own city's members service:
          member.registered, member.registered_again, member.registration_wished, member.reset_requested,
          member.password_changed, member.address_change_requested, member.address_changed, member.signed_in_anew,
          member.second_factor_changed, member.rights_ending, member.membership_ending, member.membership_ended,
          member.suspended, member.reinstated, member.inactive, member.erased, application.decided

The one service that asks another, the members service of its own city: once a week who wishes for the digest, by ids;
and at the moment of sending the member's address, or for an SMS a telephone number. It is used and forgotten; no name,
address or number is ever stored here.
"""
