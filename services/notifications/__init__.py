"""A city's notifications: the right word to the right person, once.

Owns      notices (what is to be said, to which member id, by when) and the last word heard of each booking
Answers   nothing yet
Emits     notice.sent, notice.failed
Hears     booking.confirmed, booking.cancelled; of its own city: member.registered, member.registered_again

The one service that asks another: the member's address, from the members service of its own city, at the
moment of sending. It is used and forgotten; no name and no address is ever stored here.
"""
