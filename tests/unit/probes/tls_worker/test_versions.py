from secscan.model.observations import Answer, TlsVersion
from secscan.probes.tls_worker.handshake import Ending, Handshake, Offer
from secscan.probes.tls_worker.versions import Versions

V = TlsVersion


def versions(**endings: Ending) -> dict[TlsVersion, Answer]:
    shakes = {V[name]: Handshake(offer=Offer(version=V[name]), ending=ending) for name, ending in endings.items()}
    return dict(Versions(shakes).answers())


def test_hanging_up_is_a_rejection_only_while_others_are_answered() -> None:
    assert versions(TLS1_2=Ending.ACCEPTED, TLS1_0=Ending.CLOSED)[V.TLS1_0] is Answer.REJECTED
    assert versions(TLS1_2=Ending.CLOSED, TLS1_0=Ending.CLOSED)[V.TLS1_0] is Answer.UNKNOWN


def test_silence_and_nonsense_are_unknown() -> None:
    for ending in (Ending.SILENT, Ending.UNCLEAR, Ending.CLIENT, Ending.UNREACHABLE):
        assert versions(TLS1_2=Ending.ACCEPTED, TLS1_0=ending)[V.TLS1_0] is Answer.UNKNOWN


def test_an_sslv2_hello_is_not_understood_by_who_is_silent_to_it() -> None:
    assert versions(TLS1_2=Ending.ACCEPTED, SSL2=Ending.SILENT)[V.SSL2] is Answer.REJECTED
    assert versions(TLS1_2=Ending.SILENT, SSL2=Ending.SILENT)[V.SSL2] is Answer.UNKNOWN


def test_what_was_not_asked_is_unknown() -> None:
    assert versions(TLS1_2=Ending.ACCEPTED)[V.SSL3] is Answer.UNKNOWN
    found = Versions({V.TLS1_2: Handshake(offer=Offer(version=V.TLS1_2), ending=Ending.ACCEPTED)})
    assert "SSLv3: not asked" in found.errors()
