"""What an officer would run instead, one tool after another: nmap -sV for each name, sslyze and whatweb for the list.

The names are in a hosts file that only the tools see. What each tool printed is parsed, and must hold something of
every name: a peer that found nothing would be easy to match.
"""

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.facts import WEAK_FAMILIES, Facts, facts_of_scan, product_words
from benchmarks.measure import Spent, spent
from benchmarks.nginx_fleet import WebFleet
from secscan.probes.tls_worker.suites import families

_VERSIONS = {
    "ssl_2_0_cipher_suites": "SSLv2",
    "ssl_3_0_cipher_suites": "SSLv3",
    "tls_1_0_cipher_suites": "TLSv1.0",
    "tls_1_1_cipher_suites": "TLSv1.1",
    "tls_1_2_cipher_suites": "TLSv1.2",
    "tls_1_3_cipher_suites": "TLSv1.3",
}
_FLAWS = {
    ("tls_compression", "supports_compression", True): "compression",
    ("session_renegotiation", "supports_secure_renegotiation", False): "insecure renegotiation",
    ("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos", True): "renegotiation without limit",
    ("tls_fallback_scsv", "supports_fallback_scsv", False): "no TLS_FALLBACK_SCSV",
    ("heartbleed", "is_vulnerable_to_heartbleed", True): "Heartbleed",
    ("openssl_ccs_injection", "is_vulnerable_to_ccs_injection", True): "CCS injection",
    ("robot", "robot_result", "VULNERABLE_WEAK_ORACLE"): "ROBOT",
    ("robot", "robot_result", "VULNERABLE_STRONG_ORACLE"): "ROBOT",
}
# fmt: off
_NO_PRODUCTS = frozenset((
    "Access-Control-Allow-Methods", "Allow", "Content-Language", "Cookies", "Country", "Email", "Frame",
    "HTML5", "HTTPServer", "HttpOnly", "IP", "Meta-Refresh-Redirect", "Object", "Open-Graph-Protocol",
    "PasswordField", "RedirectLocation", "Script", "Strict-Transport-Security", "Title", "UncommonHeaders",
    "Via-Proxy", "X-Frame-Options", "X-Powered-By", "X-UA-Compatible", "X-XSS-Protection",
))
# fmt: on
"""Plugins of whatweb that tell what a page has, and name no software."""


@dataclass
class Peers:
    """What the tools cost, and what they found together, by name."""

    costs: dict[str, Spent] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)

    def found(self) -> str:
        """How much there is to compare: without it, nothing missed would mean nothing."""
        counts: dict[str, int] = {}
        for facts in self.facts.values():
            for kind, known in facts.by_kind().items():
                counts[kind] = counts.get(kind, 0) + len(known)
        return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def look_of_peers(fleet: WebFleet) -> Peers:
    """Run the tools on all names of the fleet. Raises SystemExit where one is missing, fails, or finds nothing."""
    _need("nmap", "whatweb", "unshare")
    peers = Peers(facts={name: Facts() for name in fleet.places})
    with tempfile.TemporaryDirectory() as place:
        hosts = Path(place) / "hosts"
        hosts.write_text("".join(f"{ip} {name}\n" for name, ip in fleet.places.items()))
        peers.costs["nmap -sV"] = _nmap(fleet, hosts, peers.facts)
        peers.costs["sslyze"] = _sslyze(fleet, hosts, peers.facts)
        peers.costs["whatweb -a1"] = _whatweb(fleet, hosts, peers.facts)
    for name, facts in peers.facts.items():
        for kind in ("ports", "services", "versions", "certificates", "titles", "products"):
            if not facts.by_kind()[kind]:
                raise SystemExit(f"the peers found no {kind} of {name}: nothing to compare with")
    return peers


def missed(peers: Peers, fleet: WebFleet) -> list[str]:
    """What the peers found and the stored observations of our scan don't hold."""
    mine = facts_of_scan(fleet)
    return [f"{name}: {fact}" for name, theirs in peers.facts.items() for fact in mine[name].lacks(theirs)]


def _need(*programs: str) -> None:
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        raise SystemExit(f"to compare with peers, install {' and '.join(absent)} (Debian packages of that name)")


def _run(hosts: Path, *command: str, ends: tuple[int, ...] = (0,)) -> Spent:
    """Run a tool, with a hosts file in place of /etc/hosts for it alone; it must end with one of these codes."""
    alone = ("unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', str(hosts))
    done = spent([*alone, *command], memory=False)
    if done.code not in ends:
        raise SystemExit(f"{' '.join(command[:3])} ended with {done.code}:\n{done.output[-2000:]}")
    return done


def _nmap(fleet: WebFleet, hosts: Path, facts: Mapping[str, Facts]) -> Spent:
    costs = []
    for name in fleet.places:
        done = _run(hosts, "nmap", "-sV", "-Pn", "-n", "-oX", "-", name)
        costs.append(done)
        for port in ElementTree.fromstring(done.output[done.output.find("<?xml") :]).iter("port"):
            _add_port(port, facts[name])
    return Spent(0, sum(one.wall for one in costs), sum(one.cpu for one in costs), 0.0, "")


def _add_port(entry: ElementTree.Element, facts: Facts) -> None:
    state, service, port = entry.find("state"), entry.find("service"), entry.get("portid", "")
    if state is None or state.get("state") != "open":
        return
    facts.ports.add(port)
    if service is not None and service.get("method") == "probed":  # the rest is guessed by the port's number
        tunnel = "ssl/" if service.get("tunnel") == "ssl" else ""
        facts.services.add(f"{port} {tunnel}{service.get('name')}")
        facts.products |= product_words(service.get("product", ""), service.get("version", ""))


def _sslyze(fleet: WebFleet, hosts: Path, facts: Mapping[str, Facts]) -> Spent:
    file = hosts.with_name("sslyze.json")
    targets = [f"{name}:443" for name in fleet.places]
    done = _run(hosts, sys.executable, "-m", "sslyze", f"--json_out={file}", *targets, ends=(0, 1))  # 1: not modern
    for result in json.loads(file.read_text())["server_scan_results"]:
        scan = result["scan_result"] or {}
        _add_scan({key: (part or {}).get("result") or {} for key, part in scan.items()}, facts, result)
    return done


def _add_scan(results: Mapping[str, Any], facts: Mapping[str, Facts], result: Mapping[str, Any]) -> None:
    found = facts[result["server_location"]["hostname"]]
    for key, version in _VERSIONS.items():
        suites = results.get(key, {}).get("accepted_cipher_suites", [])
        found.versions |= {version} if suites else set()
        for suite in suites:
            found.weak |= families(suite["cipher_suite"]["name"]) & WEAK_FAMILIES
    for (key, name, bad), flaw in _FLAWS.items():
        found.weak |= {flaw} if results.get(key, {}).get(name) == bad else set()
    for deployment in results.get("certificate_info", {}).get("certificate_deployments", []):
        chain = deployment["received_certificate_chain"]
        found.certificates |= {base64.b64decode(one["fingerprint_sha256"]).hex() for one in chain}


def _whatweb(fleet: WebFleet, hosts: Path, facts: Mapping[str, Facts]) -> Spent:
    file, targets = hosts.with_name("whatweb.json"), hosts.with_name("targets")
    targets.write_text("".join(f"https://{name}/\n" for name in fleet.places))
    done = _run(hosts, "whatweb", "-a1", "--quiet", f"--log-json={file}", f"--input-file={targets}")
    for page in json.loads(file.read_text()):
        name = str(page.get("target", "")).removeprefix("https://").rstrip("/")
        if name in facts:
            _add_page(page["plugins"], facts[name])
    return done


def _add_page(plugins: Mapping[str, Mapping[str, Any]], facts: Facts) -> None:
    facts.titles |= set(plugins.get("Title", {}).get("string", []))
    for server in plugins.get("HTTPServer", {}).get("string", []):
        product, _, version = server.partition(" ")[0].partition("/")
        facts.products |= product_words(product, version)
    for plugin, entry in plugins.items():
        if plugin not in _NO_PRODUCTS:
            facts.products |= product_words(plugin, *map(str, entry.get("version", [])))
