"""`secscan doctor` on this machine, with a name server on loopback."""

import json
from pathlib import Path

import dns.message
import dns.rrset
from click.testing import CliRunner

from secscan.cli.main import cli
from secscan.cli.session import Surroundings
from tests.integration.test_dns import name_server, zone


def block_page(query: dns.message.Message) -> dns.message.Message:
    """What some providers' resolvers do: an address for every name."""
    reply = dns.message.make_response(query)
    reply.answer = [dns.rrset.from_text(query.question[0].name, 60, "IN", "A", "192.0.2.66")]
    return reply


def diagnose(folder: Path, resolver: str) -> tuple[int, dict[str, dict[str, str]]]:
    runner = CliRunner()
    assert runner.invoke(cli, ["init", str(folder)], obj=Surroundings({})).exit_code == 0
    outside = Surroundings({"SECSCAN_DNS_RESOLVER": resolver})
    done = runner.invoke(cli, ["-w", str(folder), "doctor", "--format", "json"], obj=outside)
    return done.exit_code, {row["check"]: row for row in json.loads(done.stdout)}


def test_an_honest_resolver(tmp_path: Path) -> None:
    with name_server(zone) as server:
        code, rows = diagnose(tmp_path / "kerja", server)
    assert code == 0
    assert rows["dns"]["health"] == rows["sinkhole"]["health"] == "ok"
    assert server in rows["dns"]["message"]
    assert rows["python"]["health"] == "ok"
    assert rows["egress"]["health"] == "warn"
    assert "egress_check" in rows["egress"]["advice"]


def test_a_resolver_with_a_block_page(tmp_path: Path) -> None:
    with name_server(block_page) as server:
        code, rows = diagnose(tmp_path / "kerja", server)
    assert code == 1
    assert rows["sinkhole"]["health"] == "fail"
    assert "192.0.2.66" in rows["sinkhole"]["message"]
