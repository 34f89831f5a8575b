import socket
import ssl

import pytest

from secscan.base.clock import SystemClock
from secscan.net.sockets import TlsMode, open_socket, tls_context
from tests.net_support import endpoint


def test_only_the_verified_mode_checks_certificates() -> None:
    assert tls_context(TlsMode.VERIFIED, ()).verify_mode is ssl.CERT_REQUIRED
    assert tls_context(TlsMode.VERIFIED, ()).check_hostname
    for mode in (TlsMode.UNVERIFIED, TlsMode.LEGACY):
        assert tls_context(mode, ()).verify_mode is ssl.CERT_NONE


def test_old_servers_are_accepted() -> None:
    context = tls_context(TlsMode.UNVERIFIED, ())
    assert context.minimum_version is ssl.TLSVersion.MINIMUM_SUPPORTED
    assert any("TLSv1" in cipher["protocol"] and cipher["strength_bits"] <= 128 for cipher in context.get_ciphers())


def test_a_missing_ca_file_is_an_error() -> None:
    with pytest.raises(OSError):
        tls_context(TlsMode.VERIFIED, ("/nonexistent/ca.pem",))


@pytest.mark.parametrize(("authorised", "port"), [(0, None), (0, 70000), (443, 80), (80, 443)])
def test_no_port_but_the_authorised_one(authorised: int, port: int | None) -> None:
    with pytest.raises(ValueError):
        open_socket(endpoint(authorised), 0.0, SystemClock(), lambda: False, port)


def test_a_timeout_that_is_set_already_is_not_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    really: list[float | None] = []

    def settimeout(self: ssl.SSLSocket, value: float | None) -> None:
        really.append(value)
        socket.socket.settimeout(self, value)

    monkeypatch.setattr(ssl.SSLSocket, "settimeout", settimeout, raising=False)
    ours, theirs = socket.socketpair()
    ours.settimeout(21)
    context = tls_context(TlsMode.UNVERIFIED, ())
    with theirs, context.wrap_socket(ours, server_hostname="a.go.id", do_handshake_on_connect=False) as sock:
        really.clear()
        for value in (21.0, 21, 5, 5, None):
            sock.settimeout(value)
    assert really == [5, None]
