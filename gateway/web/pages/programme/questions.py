"""The rows of an activity's form: its prices, and what is asked of who registers.

As the form says them, and as bookings takes and tells them; what is wrong is said beside the field.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from gateway.web.forms import Form
from gateway.web.rows import Rows
from gateway.web.words import N_

Row = dict[str, str]

PRICES = Rows("prices", ("label", "euros", "condition"), ("label", "euros", "condition"), 10)
QUESTIONS = Rows(
    "questions",
    ("name", "label_fr", "label_nl", "label_en", "kind", "required", "choices", "keep_days"),
    ("label_fr", "label_nl", "label_en", "choices"),
    20,
)
KINDS = {
    "text": N_("Un texte"),
    "choice": N_("Un choix"),
    "choices": N_("Plusieurs choix"),
    "yes_no": N_("Oui ou non"),
    "number": N_("Un nombre"),
}
LABELS = PRICES.labels(
    {"label": N_("Pour qui, ce prix"), "euros": N_("Prix (euros)"), "condition": N_("Condition")}
) | QUESTIONS.labels(
    {
        "label_fr": N_("Question (français)"),
        "label_nl": N_("Question (néerlandais)"),
        "label_en": N_("Question (anglais)"),
        "kind": N_("Réponse"),
        "choices": N_("Choix, un par ligne"),
        "keep_days": N_("Réponse gardée (jours après)"),
    }
)
KEEP_DAYS = "30"
_EUROS = re.compile(r"(?P<euros>\d{1,5})([.,](?P<cents>\d{1,2}))?\s*€?", re.ASCII)
_NAME_LENGTH = 30


def prices(form: Form, rows: list[Row]) -> list[dict[str, Any]]:
    """What bookings takes as prices; what is wrong with them is noted in the form."""
    found = []
    for number, row in enumerate(rows):
        said = _EUROS.fullmatch(row["euros"])
        if not row["label"]:
            form.errors[PRICES.name(number, "label")] = N_("Dites pour qui est ce prix.")
        if said is None:
            form.errors[PRICES.name(number, "euros")] = N_("Écrivez un prix, par exemple 5 ou 4,50 ; 0 : gratuit.")
            continue
        cents = 100 * int(said["euros"]) + int((said["cents"] or "").ljust(2, "0"))
        found.append({"label": row["label"], "cents": cents, "condition": row["condition"] or None})
    return found


def rows_of_prices(found: list[dict[str, Any]]) -> list[Row]:
    """Those of the form."""
    return [
        {
            "label": one["label"],
            "euros": f"{one['cents'] // 100},{one['cents'] % 100:02}",
            "condition": one.get("condition") or "",
        }
        for one in found
    ]


def questions(form: Form, rows: list[Row]) -> list[dict[str, Any]]:
    """What bookings takes as the form of registrations. A question keeps its name, by which its answers are kept."""
    names = {row["name"] for row in rows if row["name"]}
    found = []
    for number, row in enumerate(rows):
        if not row["label_fr"]:
            form.errors[QUESTIONS.name(number, "label_fr")] = N_("Écrivez la question en français.")
        days, kind = row["keep_days"] or KEEP_DAYS, row["kind"] or "text"
        if not (days.isdecimal() and len(days) < 4):
            form.errors[QUESTIONS.name(number, "keep_days")] = N_("Écrivez un nombre entier.")
            continue
        choices = [line.strip() for line in row["choices"].split("\n") if line.strip()]
        if kind in ("choice", "choices") and len(choices) < 2:
            form.errors[QUESTIONS.name(number, "choices")] = N_("Écrivez au moins deux choix, un par ligne.")
        name = row["name"] or _name(row["label_fr"], names)
        names.add(name)
        label = {code: row[f"label_{code}"] for code in ("fr", "nl", "en") if row[f"label_{code}"]}
        found.append(
            {
                "name": name,
                "label": label,
                "kind": kind,
                "required": bool(row["required"]),
                "choices": choices,
                "keep_days": int(days),
            }
        )
    return found


def rows_of_questions(found: list[dict[str, Any]]) -> list[Row]:
    """Those of the form."""
    return [
        {
            "name": one["name"],
            **{f"label_{code}": said for code, said in one["label"].items()},
            "kind": one["kind"],
            "required": "yes" if one["required"] else "",
            "choices": "\n".join(one["choices"]),
            "keep_days": str(one["keep_days"]),
        }
        for one in found
    ]


def slug(said: str) -> str:
    """A word of ours after what somebody wrote: `Machine à coudre` is `machine_a_coudre`; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _name(label: str, taken: set[str]) -> str:
    """A name that no other question has."""
    name = slug(label).lstrip("0123456789_")[:_NAME_LENGTH].strip("_") or "question"
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found
