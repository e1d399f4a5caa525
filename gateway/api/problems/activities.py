"""What the refusals of the programme mean, of registrations and of the door, and what to do."""

from __future__ import annotations

from gateway.api.problems.code import Code

ACTIVITIES: dict[str, Code] = {
    "activity_not_found": Code(404, "Activité inconnue", "GET /api/v1/agenda donne celles qui sont annoncées."),
    "occurrence_not_found": Code(404, "Date inconnue", "GET /api/v1/activities/{id} donne celles d’une activité."),
    "registration_not_found": Code(404, "Inscription inconnue", "Elle n’existe pas, ou n’est pas à ce membre."),
    "pass_expired": Code(
        401, "Laissez-passer expiré", "Ce à quoi il donnait accès est passé, ou un courriel plus récent en a un autre."
    ),
    "pass_invalid": Code(401, "Laissez-passer refusé", "Suivez le lien du dernier courriel reçu, en entier."),
    "pass_for_another": Code(
        403, "Laissez-passer d’une autre inscription", "Chaque inscription a le sien : il est dans ses courriels."
    ),
    "already_registered": Code(409, "Déjà inscrit", "Le membre a une place, ou attend : changez le nombre de places."),
    "booking_of_occurrence": Code(
        409, "Réservation d’une activité", "Elle suit sa date : déplacez, ou annulez, celle de l’activité."
    ),
    "occurrence_full": Code(
        409, "Complet", "`seats_left` et `waiting_seats_left` disent ce qui reste ; `accept_waiting` : attendre."
    ),
}
