import msgspec

from secscan.model.enums import Severity
from secscan.model.findings import Finding
from secscan.model.ids import OpdId
from secscan.model.subjects import Host
from secscan.reports.confine import Confined, confine
from tests.unit.reports import sample

HIDDEN = "[...]"


def confined(opd: str, *extra: Finding) -> Confined:
    return confine(sample.assessment(extra), OpdId(opd), HIDDEN)


def test_only_the_opds_own_apps_are_left() -> None:
    kept = confined("dinkes").assessment
    assert [entry.app.id for entry in kept.apps] == ["puskesmas", "rsud", "stunting", "sehatku"]
    assert [score.opd for score in kept.opds] == ["dinkes"]
    assert {receipt.ip for receipt in kept.impact} == {"203.0.113.20", "10.10.0.7"}
    assert {refusal.app for refusal in kept.refusals} == {"puskesmas"}


def test_a_shared_servers_finding_counts_the_others() -> None:
    result = confined("dinkes")
    (shared,) = [finding for finding in result.assessment.findings if finding.app is None]
    assert shared.apps == ("puskesmas", "rsud")
    assert result.others[shared.fingerprint] == 1
    assert result.neighbours["203.0.113.20"] == 1
    assert shared.facts["names"] == ("puskesmas.contoh.go.id", HIDDEN)


def test_the_owner_of_a_server_reads_its_findings_without_others_apps() -> None:
    result = confined("diskominfo")
    (shared,) = [finding for finding in result.assessment.findings if finding.app is None]
    assert shared.apps == ()
    assert result.others[shared.fingerprint] == 3


def test_a_host_that_nobody_registered_reaches_those_whose_apps_are_there() -> None:
    lone = sample.finding("framing", None, Host("203.0.113.20"), Severity.RENDAH, apps=(sample.CIVIL_APP,))
    assert lone.fingerprint in {one.fingerprint for one in confined("disdukcapil", lone).assessment.findings}
    assert lone.fingerprint not in {one.fingerprint for one in confined("dinkes", lone).assessment.findings}


def test_names_are_taken_out_whole() -> None:
    text = "xadminduk.contoh.go.id adminduk.contoh.go.id ADMINDUK.contoh.go.id:8443/x adminduk.contoh.go.id.e.example"
    odd = sample.of_site("framing", sample.CLINIC, Severity.RENDAH, facts={"text": text, "apps": ("adminduk", "rsud")})
    (found,) = [one for one in confined("dinkes", odd).assessment.findings if "text" in one.facts]
    assert found.facts["text"] == f"xadminduk.contoh.go.id {HIDDEN} {HIDDEN}:8443/x adminduk.contoh.go.id.e.example"
    assert found.facts["apps"] == (HIDDEN, "rsud")


def test_the_pemdas_own_domain_is_no_secret() -> None:
    apex = sample.app("pusat", sample.KOMINFO, "Situs Utama", "https://contoh.go.id/")
    made = sample.assessment()
    entry = sample.assessed(apex, sample.KOMINFO, made.findings)
    made = msgspec.structs.replace(made, apps=(*made.apps, entry))
    odd = sample.of_site("framing", sample.CLINIC, Severity.RENDAH, facts={"official": "contoh.go.id"})
    made = msgspec.structs.replace(made, findings=(*made.findings, odd))
    result = confine(made, OpdId("dinkes"), HIDDEN)
    assert "contoh.go.id" in {one.facts.get("official") for one in result.assessment.findings}
