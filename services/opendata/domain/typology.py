"""The kinds of places of digital mediation, as the national standard codes them. Never does IO.

Source: the typology of the Cartographie nationale des lieux de médiation numérique
(https://github.com/anct-cartographie-nationale/lieux-de-mediation-numerique).
"""

from __future__ import annotations

OTHER = "Autre"

_ALL = """
ACI ACIPHC AFPA AI ASE ASSO ASSO_CHOMEUR Autre AVIP BIB CAARUD CADA CAF CAP_EMPLOI CAVA CC CCAS CCONS CD CDAS CFP CHRS
CHU CIAS CIDFF CITMET CMP CMS CPAM CPH CS CSAPA CSC DEETS DEPT DIPLP E2C EA EATT EI EITI ENM EPCI EPI EPIDE EPN ES ESAT
ESS ETTI EVS FABLAB FABRIQUE FAIS FT GEIQ HUDA LA_POSTE MDE MDEF MDH MDPH MDS MJC ML MQ MSA MSAP MUNI OACAS ODC OF OIL
OPCS PAD PENSION PI PIJ_BIJ PIMMS PJJ PLIE PREF PREVENTION REG RELAIS_LECTURE RESSOURCERIE RFS RS_FJT SCP SPIP
TIERS_LIEUX UDAF
"""
CODES = frozenset(_ALL.split())

_LABELS = {
    "ASSO": "Association",
    "BIB": "Bibliothèque",
    "CCAS": "Centre communal d'action sociale",
    "CITMET": "Cité des métiers",
    "CS": "Centre social",
    "CSC": "Centre socioculturel",
    "EPN": "Espace public numérique",
    "EVS": "Espace de vie sociale",
    "FABLAB": "Fablab",
    "FABRIQUE": "Fabrique de territoire",
    "LA_POSTE": "La Poste",
    "MJC": "Maison des jeunes et de la culture",
    "ML": "Mission locale",
    "MQ": "Maison de quartier",
    "MUNI": "Mairie",
    "RELAIS_LECTURE": "Relais lecture",
    "RESSOURCERIE": "Ressourcerie",
    "TIERS_LIEUX": "Tiers-lieu",
}


def code(kind: str) -> str:
    """The code of a kind of place: itself, or `Autre` when the typology does not have it."""
    return kind if kind in CODES else OTHER


def label(kind: str) -> str:
    """A kind of place in French words."""
    return _LABELS.get(kind, "Autre lieu")
