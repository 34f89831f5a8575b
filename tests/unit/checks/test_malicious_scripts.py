"""SS-INT-03: whose code runs in the pages, and what it does."""

from secscan.checks import malicious_scripts
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.observations import Observation
from tests.unit.builders import Response, app, context, site
from tests.unit.checks.lookups import resolved
from tests.unit.checks.rounds import HTML

URL = "https://dinas.kab.go.id/"
THERE = {**resolved("com", rcode="NOERROR"), **resolved("partner.com", "192.0.2.1")}
LAPSED = {**resolved("cdn.widget.com", rcode="NXDOMAIN"), **resolved("widget.com", rcode="NXDOMAIN"), **THERE}


def home(markup: str) -> str:
    return f"<title>Dinas</title><p>Selamat datang.</p>{markup}"


def loading(host: str) -> str:
    return home(f"<script src='https://{host}/a.js'></script>")


def judge(
    page: Response, dns: dict[str, Observation] | None = None, blocked: frozenset[str] = frozenset()
) -> list[Verdict]:
    return list(malicious_scripts.evaluate(app(site(URL, {"/": page}), dns=dns or {}), context(blocked_hosts=blocked)))


def told(verdicts: list[Verdict]) -> dict[str, Outcome]:
    return {one.discriminators[0][1] if one.discriminators else "": one.outcome for one in verdicts}


def test_a_site_that_loads_nothing_foreign_passes() -> None:
    assert told(judge(home("<script src=/a.js></script>"))) == {"": Outcome.PASS}


def test_a_party_that_is_there_passes() -> None:
    dns = {**resolved("cdn.partner.com", "192.0.2.1"), **THERE}
    assert told(judge(loading("cdn.partner.com"), dns)) == {"": Outcome.PASS}


def test_a_lapsed_domain_is_an_indication() -> None:
    found = judge(loading("cdn.widget.com"), LAPSED)
    assert told(found) == {"cdn.widget.com": Outcome.FAIL, "": Outcome.PASS}
    assert (found[0].severity, found[0].confidence) == (Severity.TINGGI, Confidence.INDIKASI)
    assert found[0].facts["fate"] == "lapsed"
    assert found[0].facts["script_host"] == "cdn[.]widget[.]com"


def test_a_name_that_was_deleted_below_a_living_domain_is_weaker() -> None:
    (found, _) = judge(loading("old.partner.com"), {**resolved("old.partner.com", rcode="NXDOMAIN"), **THERE})
    assert (found.facts["fate"], found.severity) == ("missing", Severity.SEDANG)


def test_silence_servfail_and_a_resolver_without_the_public_names_are_never_lapsed() -> None:
    failing = resolved("cdn.widget.com", rcode="SERVFAIL", status=Status.ERROR)
    silent = resolved("cdn.widget.com", rcode="TIMEOUT", status=Status.TIMEOUT)
    isolated = {**resolved("cdn.widget.com", rcode="NXDOMAIN"), **resolved("widget.com", rcode="NXDOMAIN")}
    isolated |= resolved("com", rcode="NXDOMAIN")
    half = {
        **resolved("cdn.widget.com", rcode="NXDOMAIN"),
        **resolved("widget.com", rcode="SERVFAIL", status=Status.ERROR),
    }
    for dns in (failing, silent, isolated, half):
        (verdict,) = judge(loading("cdn.widget.com"), dns)
        assert verdict.outcome is Outcome.INCONCLUSIVE
    (unasked,) = judge(loading("cdn.widget.com"))
    assert (unasked.outcome, unasked.reason) == (Outcome.NOT_TESTED, Reason.INTERRUPTED)


def test_the_operators_block_list_holds_for_all_names_below() -> None:
    dns = {**resolved("js.partner.com", "192.0.2.1"), **THERE}
    assert told(judge(loading("js.partner.com"), dns, frozenset(("partner.com",))))["js.partner.com"] is Outcome.FAIL
    assert told(judge(loading("js.partner.com"), dns, frozenset(("ner.com", "x.js.partner.com")))) == {"": Outcome.PASS}


def test_what_a_script_does_is_an_indication_of_its_own() -> None:
    miner = home("<script>new CoinHive.Anonymous('k').start()</script>")
    found = judge(miner)
    assert told(found) == {"miner": Outcome.FAIL, "": Outcome.PASS}
    assert found[0].confidence is Confidence.INDIKASI


def test_what_cannot_be_seen_is_untested() -> None:
    (refused,) = judge((403, HTML, "<p>Forbidden</p>"))
    assert refused.outcome is Outcome.NOT_TESTED
    (data,) = judge((200, {"Content-Type": "application/json"}, "{}"))
    assert (data.outcome, data.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_HTML)
