"""docs/scope-and-politeness.md states the limits that the code has."""

from secscan.net import pacer, reachability
from secscan.planning.scope import CONSENT
from secscan.probes.headers import PREFIX_BYTES, user_agent
from secscan.probes.web import METHODS
from secscan.standards.load import load_profile
from tests.unit.docs.markdown import read

TEXT = " ".join(read("docs/scope-and-politeness.md").split())


def test_the_pace() -> None:
    standard = load_profile("standard")
    assert f"at most {standard.rate:g} a second" in TEXT
    assert f"at most {standard.max_connections} open" in TEXT
    assert f"at most {standard.port_rate:g} probes a second" in TEXT
    assert f"{standard.app_deadline:g} s for each app" in TEXT
    budgets = [load_profile(name).request_budget for name in ("quick", "standard", "deep")]
    assert "{} (quick), {} (standard, gate) or {} (deep) requests".format(*budgets) in TEXT


def test_backing_off_and_giving_up() -> None:
    assert f"up to {pacer._SLOWEST:g} times" in TEXT
    assert f"obeyed up to {pacer.MAX_PAUSE:g} s" in TEXT
    assert f"a port after {reachability.GIVE_UP_PORT} failures" in TEXT
    assert f"the whole address after {reachability.GIVE_UP_ADDRESS}" in TEXT


def test_what_is_sent() -> None:
    assert f"`User-Agent: {user_agent('csirt@contohkota.go.id')}`" in TEXT
    assert f"at most {PREFIX_BYTES // 1024} KiB" in TEXT
    assert {"GET", "HEAD", "OPTIONS"} == METHODS
    assert "other methods than GET, HEAD and OPTIONS" in TEXT


def test_the_word_of_consent() -> None:
    assert "persetujuan-pemilik" in CONSENT
    assert "`persetujuan-pemilik`" in TEXT
