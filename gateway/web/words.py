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

STANDING = ("held", "requested", "confirmed")
STATUSES = {
    "held": N_("Option"),
    "requested": N_("Demandée"),
    "confirmed": N_("Confirmée"),
    "cancelled": N_("Annulée"),
    "denied": N_("Refusée"),
    "lapsed": N_("Délai passé"),
    "missed": N_("Rendue"),
}

CATEGORIES = {
    "resident": N_("résident"),
    "nomad": N_("nomade"),
    "partner": N_("partenaire"),
    "guest": N_("invité"),
}
APPLIED_FOR = ("resident", "nomad", "partner")
APPLICATION_STATUSES = {
    "open": N_("En attente"),
    "admitted": N_("Acceptée"),
    "declined": N_("Refusée"),
    "withdrawn": N_("Retirée"),
}

PARTS = {
    "bookings": N_("le service des réservations"),
    "opendata": N_("le service des données ouvertes"),
    "notifications": N_("le service des courriels"),
}

PRICE_RULES = {
    "started_quarters": N_("par quart d’heure entamé"),
    "tiers": N_("par demi-journées, journées ou mois"),
}

TOPICS = {
    "associations": N_("Associations"),
    "bois": N_("Bois"),
    "cinema": N_("Cinéma"),
    "climat": N_("Climat"),
    "couture": N_("Couture"),
    "cuisine": N_("Cuisine"),
    "donnees-ouvertes": N_("Données ouvertes"),
    "electronique": N_("Électronique"),
    "emploi": N_("Emploi"),
    "enfance": N_("Enfance"),
    "impression-3d": N_("Impression 3D"),
    "jardins": N_("Jardins"),
    "jeux": N_("Jeux"),
    "langues": N_("Langues"),
    "logiciel-libre": N_("Logiciel libre"),
    "mobilites": N_("Mobilités"),
    "musique": N_("Musique"),
    "patrimoine": N_("Patrimoine"),
    "photographie": N_("Photographie"),
    "radio": N_("Radio"),
    "reparation": N_("Réparation"),
    "textile": N_("Textile"),
    "theatre": N_("Théâtre"),
    "urbanisme": N_("Urbanisme"),
    "velo": N_("Vélo"),
}

CONSENTS = {
    "account": N_("La notice, que vous avez lue"),
    "directory": N_("Figurer dans l’annuaire de votre ville"),
    "newsletter": N_("Recevoir des courriels sur vos thèmes"),
}
ERASURE_REASONS = {
    "booking_under_way": N_("Une réservation est en cours."),
    "booking_recent": N_("Une réservation a fini il y a moins de 30 jours : on peut encore vous demander des comptes."),
    "registration_under_way": N_("Une activité à laquelle vous êtes inscrit est en cours."),
    "registration_recent": N_(
        "Une activité à laquelle vous étiez inscrit a fini il y a moins de 30 jours : on peut encore vous demander des "
        "comptes."
    ),
    "last_administrator": N_("Personne d’autre n’administre votre ville : nommez d’abord quelqu’un."),
    "sole_guardian": N_("Vous êtes seul à représenter une personne mineure."),
    "booking_to_come": N_("vos réservations à venir, qui sont annulées"),
    "registration_to_come": N_("vos inscriptions à venir, qui sont annulées"),
    "application_open": N_("votre demande d’adhésion, qui tombe"),
    "sole_of_organisation": N_("une organisation pour laquelle personne d’autre n’agit"),
    "credits_left": N_("vos avoirs, qui sont perdus"),
}

REFUSALS = {
    "erasure_kept_back": N_("Quelque chose retient encore votre compte."),
    "unit_taken": N_("Cette période vient d’être prise."),
    "outside_opening_hours": N_("Le lieu est fermé pendant une partie de cette période."),
    "in_the_past": N_("Cette période a déjà commencé."),
    "too_short": N_("Cette période est trop courte pour cet espace."),
    "too_long": N_("Cette période est trop longue pour cet espace."),
    "off_grid": N_("Ici, on ne commence pas à cette heure-là : choisissez un début parmi ceux qui sont proposés."),
    "off_step": N_("Cette durée ne va pas à cet espace : choisissez une fin parmi celles qui sont proposées."),
    "notice_too_short": N_("Il est trop tard pour réserver cette période : cet espace se réserve plus tôt."),
    "too_far_ahead": N_("Il est trop tôt pour réserver cette période."),
    "category_not_admitted": N_("Cet espace est réservé à d’autres membres."),
    "city_not_admitted": N_("Cet espace est réservé aux membres d’autres villes."),
    "attestation_missing": N_("Il vous manque une attestation, une formation par exemple : demandez-la à votre ville."),
    "not_of_organisation": N_("Vous n’agissez pas pour cette organisation."),
    "permission_missing": N_("Seule l’équipe de la ville peut faire cela."),
    "member_not_found": N_("Aucune ville ne connaît ce membre."),
    "too_few_persons": N_("Cet espace est pour davantage de personnes."),
    "too_many_persons": N_("Cet espace n’accueille pas autant de personnes."),
    "too_many_bookings": N_("Vous avez ici autant de réservations qu’il est permis."),
    "too_many_hours": N_("Vous avez ici autant d’heures qu’il est permis."),
    "too_many_holds": N_("Vous avez autant d’options et de demandes qu’il est permis : confirmez-en, ou annulez-en."),
    "cancelled_too_late": N_("Il est trop tard pour annuler en ligne : prévenez l’accueil du lieu."),
    "moved_too_late": N_("Il est trop tard pour changer cette réservation en ligne : voyez avec l’accueil du lieu."),
    "booking_lapsed": N_("Le délai est passé : la place n’est plus gardée. Si elle est encore libre, réservez-la."),
    "booking_not_held": N_("Il n’y a rien à confirmer : cette réservation n’est pas une option, ou n’en est plus une."),
    "booking_not_requested": N_("Cette réservation n’attend pas de réponse."),
    "booking_not_confirmed": N_("Cette réservation n’est pas confirmée."),
    "booking_not_checked_in": N_("Votre arrivée n’a pas été signalée."),
    "check_in_too_early": N_("Il est trop tôt pour signaler votre arrivée : revenez peu avant le début."),
    "motivation_missing": N_("Pour être résident, dites en quelques phrases ce que vous voulez faire ici."),
    "member_already": N_("Vous l’êtes déjà, et pour longtemps : il n’y a rien à demander."),
    "application_open": N_("Votre ville n’a pas encore répondu à votre demande précédente."),
    "organisation_kind_differs": N_("Cette organisation n’est pas de ce titre."),
    "application_not_found": N_("Cette demande n’existe pas, ou n’est pas la vôtre."),
    "application_decided": N_("Votre ville a déjà répondu à cette demande."),
    "member_not_active": N_(
        "Votre compte n’est pas actif. Confirmez votre adresse e-mail si c’est à faire ; sinon, écrivez à votre ville."
    ),
    "wrong_credentials": N_(
        "L’adresse ou le mot de passe ne va pas. Vous venez de vous inscrire ? Suivez d’abord le lien du courriel."
    ),
    "provider_refused": N_("La connexion n’est pas allée à son terme : rien n’a changé. Vous pouvez recommencer."),
    "provider_unavailable": N_(
        "Ce service de connexion ne répond pas pour l’instant : réessayez dans quelques minutes, "
        "ou prenez votre mot de passe si vous en avez un."
    ),
    "provider_answer_invalid": N_(
        "La réponse de ce service de connexion n’a pas pu être vérifiée. "
        "Réessayez ; si cela continue, écrivez à votre ville."
    ),
    "provider_login_unknown": N_("Cette connexion a pris trop de temps, ou a déjà servi : recommencez-la."),
    "provider_email_unverified": N_(
        "Ce service ne nous donne pas d’adresse e-mail vérifiée : vérifiez-y votre adresse, "
        "ou inscrivez-vous ici avec un mot de passe."
    ),
    "provider_second_factor_missing": N_(
        "Votre compte demande un second facteur : activez-le dans ce service, ou prenez votre mot de passe."
    ),
    "provider_identity_other": N_(
        "Votre compte est lié à un autre compte de ce service : connectez-vous avec celui-là, ou écrivez à votre ville."
    ),
    "wrong_credentials_password": N_("Ce n’est pas votre mot de passe."),
    "sign_in_again": N_("Votre compte n’a pas de mot de passe : déconnectez-vous, reconnectez-vous, et recommencez."),
    "wrong_code": N_("Ce code n’est pas le bon, ou il a déjà servi : attendez le suivant."),
    "second_factor_needed": N_("Écrivez aussi un code de votre application."),
    "second_factor_required": N_("Qui travaille pour la ville garde un second facteur."),
    "second_factor_absent": N_("Votre compte n’a pas de second facteur."),
    "second_factor_present": N_("Votre compte a déjà un second facteur."),
    "second_factor_not_begun": N_("Il n’y a rien à confirmer : recommencez."),
    "same_address": N_("C’est déjà votre adresse."),
    "address_changed_lately": N_("Vous avez changé d’adresse il y a peu : attendez deux jours."),
    "link_unknown": N_("Ce lien n’a jamais existé, ou un autre l’a remplacé."),
    "link_expired": N_("Ce lien est trop ancien."),
    "link_used": N_("Ce lien a déjà servi."),
    "weak_password": N_("Ce mot de passe est trop facile à deviner : suivez la règle écrite au-dessus du champ."),
    "weak_password_too_long": N_("Ce mot de passe est trop long."),
    "too_common": N_("Ce mot de passe est trop courant : choisissez-en un autre."),
    "personal": N_("Ce mot de passe contient votre nom ou votre adresse : choisissez-en un autre."),
    "booking_over": N_("Cette réservation est finie : elle ne se change plus."),
    "consent_missing": N_("Dites que vous avez lu ce qui est fait de vos données : sans cela, rien n’est enregistré."),
    "invalid_email": N_("Cette adresse e-mail n’est pas complète. Exemple : nom@example.org"),
    "invalid_name": N_(
        "Ce nom est trop long, ou contient une adresse (@, www., ://) ou un signe que nous ne savons pas écrire."
    ),
    "has_address": N_("Cette personne a déjà une adresse, qu’elle change elle-même."),
    "invalid_phone": N_("Ce numéro de téléphone n’existe pas. Exemple : 01 99 00 12 34"),
    "invalid_handle": N_("Une à trois initiales, chacune avec son point. Exemple : A. B."),
    "invalid_topic": N_("Un thème a 40 lettres ou chiffres au plus ; séparez les thèmes par des virgules."),
    "invalid_shown_name": N_("Ce nom est trop long, ou contient une adresse (@, www., ://)."),
    "invalid_presentation": N_("Cette présentation dépasse 500 signes."),
    "invalid_born_on": N_("Cette date n’est pas complète. Exemple : 2015-03-21"),
    "invalid_guardian_id": N_("Cet identifiant n’est pas complet."),
    "too_many_topics": N_("Choisissez 20 thèmes au plus."),
    "minors_not_listed": N_("L’annuaire ne montre que des adultes."),
    "not_a_minor": N_("Cette personne est majeure : elle s’inscrit elle-même."),
    "not_an_adult": N_("Seul un adulte répond d’un mineur."),
    "adult_not_said": N_("Dites que vous êtes majeur : seul un adulte répond d’un mineur."),
    "too_many_wards": N_("Un adulte répond de dix mineurs au plus."),
    "too_many_guardians": N_("Deux adultes répondent déjà de cet enfant, ou en sont priés."),
    "last_guardian": N_("Vous êtes le seul à répondre de cet enfant : priez d’abord un autre adulte de le faire."),
    "ward_not_found": N_("Vous ne répondez pas de cet enfant."),
    "occurrence_full": N_("Il n’y a plus assez de places."),
    "seats_were_approved": N_("L’équipe a répondu pour ce nombre de places. Écrivez-lui si vous serez plus nombreux."),
    "already_registered": N_("Cette personne est déjà inscrite à cette date, ou l’attend déjà."),
    "registration_closed": N_("Les inscriptions à cette date sont closes."),
    "registration_not_open": N_("Les inscriptions à cette date ne sont pas encore ouvertes."),
    "too_many_seats": N_("Cela fait trop de places pour une seule inscription."),
    "offer_lapsed": N_("Le délai pour accepter est passé : la place a été proposée à quelqu’un d’autre."),
    "registration_not_offered": N_("Aucune place ne vous est proposée en ce moment."),
    "registration_not_standing": N_("Cette inscription est finie : elle ne se change plus."),
    "occurrence_over": N_("Cette date est passée."),
    "occurrence_cancelled": N_("Cette date est annulée."),
    "occurrence_postponed": N_("Cette date est reportée : la nouvelle n’est pas encore connue."),
    "form_closed": N_("Cette date est passée : les réponses ne changent plus."),
    "registers_elsewhere": N_("L’inscription à cette activité se fait sur un autre site."),
    "needs_no_registration": N_("Il n’y a pas à s’inscrire : venez."),
    "invalid": N_("Quelque chose ne va pas dans ce champ."),
}

# What comes after `?why=` when the provider of a city let nobody in.
OF_PROVIDERS = (*(code for code in REFUSALS if code.startswith("provider_")), "member_not_active")
