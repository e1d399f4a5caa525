"""The people of one city. Each city runs its own: `members_roubaix`, `members_tourcoing`...

Owns: people (name, e-mail, language), their consents, roles, credentials and confirmation links; the city's
    own keys, which sign its access tokens and open what is sealed for it.
Answers: keys, register, confirm, knows, sign_in, profile, contact (own city's notifications only, by a proof).
Emits: member.registered, member.registered_again, member.approved, city.keys_published.
Hears: nothing.

A name, an e-mail or a password is never in an event, in a log or in a token.
"""
