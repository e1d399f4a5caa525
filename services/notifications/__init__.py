"""A city's notifications: the right word to the right person, once.

Owns      notices (what is to be said, to which member id, by when); the last word heard of each booking and series;
          the digests of who is gone
Answers   notices_of (by a proof of its own city's members)
Emits     notice.sent, notice.failed
Hears     booking.held, .requested, .confirmed, .moved, .cancelled, .denied, .lapsed, .missed, series.booked and
          series.changed, of its own members; of its own city: member.registered, .registered_again, .reset_requested,
          .password_changed, .address_change_requested, .address_changed, .signed_in_anew, .second_factor_changed,
          .rights_ending, .membership_ending, .membership_ended, .suspended, .reinstated, .inactive, .erased; and
          application.decided

The one service that asks another: the member's address, from the members service of its own city, at the
moment of sending. It is used and forgotten; no name and no address is ever stored here.
"""
