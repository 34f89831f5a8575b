"""SPF and DMARC beside an independent reader, checkdmarc, over the same name server."""

from collections.abc import Iterator

import checkdmarc.dmarc
import checkdmarc.spf
import dns.resolver
import pytest

from secscan.analysis.dmarc import effective
from secscan.analysis.spf import spf
from secscan.base.clock import SystemClock
from secscan.model.observations import DnsAnswer
from secscan.model.settings import DnsSettings, Settings
from secscan.probes.dns import look_up_all
from secscan.workflows.plan import APEX_TYPES, mail_look_ups
from tests.lab.names import Names, name_server

ADDRESS = "127.0.72.3"
CHAIN = {f"satu{number}.contoh.test": f"v=spf1 include:satu{number + 1}.contoh.test -all" for number in range(12)}
SPF = {
    "tegas.contoh.test": "v=spf1 ip4:203.0.113.0/24 ip6:2001:db8::/32 -all",
    "lunak.contoh.test": "v=spf1 a mx ~all",
    "netral.contoh.test": "v=spf1 ?all",
    "terbuka.contoh.test": "v=spf1 +all",
    "tanpa-akhir.contoh.test": "v=spf1 ip4:203.0.113.1",
    "sertakan.contoh.test": "v=spf1 include:tegas.contoh.test -all",
    "alihkan.contoh.test": "v=spf1 redirect=tegas.contoh.test",
    "sertakan-kosong.contoh.test": "v=spf1 include:tanpa-spf.contoh.test -all",
    "hampa.contoh.test": "v=spf1 a:x1.contoh.test a:x2.contoh.test a:x3.contoh.test -all",
    "dua-hampa.contoh.test": "v=spf1 a:x1.contoh.test a:x2.contoh.test -all",
    "salah.contoh.test": "v=spf1 ip4:300.1.1.1 -all",
    "salah-kata.contoh.test": "v=spf1 include:tegas.contoh.test seluruh -all",
    "putaran.contoh.test": "v=spf1 include:putaran.contoh.test -all",
    **CHAIN,
    "satu12.contoh.test": "v=spf1 -all",
}
DMARC = {
    "tolak.contoh.test": "v=DMARC1; p=reject",
    "karantina.contoh.test": "v=DMARC1; p=quarantine; sp=none; rua=mailto:a@contoh.test",
    "pantau.contoh.test": "v=DMARC1; p=none; rua=mailto:a@contoh.test",
    "salah-p.contoh.test": "v=DMARC1; p=tolak",
    "huruf.contoh.test": "v=DMARC1; P=Reject; SP=Quarantine",
}


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    records = {(name, "TXT"): [f'"{text}"'] for name, text in SPF.items()}
    records |= {(f"_dmarc.{name}", "TXT"): [f'"{text}"'] for name, text in DMARC.items()}
    records |= {(name, "MX"): ["10 surel.contoh.test."] for name in ("lunak.contoh.test",)}
    table = dict.fromkeys((*SPF, *DMARC, "surel.contoh.test", "tanpa-spf.contoh.test"), "203.0.113.7")
    with name_server(ADDRESS, table, records) as server:
        yield server


def answers(domain: str, names: Names) -> dict[str, DnsAnswer]:
    """What the program looks up of a domain and of what its policies mention."""
    settings, clock = Settings(dns=DnsSettings(resolver=names.place)), SystemClock()
    known = look_up_all((domain,), ("A", "AAAA", *APEX_TYPES), names.place, clock)
    looks = {**known, **mail_look_ups((domain,), known, settings, clock)}
    return {name: seen.payload for name, seen in looks.items() if isinstance(seen.payload, DnsAnswer)}


def resolver(names: Names) -> dns.resolver.Resolver:
    asked = dns.resolver.Resolver(configure=False)
    host, _, port = names.place.partition(":")
    asked.nameservers, asked.port = [host], int(port)
    return asked


@pytest.mark.parametrize("domain", SPF)
def test_spf(domain: str, names: Names) -> None:
    ours = spf(domain, answers(domain, names))
    theirs = checkdmarc.spf.check_spf(domain, resolver=resolver(names))
    assert not ours.unknown
    assert (ours.error == "") is theirs["valid"], (ours, theirs)
    if theirs["valid"]:
        left = {"-": "fail", "~": "softfail", "?": "neutral", "+": "pass", "": "neutral"}[ours.all]
        said = theirs["parsed"]
        said = said if not said["redirect"] else said["redirect"]["parsed"]
        assert left == (said["all"] or "neutral")
        assert (ours.lookups, ours.voids) == (theirs["dns_lookups"], theirs["dns_void_lookups"])


@pytest.mark.parametrize("domain", DMARC)
def test_dmarc(domain: str, names: Names) -> None:
    ours = effective(domain, answers(domain, names))
    theirs = checkdmarc.dmarc.check_dmarc(domain, resolver=resolver(names))
    assert (ours is not None) is theirs["valid"], (ours, theirs)
    if ours is not None:
        tags = theirs["tags"]
        assert ours.policy == tags["p"]["value"].lower()
        assert ours.subdomains == tags["sp"]["value"].lower()
