"""The words that common passwords are made of, folded: lower case, no accents.

Only those that can be stretched to twelve characters by a tail (`Motdepasse2026!`) or by each other
(`AzertyQwerty1!`) matter: anything shorter is refused by its length. French and English, keyboard rows,
names of the network's cities. Kept short on purpose: of a million leaked passwords hardly one satisfies the
three rules and is not made of these.
"""

from __future__ import annotations

_WORDS = """
abc abcd abcde abcdef abcdefg abcdefgh ghijkl ijklmnop mnopqr qrstuv uvwxyz qrstuvwxyz
azerty azertyuiop zerty uiop qsdf qsdfgh qsdfghjkl qsdfghjklm jklm wxcv wxcvbn
qwerty qwertz qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm
password passwort passe pass word passw mdp motdepasse monmotdepasse mon mypassword my
secret confidentiel admin administrateur administrator root user utilisateur login
welcome bienvenue bonjour bonsoir coucou salut hello test demo changeme change me letmein let in
default azer temp temporaire invite guest master super superman batman dragon monkey shadow
iloveyou jetaime je taime love amour moncoeur coeur doudou loulou chouchou cheri cherie
soleil princesse princess sunshine football foot marseille psg losc lille lens paris france europe
nord roubaix tourcoing marcq baroeul champ libre champlibre lab live lablive
maison chocolat vacances famille printemps ete automne hiver noel
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
lundi mardi mercredi jeudi vendredi samedi dimanche
spring summer autumn winter january february march april june july august september october
november december monday tuesday wednesday thursday friday saturday sunday
nicolas julien thomas camille marie pierre jean michel alexandre maxime antoine
pokemon starwars naruto computer ordinateur internet google facebook instagram microsoft windows
baseball basketball trustno whatever freedom liberte egalite fraternite
"""

COMMON_WORDS = frozenset(_WORDS.split())
