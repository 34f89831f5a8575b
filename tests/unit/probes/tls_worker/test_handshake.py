from secscan.model.observations import TlsVersion
from secscan.probes.tls_worker.handshake import Ending, Offer, _is_foreign, _of_error, compression_chosen, make_client

HELLO = b"\x16\x03\x01\x00\x2e\x02\x00\x00\x2a\x03\x01" + b"\x07" * 32


def test_the_compression_of_a_server_hello() -> None:
    assert compression_chosen(HELLO + b"\x00" + b"\x00\x2f" + b"\x01") is True
    assert compression_chosen(HELLO + b"\x02ab" + b"\x00\x2f" + b"\x00") is False
    assert compression_chosen(HELLO) is None
    assert compression_chosen(b"\x15\x03\x01\x00\x02\x02\x28") is None


def test_errors_of_openssl_are_told_apart() -> None:
    assert _of_error("sslv3 alert handshake failure") is Ending.REJECTED
    assert _of_error("wrong version number") is Ending.REJECTED
    assert _of_error("tlsv1 unrecognized name") is Ending.NO_NAME
    assert _of_error("no ciphers available") is Ending.CLIENT
    assert _of_error("bad signature") is Ending.UNCLEAR


def test_what_is_no_tls_record() -> None:
    offer = Offer(version=TlsVersion.TLS1_2)
    assert _is_foreign(b"HTTP/1.1 400", offer)
    assert _is_foreign(b"SSH-2.0", offer)
    assert not _is_foreign(b"\x15\x03\x01\x00\x02", offer)
    assert not _is_foreign(b"", offer)
    assert not _is_foreign(b"\x80\x2e", Offer(version=TlsVersion.SSL2))


def test_every_version_can_be_offered() -> None:
    """Were it not so, versions would be unknown, and no server could pass."""
    for version in TlsVersion:
        modern = version is TlsVersion.TLS1_3
        ciphers = "" if modern else "SSLv2" if version is TlsVersion.SSL2 else "ALL"
        assert make_client(Offer(version=version, ciphers=ciphers, modern=modern), "uji.contoh.go.id")
