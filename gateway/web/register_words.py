"""What the codes of a city's register of processing are called. Message ids, in French."""

from __future__ import annotations

from gateway.web.words import N_

ACTIVITIES = {
    "account": N_("Tenir les comptes des membres"),
    "security": N_("Protéger les comptes"),
    "membership": N_("Instruire les adhésions"),
    "organisations": N_("Savoir qui agit pour quelle organisation"),
    "attestations": N_("Attester un droit ou une formation"),
    "bookings": N_("Tenir le grand livre des réservations"),
    "registrations": N_("Inscrire aux activités"),
    "letters": N_("Écrire aux membres"),
    "directory": N_("Tenir l’annuaire des membres"),
    "newsletter": N_("Écrire aux curieux"),
    "accountability": N_("Rendre compte de ce qui est fait des données"),
}
GROUNDS = {
    "public_task": N_("mission d’intérêt public (RGPD, article 6.1.e)"),
    "legal_obligation": N_("obligation légale (RGPD, article 6.1.c)"),
    "consent": N_("votre accord, que vous pouvez reprendre (RGPD, article 6.1.a)"),
}
CATEGORIES = {
    "identity": N_("nom, langue"),
    "contact": N_("adresse e-mail, téléphone"),
    "birth_date": N_("date de naissance, si elle est donnée"),
    "secrets": N_("mot de passe et second facteur, sous une forme protégée"),
    "devices": N_("appareils connectés"),
    "network_digest": N_("empreinte de l’adresse réseau"),
    "category": N_("catégorie de membre"),
    "motivation": N_("motivation, décision"),
    "organisation": N_("organisation"),
    "attestation": N_("attestation, par un numéro de membre"),
    "booking": N_("réservations, par un numéro de membre"),
    "registration": N_("inscriptions aux activités, par un numéro de membre"),
    "answers": N_("réponses aux formulaires d’activité"),
    "notice": N_("courriels et SMS envoyés : lesquels, quand"),
    "shown_name": N_("nom affiché"),
    "presentation": N_("présentation"),
    "topics": N_("sujets suivis"),
    "consents": N_("accords donnés et repris"),
    "views": N_("consultations de données par l’équipe"),
}
RECIPIENTS = {
    "city_staff": N_("l’équipe de la ville, selon ses droits"),
    "network_by_number": N_("les autres villes, par un numéro sans nom"),
    "members_of_city": N_("les membres de la ville"),
    "telephone_operator": N_("pour un SMS, l’opérateur de téléphonie : le numéro et une phrase sans nom"),
    "data_officer": N_("la déléguée ou le délégué à la protection des données"),
}
KEPT = {
    "account": N_("le compte"),
    "sign_up": N_("une inscription sans suite"),
    "login": N_("une connexion"),
    "link": N_("un lien envoyé par courriel"),
    "provider_login": N_("une connexion chez un fournisseur d’identité"),
    "wish": N_("une inscription demandée sans compte et sans suite"),
    "registration": N_("à quoi un membre est ou était inscrit"),
    "answer": N_("une réponse à un formulaire, ou moins longtemps si la question le dit"),
    "notice": N_("la trace d’un avis, lorsqu’il n’est plus utile"),
    "entry": N_("l’entrée à l’annuaire"),
    "consent": N_("la preuve d’un accord"),
    "view": N_("une consultation"),
    "digest": N_("une empreinte de numéro, pour que rien de tardif ne ranime un compte effacé"),
}
SINCE = {
    "last_seen": N_("après la dernière visite, avec un préavis de 30 jours"),
    "link_over": N_("après la fin du lien"),
    "ended": N_("après sa fin"),
    "occurrence": N_("après l’activité"),
    "began": N_("après son début"),
    "created": N_("après sa création"),
    "withdrawn": N_("après le retrait de l’accord"),
    "erased": N_("après l’effacement"),
}
