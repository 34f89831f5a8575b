"""The service probe against real services, on their own ports of loopback addresses nobody else uses."""

import contextlib
import platform
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from secscan.analysis.banners import named
from secscan.base.clock import SystemClock
from secscan.model.enums import Reason, Status
from secscan.model.observations import Access, Observation, ServiceAnswer
from secscan.net.budget import Cancelled
from secscan.probes.services import ask_service
from tests.net_support import endpoint, fast_budget, http_handler, page, raw_server, read_head, served

CLOCK = SystemClock()
BASE = "127.0.0."


def ask(ip: str, port: int, seconds: float = 15) -> Observation:
    budget = fast_budget()
    seen = ask_service(endpoint(port, ip), budget, CLOCK, CLOCK.monotonic() + seconds)
    assert seen.cost.connections <= 3
    assert budget.impact(ip).connections == seen.cost.connections
    return seen


def answer(seen: Observation) -> ServiceAnswer:
    assert isinstance(seen.payload, ServiceAnswer), seen
    return seen.payload


def need(program: str) -> str:
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


@contextlib.contextmanager
def fixed_server(ip: str, port: int, handler: object) -> Iterator[None]:
    """`raw_server` on a port of our choice."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ip, port))
    listener.listen(8)

    def accept() -> None:
        while True:
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(conn,), daemon=True).start()

    def serve(conn: socket.socket) -> None:
        conn.settimeout(20)
        with contextlib.suppress(OSError), conn:
            handler(conn)  # type: ignore[operator]

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


# ---- real services ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("password", "access"), [("", Access.OPEN), ("rahasia", Access.AUTHENTICATED)])
def test_redis(tmp_path: Path, password: str, access: Access) -> None:
    ip = BASE + "41"
    command = [need("redis-server"), "--bind", ip, "--port", "6379", "--dir", str(tmp_path), "--save", ""]
    with served([*command, *(["--requirepass", password] if password else [])], 6379, ip):
        got = answer(ask(ip, 6379))
    assert (got.service, got.access, got.assumed) == ("redis", access, "redis")


def test_memcached() -> None:
    ip = BASE + "42"
    with served([need("memcached"), "-l", ip, "-p", "11211", "-u", "nobody"], 11211, ip):
        got = answer(ask(ip, 11211))
    assert (got.service, got.access) == ("memcached", Access.OPEN)
    assert got.version[0].isdigit()


@pytest.mark.root
def test_mariadb(tmp_path: Path) -> None:
    ip, data = BASE + "43", tmp_path / "db"
    install, server = need("mariadb-install-db"), need("mariadbd")
    subprocess.run([install, f"--datadir={data}", "--user=root", "--skip-test-db"], check=True, capture_output=True)
    command = [server, "--no-defaults", f"--datadir={data}", "--user=root", f"--bind-address={ip}", "--port=3306"]
    with served([*command, f"--socket={tmp_path}/s", f"--pid-file={tmp_path}/p"], 3306, ip):
        got = answer(ask(ip, 3306))
    said = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    assert (got.service, got.product, got.access) == ("mysql", "MariaDB", Access.AUTHENTICATED)
    assert got.version
    assert got.version in said
    assert of_which_release(got) == this_release()


def of_which_release(got: ServiceAnswer) -> str:
    """The distribution's release that the banner is taken for."""
    found = named(got)
    assert found is not None
    assert found.package is not None
    return found.package.release


def this_release() -> str:
    """The release that runs the tests, as it says itself."""
    said = platform.freedesktop_os_release()
    return f"{said['ID'].capitalize()} {said['VERSION_ID']}"


@pytest.mark.root
def test_openssh(tmp_path: Path) -> None:
    ip = BASE + "44"
    server = need("sshd")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    command = [server, "-D", "-f", "/dev/null", "-h", str(tmp_path / "key"), "-o", f"PidFile={tmp_path}/pid"]
    with served([*command, "-o", f"ListenAddress={ip}:20022"], 20022, ip):
        got = answer(ask(ip, 20022))
    assert (got.service, got.product, got.assumed) == ("ssh", "OpenSSH", "")
    assert got.banner.startswith("SSH-2.0-OpenSSH_")
    assert of_which_release(got) == this_release()


@pytest.mark.root
@pytest.mark.parametrize("tls", [True, False])
def test_vsftpd(tmp_path: Path, tls: bool) -> None:
    ip = BASE + "45"
    server = need("vsftpd")
    trustme.CA().issue_cert("ftp.example.go.id").private_key_and_cert_chain_pem.write_to_path(
        str(tmp_path / "both.pem")
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    config = tmp_path / "vsftpd.conf"
    lines = [
        "listen=YES",
        f"listen_address={ip}",
        "listen_port=21",
        "anonymous_enable=NO",
        "local_enable=YES",
        "background=NO",
    ]
    lines += [f"secure_chroot_dir={empty}", "ftpd_banner=(vsFTPd 3.0.3)", "seccomp_sandbox=NO"]
    if tls:
        lines += ["ssl_enable=YES", f"rsa_cert_file={tmp_path}/both.pem", f"rsa_private_key_file={tmp_path}/both.pem"]
    config.write_text("\n".join(lines) + "\n")
    with served([server, str(config)], 21, ip):
        got = answer(ask(ip, 21))
    assert (got.service, got.product, got.starttls, got.anonymous) == ("ftp", "vsFTPd", tls, False)


@pytest.mark.root
@pytest.mark.parametrize(
    ("ssl_setting", "offered", "required"), [("no", False, False), ("yes", True, False), ("required", True, True)]
)
def test_dovecot(tmp_path: Path, ssl_setting: str, offered: bool, required: bool) -> None:
    ip = BASE + "46"
    server = need("dovecot")
    issued = trustme.CA().issue_cert("mail.example.go.id")
    issued.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    config = tmp_path / "dovecot.conf"
    config.write_text(
        f"""
protocols = imap pop3
listen = {ip}
base_dir = {tmp_path}/run
log_path = {tmp_path}/log
ssl = {ssl_setting}
ssl_cert = <{tmp_path}/cert.pem
ssl_key = <{tmp_path}/key.pem
disable_plaintext_auth = {"yes" if required else "no"}
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = {tmp_path}/users
}}
userdb {{
  driver = passwd
}}
service imap-login {{
  inet_listener imap {{
    port = 143
  }}
  inet_listener imaps {{
    port = {993 if offered else 0}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = 110
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
"""
    )
    # Dovecot takes connections from its own address for secure, so it is asked not to.
    with config.open("a") as file:
        file.write("login_trusted_networks =\nhaproxy_trusted_networks =\n")
    (tmp_path / "users").write_text("")
    with served([server, "-F", "-c", str(config)], 143, ip):
        imap, pop3 = answer(ask(ip, 143)), answer(ask(ip, 110))
        imaps = answer(ask(ip, 993)) if offered else None
    for got, name in ((imap, "imap"), (pop3, "pop3")):
        assert (got.service, got.product, got.starttls) == (name, "Dovecot", offered)
    if imaps is not None:
        assert (imaps.service, imaps.tls) == ("imap", True)


# ---- services played by small programs -------------------------------------------------------------------------


def test_an_open_docker_api() -> None:
    heads: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        heads.append(read_head(conn))
        conn.sendall(page(b'{"Version":"24.0.7","ApiVersion":"1.43"}', "Content-Type: application/json"))

    with fixed_server(BASE + "51", 2375, handle):
        got = answer(ask(BASE + "51", 2375))
    assert (got.service, got.access, got.version) == ("docker", Access.OPEN, "24.0.7")
    assert [head.split(b"\r\n")[0] for head in heads] == [b"GET /version HTTP/1.1"]


def test_tls_from_the_first_byte() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("panel.example.go.id").configure_cert(context)
    login = page(b"<title>Login to Webmin</title>", "Server: MiniServ/2.105", "Content-Type: text/html")

    def handle(conn: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(conn, server_side=True) as tls:
            read_head(tls)
            tls.sendall(login)

    for port in (10000, 8443):  # not expected to speak TLS, and expected to
        with fixed_server(BASE + "52", port, handle):
            got = answer(ask(BASE + "52", port))
        assert (got.service, got.tls, got.access, got.title) == (
            "webmin",
            True,
            Access.AUTHENTICATED,
            "Login to Webmin",
        )


def test_plain_http_on_a_port_where_tls_is_usual() -> None:
    with fixed_server(BASE + "53", 8443, http_handler(page(b"<title>Halo</title>", "Server: nginx/1.22.1"))):
        got = answer(ask(BASE + "53", 8443))
    assert (got.service, got.tls, got.product, got.title) == ("http", False, "nginx", "Halo")


def test_another_service_on_a_database_port() -> None:
    with fixed_server(BASE + "54", 6379, http_handler(page(b"<title>Halo</title>"))):
        got = answer(ask(BASE + "54", 6379))
    assert (got.service, got.assumed, got.access) == ("http", "redis", Access.UNKNOWN)


def test_announced_anonymous_ftp_is_never_logged_into() -> None:
    said: list[bytes] = []

    def handle(conn: socket.socket) -> None:
        conn.sendall(b"220 Anonymous FTP server ready.\r\n")
        while data := conn.recv(1000):
            said.append(data)
            conn.sendall(b"530 Please login with USER and PASS.\r\n" if b"FEAT" in data else b"502 no\r\n")

    with fixed_server(BASE + "55", 21, handle):
        got = answer(ask(BASE + "55", 21))
    assert (got.service, got.anonymous, got.starttls) == ("ftp", True, False)
    assert b"".join(said) == b"FEAT\r\nAUTH TLS\r\n"


@pytest.mark.parametrize(
    ("port", "greeting", "listed", "offered", "required"),
    [
        (143, b"* OK ready\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK\r\n", True, True),
        (143, b"* OK ready\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\na1 OK\r\n", True, False),
        (143, b"* OK ready\r\n", b"* CAPABILITY IMAP4rev1\r\na1 OK\r\n", False, False),
        (143, b"* OK ready\r\n", b"a1 BAD\r\n", None, None),
        (110, b"+OK ready\r\n", b"+OK\r\nSTLS\r\nUIDL\r\nSASL\r\n.\r\n", True, True),
        (110, b"+OK ready\r\n", b"+OK\r\nSTLS\r\nUSER\r\nSASL PLAIN LOGIN\r\n.\r\n", True, False),
        (110, b"+OK ready\r\n", b"-ERR unknown\r\n", None, None),
    ],
)
def test_whether_mail_insists_on_tls(
    port: int, greeting: bytes, listed: bytes, offered: bool | None, required: bool | None
) -> None:
    def handle(conn: socket.socket) -> None:
        conn.sendall(greeting)
        conn.recv(100)
        conn.sendall(listed)
        conn.recv(100)

    with fixed_server(BASE + "59", port, handle):
        got = answer(ask(BASE + "59", port))
    assert (got.starttls, got.tls_required) == (offered, required)


def test_a_silent_service_is_unknown_and_bounded() -> None:
    def handle(conn: socket.socket) -> None:
        time.sleep(20)

    start = time.monotonic()
    with fixed_server(BASE + "56", 6379, handle):
        seen = ask(BASE + "56", 6379)
    assert time.monotonic() - start < 16
    assert (seen.status, answer(seen).service) == (Status.OK, "")


def test_a_chattering_service_is_bounded() -> None:
    def handle(conn: socket.socket) -> None:
        while True:
            conn.sendall(b"\x1b[2Jnoise " * 1000)

    with raw_server(handle) as server:
        seen = ask("127.0.0.1", server.port)
    got = answer(seen)
    assert (got.service, seen.cost.connections) == ("", 1)
    assert len(got.banner) <= 200
    assert got.banner.isprintable()
    assert seen.cost.bytes_received <= 16_384


def test_a_hanging_handshake_ends_at_the_deadline() -> None:
    def handle(conn: socket.socket) -> None:
        conn.recv(1000)
        conn.sendall(bytes.fromhex("160303"))
        time.sleep(20)

    start = time.monotonic()
    with fixed_server(BASE + "57", 8443, handle):
        seen = ask(BASE + "57", 8443, seconds=2)
    assert time.monotonic() - start < 3
    assert (seen.status, seen.reason) == (Status.TIMEOUT, Reason.TIMEOUT)


def test_cancelling_ends_the_question() -> None:
    budget = fast_budget()
    with raw_server(lambda _conn: time.sleep(20)) as server:
        threading.Timer(0.3, budget.cancel).start()
        start = time.monotonic()
        with pytest.raises(Cancelled):
            ask_service(endpoint(server.port), budget, CLOCK, CLOCK.monotonic() + 15)
        assert time.monotonic() - start < 1


def test_a_port_that_closed_meanwhile() -> None:
    seen = ask(BASE + "58", 29999)
    assert (seen.status, seen.reason, seen.payload) == (Status.REFUSED, Reason.UNREACHABLE, None)
