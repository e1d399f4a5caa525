"""What the kinds of notices, their families, their ways and what hinders them are called on the pages. Message ids, in
French; which kinds there are, and of which family, is what the notifications service says.
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
CHANNELS = {"mail": N_("courriel"), "sms": N_("SMS")}
REMINDERS = {
    60: N_("une heure avant"),
    120: N_("deux heures avant"),
    180: N_("trois heures avant"),
    1440: N_("un jour avant"),
    2880: N_("deux jours avant"),
    10080: N_("une semaine avant"),
}
# Why something did not go out, by the codes of the notifications service; of `smtp_550` its beginning.
REASONS = {
    "overtaken": N_("la situation a changé entre-temps"),
    "too_late": N_("il ne servait plus à rien"),
    "not_wanted": N_("vous n’en vouliez pas"),
    "no_address": N_("votre ville n’a pas d’adresse où vous écrire"),
    "address_invalid": N_("on ne peut pas écrire à votre adresse"),
    "address_refused": N_("votre adresse refuse nos courriels"),
    "no_phone": N_("votre ville n’a pas de numéro de mobile où vous écrire"),
    "smtp": N_("votre messagerie l’a refusé, ou ne répond pas"),
    "sms": N_("l’opérateur l’a refusé, ou ne répond pas"),
}
OTHERWISE = N_("un service n’a pas répondu à temps")
# Where what a notice is about is shown, and what the way there is called.
PAGES = {
    "booking": ("/bookings/{}", N_("Voir la réservation")),
    "series": ("/bookings", N_("Voir mes réservations")),
    "registration": ("/registrations/{}", N_("Voir l’inscription")),
    "occurrence": ("/desk/occurrences/{}", N_("Voir la date")),
}


def kind(code: str) -> str:
    """What a kind is called; one that came later than this page keeps its code."""
    return KINDS.get(code, code)


def family(code: str) -> str:
    """What a family is called; one that came later than this page keeps its code."""
    return FAMILIES.get(code, code)


def why(code: str | None) -> str:
    """Why something did not go out; of what a server answered only which kind of server it was."""
    known = code or ""
    return REASONS.get(known) or REASONS.get(known.partition("_")[0]) or OTHERWISE


def before(minutes: int) -> str:
    """How long before a reminder is; one that came later than this page, in minutes."""
    return REMINDERS.get(minutes, f"{minutes} min")


def page_of(thing: str, thing_id: str) -> tuple[str, str] | None:
    """Where something is shown, and what the way there is called; None where there is no page of it."""
    if thing not in PAGES:
        return None
    path, name = PAGES[thing]
    return path.format(thing_id), name
