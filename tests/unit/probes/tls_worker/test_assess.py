"""How two names on one endpoint are compared."""

from secscan.model.observations import Answer, TlsVersion
from secscan.probes.tls_worker.assess import _alike, _compared, _copy
from tests.unit.tls_evidence import HOST, assessment

OTHER = "www.contoh.go.id"


def test_equal_names_take_the_rest_of_the_reference() -> None:
    reference = assessment(weak={"3DES"}, heartbleed=True)
    here = assessment(server_name=OTHER)
    assert _alike(here, reference)
    copy = _copy(here, reference)
    assert (copy.server_name, copy.same_as, copy.copied, copy.own) == (OTHER, HOST, True, False)
    assert (copy.family("3DES"), copy.heartbleed) == (Answer.ACCEPTED, True)
    assert copy.chain == here.chain
    assert _copy(assessment(server_name="x.id"), copy).same_as == HOST, "a copy of a copy names the original"


def test_other_versions_or_suites_are_no_equals() -> None:
    old = assessment({TlsVersion.TLS1_0, TlsVersion.TLS1_2}, server_name=OTHER)
    assert not _alike(old, assessment())
    assert not _alike(assessment(negotiated="TLSv1.2 X"), assessment(negotiated="TLSv1.2 Y"))


def test_the_unknown_is_no_difference_and_is_taken_from_the_reference() -> None:
    here = assessment(unknown={TlsVersion.SSL3}, server_name=OTHER)
    assert _alike(here, assessment())
    assert _copy(here, assessment()).answer(TlsVersion.SSL3) is Answer.REJECTED


def test_only_what_is_judged_makes_a_name_its_own() -> None:
    assert _compared(assessment(negotiated="other", server_name=OTHER), assessment()).own is False
    assert _compared(assessment(weak={"RC4"}, server_name=OTHER), assessment()).own is True
