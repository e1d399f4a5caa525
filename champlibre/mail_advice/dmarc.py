"""DMARC: what others shall do with letters that only seem to come from a domain. Pure but for the lookups it is given.

Source: RFC 7489, sections 6.3 and 6.6.3; the organisational domain is found by walking up the tree of names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from champlibre.mail_advice.tags import read, shown

POLICIES = ("none", "quarantine", "reject")
MOST_ABOVE = 6


def judge(domain: str, texts_of: Callable[[str], Sequence[str]]) -> tuple[bool, str]:
    """Whether the policy is well, and what is to be said of it.

    Args:
        domain: of the sender.
        texts_of: looks up the TXT records of a name.
    """
    for owner in above(domain):
        records = [text for text in texts_of(f"_dmarc.{owner}") if _is_one(text)]
        if records:
            fault = "several records: none of them counts" if len(records) > 1 else None
            fault = fault or fault_of(records[0], owner, of_itself=owner == domain)
            place = "" if owner == domain else f" (that of {owner})"
            return (False, f"{fault}{place}") if fault else (True, f"{_policy(records[0], owner == domain)}{place}")
    return False, f"none: publish {suggested(domain)}"


def above(domain: str) -> list[str]:
    """Whose policy counts for a domain, the first that has one: its own, then that of the highest above it."""
    labels = domain.split(".")
    higher = [".".join(labels[at:]) for at in range(1, len(labels) - 1)]
    return [domain, *reversed(higher[-MOST_ABOVE:])]


def suggested(domain: str) -> str:
    """The record to publish."""
    return f'_dmarc.{domain}. TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"'


def fault_of(record: str, domain: str, of_itself: bool = True) -> str | None:
    """What is wrong with a record, or could be better; None: nothing.

    Args:
        domain: whose record it is.
        of_itself: whether the sender's domain is that one, not one below it.
    """
    tags = read(record)
    policy = _policy_in(tags or {}, of_itself)
    if tags is None or policy not in POLICIES:
        return f"says no policy: {suggested(domain)}"
    if policy == "none":
        return (
            "p=none: others watch only, and let pass who forges; when the reports show your own mail alone, publish "
            + suggested(domain)
        )
    if "rua" not in tags:
        return f"p={policy}, without rua=: nobody tells you what was refused; add rua=mailto:dmarc@{domain}"
    share = tags.get("pct", "100")
    if share != "100":
        return f"pct={shown(share)}: for a part of the letters only"
    return None


def _policy(record: str, of_itself: bool) -> str:
    return f"p={_policy_in(read(record) or {}, of_itself)}"


def _policy_in(tags: dict[str, str], of_itself: bool) -> str:
    said = tags.get("p", "") if of_itself else tags.get("sp", tags.get("p", ""))
    return said.lower()


def _is_one(text: str) -> bool:
    name, equals, rest = text.partition("=")
    return bool(equals) and name.strip() == "v" and rest.partition(";")[0].strip() == "DMARC1"
