"""What the codes of the services are called on the pages. Message ids, in French; never a sentence of a template."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802  the name that gettext gives it
    """Marks a text for translation; it is translated where it is shown."""
    return text


KINDS = {
    "desk_area": N_("Postes de travail"),
    "office": N_("Bureau fermé"),
    "meeting_room": N_("Salle de réunion"),
    "training_room": N_("Salle de formation"),
    "event_room": N_("Salle d’événement"),
    "cinema": N_("Salle de cinéma"),
    "workshop": N_("Atelier"),
    "machine": N_("Machine"),
    "studio": N_("Studio"),
    "kitchen": N_("Cuisine partagée"),
    "stage": N_("Scène"),
    "equipment": N_("Matériel à emprunter"),
    "floor": N_("Étage entier"),
}

PARTS = {
    "bookings": N_("le service des réservations"),
    "opendata": N_("le service des données ouvertes"),
}

PRICE_RULES = {
    "started_quarters": N_("par quart d’heure entamé"),
}

REFUSALS = {
    "unit_taken": N_("Cette période vient d’être prise."),
    "outside_opening_hours": N_("Le lieu est fermé pendant une partie de cette période."),
    "in_the_past": N_("Cette période a déjà commencé."),
    "too_short": N_("Cette période est trop courte pour cet espace."),
    "too_long": N_("Cette période est trop longue pour cet espace."),
    "off_grid": N_("Les réservations commencent et finissent à l’heure, au quart ou à la demie."),
    "member_not_active": N_(
        "Votre compte n’est pas actif. Confirmez votre adresse e-mail si c’est à faire ; sinon, écrivez à votre ville."
    ),
    "wrong_credentials": N_("L’adresse e-mail ou le mot de passe ne va pas."),
    "email_unconfirmed": N_(
        "Votre adresse n’est pas encore confirmée : suivez le lien du courriel que nous vous avons envoyé."
    ),
    "weak_password": N_("Ce mot de passe est trop facile à deviner : suivez la règle écrite au-dessus du champ."),
    "weak_password_too_long": N_("Ce mot de passe est trop long."),
    "too_common": N_("Ce mot de passe est trop courant : choisissez-en un autre."),
    "personal": N_("Ce mot de passe contient votre nom ou votre adresse : choisissez-en un autre."),
    "too_far_ahead": N_("On réserve au plus un an à l’avance."),
    "booking_over": N_("Ce qui a été utilisé ne s’annule plus."),
    "consent_missing": N_("Sans votre accord, nous ne pouvons pas ouvrir de compte."),
    "invalid_email": N_("Cette adresse e-mail n’est pas complète. Exemple : nom@example.org"),
    "invalid_name": N_(
        "Ce nom est trop long, ou contient une adresse (@, www., ://) ou un signe que nous ne savons pas écrire."
    ),
    "invalid": N_("Quelque chose ne va pas dans ce champ."),
}
