"""The people of one city. Each city runs its own: `members_roubaix`, `members_tourcoing`...

Owns: people (name, e-mail, language, phone, handle), who answers for which minor, who wishes to be found; whose
    address refuses letters; to what somebody without an account wishes to come, until they confirm it; answers to
    forms of activities;
    their consents, roles, credentials, second factors and the links in letters; where they are signed
    in, and as whom the city's OpenID Connect provider knows them; what they asked to be and were answered, and until
    when they are it; who is suspended and why; what the city attests of them; organisations and who acts for them; the
    city's own keys, which sign its access tokens and attestations and open what is sealed for it.
    A copy of what its members booked anywhere, for the ledger; and registered for, until 30 days after, for who goes.
    Which right was used over whom. Of other cities their public keys, and what they attest no longer.
Answers: keys, roles, register, confirm, knows, sign_in, refresh, sign_out, logins, end_login, end_every_login, profile,
    ask_reset, reset_password, change_password, ask_address_change, change_address, second_factor,
    set_up_second_factor, confirm_second_factor, remove_second_factor, renew_recovery_codes,
    provider_begin, provider_finish, provider_ticket, provider_join,
    apply_for_membership, own_applications, withdraw_application, open_applications, application, decide_application,
    suspend_member, reinstate_member, issue_attestation, revoke_attestation, own_attestations,
    verify_attestation, found_organisation, organisation, verify_organisation, join_organisation, leave_organisation,
    ledger, grant_role, withdraw_role, find_members, names, member_file, views_of, views_over,
    rectify, choose_interests, enter_directory, leave_directory, directory, topics, register_guest, register_minor,
    wards, ask_guardian, accept_ward, leave_ward, erase_ward, register_helped, show_helped, give_address,
    consents, consent, withdraw_consent, preview_erasure, erase, export, export_ward, notices_key, limit,
    processing_register,
    register_guest_for, confirm_wish, make_pass,
    answer_form, answers_of, answers_at, answer_totals, contact, subscribers (own city's
    notifications only, by a proof).
Emits: member.registered, member.registered_again, member.registration_wished, member.approved, member.changed,
    member.suspended,
    member.reinstated, member.membership_ending, member.membership_ended, member.rights_ending, member.inactive,
    member.erased, member.reset_requested, member.password_changed, member.address_change_requested,
    member.address_changed, member.signed_in_anew, member.second_factor_changed, application.decided,
    city.keys_published, attestation.issued, attestation.revoked, organisation.joined, organisation.left,
    guardianship.began, guardianship.ended, form.answered.
Hears: booking.confirmed, booking.moved, booking.cancelled, booking.denied, booking.lapsed, booking.missed,
    booking.checked_in, booking.checked_out, registration.requested, registration.confirmed, registration.queued,
    registration.offered, registration.changed, registration.cancelled, registration.declined, registration.lapsed,
    registration.checked_in, issuer.keys_told and issuer.attestation_revoked, from bookings; notice.sent,
    notice.failed and newsletter.left, from its own city's notifications.

A name, an e-mail or a password is never in an event, in a log or in a token; nor is the name of an organisation, what
a member wrote, or the reason they were given.
"""
