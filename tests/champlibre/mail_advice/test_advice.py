"""The advice as an operator reads it, from a real name server."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import given as supposing
from hypothesis import strategies as st

from champlibre.mail_advice import Advice, advise
from chassis.config import Smtp
from tests.champlibre import dns_server
from tests.champlibre.dns_server import Records, txt
from tests.champlibre.mail_advice.test_dkim import GOOD as KEY

DOMAIN = "roubaix.example.org"
SERVER = Smtp("smtp.example.org", dkim_selector="lab")
GOOD = {
    (DOMAIN, "TXT"): [txt("v=spf1 include:spf.example.org -all"), txt("something-else=1")],
    ("spf.example.org", "TXT"): [txt("v=spf1 ip4:203.0.113.0/24 ~all")],
    ("smtp.example.org", "A"): ["203.0.113.5"],
    (f"lab._domainkey.{DOMAIN}", "TXT"): [txt(KEY)],
    ("_dmarc.example.org", "TXT"): [txt("v=DMARC1; p=reject; rua=mailto:dmarc@example.org")],
}


def told(records: Records, server: Smtp = SERVER, seconds: float = 30, domain: str = DOMAIN) -> dict[str, Advice]:
    with dns_server.running(records) as resolver:
        return {advice.matter.split()[0]: advice for advice in advise([domain], server, resolver, seconds)}


def spf(record: str) -> str:
    return told({**GOOD, (DOMAIN, "TXT"): [txt(record)]})["SPF"].said


def test_a_domain_that_has_everything_is_well() -> None:
    found = told(GOOD)
    assert [(name, advice.is_well) for name, advice in found.items()] == [
        ("SPF", True),
        ("DKIM", True),
        ("DMARC", True),
    ]
    assert found["SPF"].matter == f"SPF {DOMAIN}"
    assert found["SPF"].said == "allows smtp.example.org"
    assert found["DMARC"].said == "p=reject (that of example.org)"


def test_a_domain_that_has_nothing_is_told_what_to_publish() -> None:
    found = told({("smtp.example.org", "A"): ["203.0.113.5"]})
    assert not any(advice.is_well for advice in found.values())
    assert f'publish {DOMAIN}. TXT "v=spf1 a:smtp.example.org ~all"' in found["SPF"].said
    assert f"publish lab._domainkey.{DOMAIN}. TXT" in found["DKIM"].said
    assert f'publish _dmarc.{DOMAIN}. TXT "v=DMARC1; p=quarantine; rua=' in found["DMARC"].said


def test_without_a_selector_no_key_is_looked_for() -> None:
    assert "set mail.smtp.dkim_selector" in told(GOOD, Smtp("smtp.example.org"))["DKIM"].said


def test_what_is_wrong_with_spf_is_told() -> None:
    assert "lets everybody send" in spf("v=spf1 mx +all")
    assert "others cannot read it: gone.example.org has no SPF record" in spf("v=spf1 include:gone.example.org -all")
    assert "others cannot read it" in spf("v=spf1 nonsense -all")
    assert "more than 10 lookups" in spf("v=spf1 " + "a " * 11 + "-all")
    assert "does not allow smtp.example.org (203.0.113.5)" in spf("v=spf1 ip4:198.51.100.0/24 -all")
    several = told({**GOOD, (DOMAIN, "TXT"): [txt("v=spf1 -all"), txt("v=spf1 mx -all")]})["SPF"]
    assert "several records" in several.said and not several.is_well


def test_it_is_said_when_it_cannot_be_told_who_sends() -> None:
    for record, server in (("v=spf1 ptr -all", SERVER), ("v=spf1 mx -all", Smtp("127.0.0.1"))):
        found = told({**GOOD, (DOMAIN, "TXT"): [txt(record)]}, server)["SPF"]
        assert found.is_well and "cannot be told" in found.said


def test_it_is_said_when_nobody_answers() -> None:
    found = told(GOOD, seconds=0.3, domain="slow.example.org")
    assert all("could not look: no name server answered" in advice.said for advice in found.values())
    assert not any(advice.is_well for advice in found.values())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@supposing(st.text(st.characters(codec="utf-8"), max_size=300), st.sampled_from(["v=spf1 ", "v=DMARC1;", "p=", ""]))
def test_no_text_whatever_in_the_dns_breaks_it(text: str, beginning: str) -> None:
    anything = "".join(f"\\{octet:03d}" for octet in (beginning + text).encode())
    strings = " ".join(f'"{anything[at : at + 800]}"' for at in range(0, len(anything), 800)) or '""'
    names = (DOMAIN, f"lab._domainkey.{DOMAIN}", f"_dmarc.{DOMAIN}")
    found = told({(name, "TXT"): [strings] for name in names})
    assert all(advice.said and advice.said.isprintable() for advice in found.values())
