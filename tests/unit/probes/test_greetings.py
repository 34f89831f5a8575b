import pytest

from secscan.model.observations import Access
from secscan.probes.greetings import read_greeting


def mysql(version: bytes, capabilities: int = 0xF7FF) -> bytes:
    """A protocol 10 handshake as the MySQL internals manual lays it out."""
    body = (
        b"\x0a" + version + b"\x00" + (8).to_bytes(4, "little") + b"saltsalt" + b"\x00"
        + capabilities.to_bytes(2, "little") + b"\x21" + b"\x02\x00" + b"\xff\x81" + b"\x15" + bytes(10)
    )  # fmt: skip
    return len(body).to_bytes(3, "little") + b"\x00" + body


@pytest.mark.parametrize(
    ("data", "port", "service", "product", "version"),
    [
        (b"SSH-2.0-OpenSSH_8.4p1 Debian-5+deb11u3\r\n", 22, "ssh", "OpenSSH", "8.4p1"),
        (b"SSH-2.0-dropbear_2020.81\r\n", 2222, "ssh", "dropbear", "2020.81"),
        (b"SSH-2.0-ROSSSH\r\n", 22, "ssh", "ROSSSH", ""),
        (b"220 (vsFTPd 3.0.3)\r\n", 21, "ftp", "vsFTPd", "3.0.3"),
        (b"220 ProFTPD 1.3.5e Server (Debian) [::ffff:10.0.0.1]\r\n", 21, "ftp", "ProFTPD", "1.3.5e"),
        (b"220 Microsoft FTP Service\r\n", 21, "ftp", "Microsoft FTP Service", ""),
        (b"220 mail.x.go.id ESMTP Exim 4.96.2 Mon, 05 Oct 2026\r\n", 25, "smtp", "Exim", "4.96.2"),
        (b"220 mail.x.go.id ESMTP Postfix (Debian/GNU)\r\n", 587, "smtp", "Postfix", ""),
        (b"220 welcome\r\n", 25, "smtp", "", ""),
        (b"220 welcome\r\n", 21, "ftp", "", ""),
        (b"+OK Dovecot (Debian) ready.\r\n", 110, "pop3", "Dovecot", ""),
        (b"* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", 143, "imap", "Dovecot", ""),
        (b"RFB 003.008\n", 5900, "vnc", "", "003.008"),
        (b"@RSYNCD: 31.0 sha512\n", 873, "rsync", "", "31.0"),
        (b"\xff\xfd\x18\xff\xfd\x20\xff\xfb\x01login: ", 23, "telnet", "", ""),
        (b"\r\nRouter login: ", 23, "telnet", "", ""),
        (mysql(b"8.0.36-0ubuntu0.22.04.1"), 3306, "mysql", "MySQL", "8.0.36"),
        (mysql(b"5.5.5-10.11.6-MariaDB-0+deb12u1"), 3306, "mysql", "MariaDB", "10.11.6"),
        (mysql(b"11.4.2-MariaDB-ubu2404"), 3307, "mysql", "MariaDB", "11.4.2"),
    ],
)
def test_greetings_of_the_services(data: bytes, port: int, service: str, product: str, version: str) -> None:
    answer = read_greeting(data, port)
    assert answer is not None
    assert (answer.service, answer.product, answer.version) == (service, product, version)


def test_a_database_that_refuses_our_address_is_still_one() -> None:
    text = b"\xff\x6a\x04Host '10.1.1.1' is not allowed to connect to this MariaDB server"
    answer = read_greeting(len(text).to_bytes(3, "little") + b"\x00" + text, 3306)
    assert answer is not None
    assert (answer.service, answer.product, answer.access) == ("mysql", "MariaDB", Access.AUTHENTICATED)


def test_mysql_says_whether_it_offers_tls() -> None:
    with_tls, without = read_greeting(mysql(b"8.0.36", 0xFFFF), 3306), read_greeting(mysql(b"8.0.36", 0xF7FF), 3306)
    assert with_tls is not None
    assert without is not None
    assert (with_tls.starttls, without.starttls) == (True, False)


@pytest.mark.parametrize(
    ("banner", "announced"),
    [
        (b"220 Anonymous FTP server, log in as anonymous\r\n", True),
        (b"220-Welcome\r\n220 Anonymous access allowed\r\n", True),
        (b"220 No anonymous access here\r\n", False),
        (b"220 Anonymous log-ins are not allowed\r\n", False),
        (b"220 ProFTPD 1.3.8 Server\r\n", False),
        (b"220 Login anonymous tidak diizinkan\r\n", False),
    ],
)
def test_anonymous_is_what_the_banner_announces(banner: bytes, announced: bool) -> None:
    answer = read_greeting(banner, 21)
    assert answer is not None
    assert answer.anonymous is announced


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 40, b"hello\r\n", b"\x05\x00\x00\x00\x0aabc", b"220", b"HTTP/1.1 200 OK\r\n"]
)
def test_what_is_in_no_known_protocol(data: bytes) -> None:
    assert read_greeting(data, 4444) is None


def test_banners_lose_their_escapes() -> None:
    answer = read_greeting(b"SSH-2.0-\x1b[31mOpenSSH_9.0\x07" + b"A" * 5000, 22)
    assert answer is not None
    assert answer.banner.isprintable()
    assert len(answer.banner) <= 300
