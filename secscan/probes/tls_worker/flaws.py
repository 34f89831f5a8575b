"""Heartbleed (CVE-2014-0160) and CCS injection (CVE-2014-0224), by sslyze's own probes, one connection each.

sslyze's Heartbleed probe leaks nothing: it sends a heartbeat in two records whose length is honest, which a vulnerable
server echoes because it looks at the first record alone. Both probes open their sockets in one place of sslyze, which
is turned to the line for as long as they run.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sslyze.connection_helpers import tls_connection
from sslyze.plugins.heartbleed_plugin import HeartbleedImplementation
from sslyze.plugins.openssl_ccs_injection_plugin import OpenSslCcsInjectionImplementation
from sslyze.plugins.plugin_base import ScanJobResult
from sslyze.server_connectivity import (
    ClientAuthRequirementEnum,
    ServerConnectivityInfo,
    ServerTlsProbingResult,
    TlsVersionEnum,
)
from sslyze.server_setting import ServerNetworkConfiguration, ServerNetworkLocation

from secscan.model.observations import TlsVersion
from secscan.probes.tls_worker.line import Enough, Line, MeteredSocket
from secscan.probes.tls_worker.suites import OPENSSL_VERSIONS


def heartbleed(line: Line, highest: TlsVersion, cipher: str, server_name: str) -> bool | None:
    """Whether the server is vulnerable to Heartbleed; None when it could not be found out."""
    result = _run(HeartbleedImplementation, line, highest, cipher, server_name)
    return None if result is None else bool(result.is_vulnerable_to_heartbleed)


def ccs_injection(line: Line, highest: TlsVersion, cipher: str, server_name: str) -> bool | None:
    """Whether the server is vulnerable to CCS injection; None when it could not be found out."""
    result = _run(OpenSslCcsInjectionImplementation, line, highest, cipher, server_name)
    return None if result is None else bool(result.is_vulnerable_to_ccs_injection)


def _run(command: Any, line: Line, highest: TlsVersion, cipher: str, server_name: str) -> Any:
    """The result of one of sslyze's scan commands; None when it failed. sslyze makes no connection for TLS 1.3."""
    try:
        info = _server_info(line, highest, cipher, server_name or line.ip)
        with _sockets_from(line) as sockets:
            jobs = command.scan_jobs_for_scan_command(info)
            results = [ScanJobResult(job.function_to_call(*job.function_arguments), None) for job in jobs]
        if any(sock.received == 0 for sock in sockets):
            return None  # never answered at all, which sslyze takes for a refusal
        return command.result_for_completed_scan_jobs(info, results)
    except Enough:
        raise
    except Exception:  # sslyze's probes let through whatever a strange answer makes of them
        return None


def _server_info(line: Line, highest: TlsVersion, cipher: str, name: str) -> ServerConnectivityInfo:
    return ServerConnectivityInfo(
        server_location=ServerNetworkLocation(hostname=name, port=line.port, ip_address=line.ip),
        network_configuration=ServerNetworkConfiguration(
            tls_server_name_indication=name, network_timeout=5, network_max_retries=1
        ),
        tls_probing_result=ServerTlsProbingResult(
            highest_tls_version_supported=TlsVersionEnum(OPENSSL_VERSIONS[highest].value),
            cipher_suite_supported=cipher,
            client_auth_requirement=ClientAuthRequirementEnum.DISABLED,
            supports_ecdh_key_exchange=True,
        ),
    )


@contextmanager
def _sockets_from(line: Line) -> Iterator[list[MeteredSocket]]:
    """Let sslyze take its sockets from the line as long as the block lasts; they are closed at its end."""
    original = tls_connection._open_socket_for_direct_connection
    sockets: list[MeteredSocket] = []
    with ExitStack() as open_sockets:

        def connect(_location: object, _timeout: int) -> MeteredSocket:
            sockets.append(open_sockets.enter_context(line.connect()))
            return sockets[-1]

        tls_connection._open_socket_for_direct_connection = connect  # type: ignore[assignment]
        try:
            yield sockets
        finally:
            tls_connection._open_socket_for_direct_connection = original
