"""What an officer would run instead, one tool after another for every name: nmap -sV, sslyze and whatweb."""

import json
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nmap

from benchmarks.measure import Spent, spent
from benchmarks.nginx_fleet import WebFleet

_VERSIONS = {
    "ssl_2_0_cipher_suites": "SSLv2",
    "ssl_3_0_cipher_suites": "SSLv3",
    "tls_1_0_cipher_suites": "TLSv1.0",
    "tls_1_1_cipher_suites": "TLSv1.1",
    "tls_1_2_cipher_suites": "TLSv1.2",
    "tls_1_3_cipher_suites": "TLSv1.3",
}
_TITLE = re.compile(r"Title\[([^\]]*)\]")


@dataclass
class Peers:
    """What the tools cost, and what they found, by name: open ports, accepted versions, digests of leaves, titles."""

    costs: dict[str, Spent] = field(default_factory=dict)
    ports: dict[str, set[int]] = field(default_factory=dict)
    versions: dict[str, set[str]] = field(default_factory=dict)
    leaves: dict[str, str] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)

    def found(self) -> str:
        """How much there is to compare: without it, nothing missed would mean nothing."""
        facts = {"open ports": self.ports, "TLS versions": self.versions, "titles": self.titles}
        counts = [f"{sum(map(len, found.values()))} {what}" for what, found in facts.items()]
        return ", ".join((*counts, f"{len(self.leaves)} certificates"))


def look_of_peers(fleet: WebFleet) -> Peers:
    """Run the tools on all names of the fleet. sslyze and whatweb take a list; nmap is started for each name."""
    peers = Peers()
    costs = []
    for name, ip in fleet.places.items():
        done = spent(["nmap", "-sV", "-Pn", "-n", "-oX", "-", ip], memory=False)
        costs.append(done)
        peers.ports[name] = _open_ports(done.output, ip)
    peers.costs["nmap -sV"] = _sum(costs)
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "sslyze.json"
        targets = [f"{name}:443{{{ip}}}" for name, ip in fleet.places.items()]
        peers.costs["sslyze"] = spent([sys.executable, "-m", "sslyze", f"--json_out={found}", *targets], memory=False)
        _read_sslyze(found, peers)
    peers.costs["whatweb -a1"] = _whatweb(fleet, peers)
    return peers


def missed(peers: Peers, fleet: WebFleet) -> list[str]:
    """What the peers found and the stored observations of our scan don't hold."""
    mine = fleet.observed()
    lacking = []
    for name, ip in fleet.places.items():
        lacking += [f"{name}: port {port}" for port in peers.ports[name] - mine.ports.get(ip, set())]
        lacking += [
            f"{name}: {version}" for version in peers.versions.get(name, set()) - mine.versions.get(name, set())
        ]
        if name in peers.leaves and peers.leaves[name] not in mine.leaves.get(name, set()):
            lacking.append(f"{name}: certificate")
        lacking += [f"{name}: title {title}" for title in peers.titles.get(name, set()) - mine.titles.get(name, set())]
    return lacking


def _sum(costs: list[Spent]) -> Spent:
    return Spent(0, sum(one.wall for one in costs), sum(one.cpu for one in costs), 0.0, "")


def _open_ports(output: str, ip: str) -> set[int]:
    found = nmap.PortScanner().analyse_nmap_xml_scan(output[output.find("<?xml") :])
    tcp = found.get("scan", {}).get(ip, {}).get("tcp", {})
    return {port for port, entry in tcp.items() if entry.get("state") == "open"}


def _read_sslyze(path: Path, peers: Peers) -> None:
    for result in json.loads(path.read_text())["server_scan_results"]:
        name, scan = result["server_location"]["hostname"], result["scan_result"] or {}
        accepted = {
            version
            for key, version in _VERSIONS.items()
            if (scan.get(key, {}).get("result") or {}).get("accepted_cipher_suites")
        }
        peers.versions[name] = accepted
        chains = (scan.get("certificate_info", {}).get("result") or {}).get("certificate_deployments", [])
        if chains:
            peers.leaves[name] = chains[0]["received_certificate_chain"][0]["fingerprint_sha256"]


def _whatweb(fleet: WebFleet, peers: Peers) -> Spent:
    """whatweb asks the system for names, which the fleet's are not: so by address, with the name in the Host header."""
    costs = []
    for name, ip in fleet.places.items():
        done = spent(["whatweb", "-a1", "--color=never", f"--header=Host:{name}", f"https://{ip}/"], memory=False)
        costs.append(done)
        peers.titles[name] = {title for title in _TITLE.findall(done.output) if not title.startswith("301")}
    return _sum(costs)
