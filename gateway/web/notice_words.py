"""What the kinds of notices and their families are called on the pages. Message ids, in French; which kinds there are,
and of which family, is what the notifications service says.
"""

from __future__ import annotations

from gateway.web.words import N_

FAMILIES = {
    "bookings": N_("Réservations d’espaces"),
    "registrations": N_("Inscriptions aux activités"),
    "reminders": N_("Rappels"),
    "digest": N_("Programme de la semaine"),
    "membership": N_("Adhésion et compte"),
    "security": N_("Sécurité et connexion"),
    "work": N_("Travail d’équipe"),
}
KINDS = {
    "booking_offered": N_("Une place attendue se libère"),
    "booking_proposed": N_("La ville propose un autre moment"),
    "booking_requested": N_("Demande de réservation envoyée"),
    "booking_confirmed": N_("Réservation confirmée"),
    "booking_moved": N_("Réservation déplacée"),
    "request_moved": N_("Demande de réservation déplacée"),
    "booking_cancelled": N_("Réservation annulée"),
    "booking_denied": N_("Demande de réservation refusée"),
    "booking_lapsed": N_("Réservation ou demande restée sans suite"),
    "booking_missed": N_("Réservation sans arrivée"),
    "booking_reminder": N_("Rappel d’une réservation"),
    "series_booked": N_("Série de réservations enregistrée"),
    "series_changed": N_("Série de réservations changée"),
    "registration_requested": N_("Demande d’inscription envoyée"),
    "registration_confirmed": N_("Inscription confirmée"),
    "registration_queued": N_("Inscription sur liste d’attente"),
    "registration_offered": N_("Une place d’activité est proposée"),
    "registration_changed": N_("Activité changée"),
    "registration_postponed": N_("Activité reportée"),
    "registration_cancelled": N_("Inscription annulée"),
    "registration_declined": N_("Demande d’inscription refusée"),
    "registration_lapsed": N_("Inscription restée sans suite"),
    "registration_reminder": N_("Rappel d’une activité"),
    "registration_wish": N_("Inscription sans compte à confirmer"),
    "occurrence_short": N_("Trop peu de personnes inscrites"),
    "digest": N_("Programme de la semaine à venir"),
    "confirmation": N_("Adresse à confirmer"),
    "known_address": N_("Adresse déjà connue"),
    "reset": N_("Nouveau mot de passe demandé"),
    "address_change": N_("Nouvelle adresse à confirmer"),
    "address_changed": N_("Adresse e-mail changée"),
    "password_changed": N_("Mot de passe changé"),
    "new_sign_in": N_("Connexion depuis un nouvel appareil"),
    "second_factor_changed": N_("Second facteur changé"),
    "rights_ending": N_("Fin prochaine des droits d’équipe"),
    "admitted": N_("Demande d’adhésion acceptée"),
    "declined": N_("Demande d’adhésion refusée"),
    "membership_ending": N_("Fin prochaine de l’adhésion"),
    "membership_ended": N_("Fin de l’adhésion"),
    "suspended": N_("Compte suspendu"),
    "reinstated": N_("Suspension levée"),
    "account_ending": N_("Fin prochaine du compte"),
}


def kind(code: str) -> str:
    """What a kind is called; one that came later than this page keeps its code."""
    return KINDS.get(code, code)


def family(code: str) -> str:
    """What a family is called; one that came later than this page keeps its code."""
    return FAMILIES.get(code, code)
