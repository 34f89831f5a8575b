"""The write-ups of the checks of files, ports, domains and injections, filled in with the facts those checks state."""

from collections.abc import Iterator

import pytest

from secscan.checks import (
    backup_files,
    cleartext_protocols,
    dangling_dns,
    database_ports,
    directory_listing,
    gambling_content,
    infrastructure_consoles,
    official_domain,
    remote_admin_ports,
    repository_metadata,
    secret_files,
    unapproved_ports,
)
from secscan.model.checks import Verdict
from secscan.model.enums import Language, Outcome, Vantage
from secscan.model.observations import Access, ServiceAnswer
from secscan.reports.prose import Prose
from secscan.reports.writeups import load_writeup
from tests.unit.builders import Response, app, context, site
from tests.unit.checks.hosts import evidence, host
from tests.unit.checks.lookups import resolved
from tests.unit.checks.rounds import GONE, HOME, explore, serving

ENV: Response = (200, {}, b"APP_KEY=a\nDB_PASSWORD=b\n")
ZIP: Response = (206, {"Content-Range": "bytes 0-29/987654"}, b"PK\x03\x04" + b"\x00" * 40)
DUMP: Response = (200, {"Last-Modified": "Thu, 01 Oct 2026 03:00:00 GMT"}, b"-- MySQL dump 10.13\n")
LOCK: Response = (200, {}, b'{"content-hash": "a", "packages": []}')
LISTING: Response = "<title>Index of /uploads/</title><a href=../>../</a><a href=surat.pdf>surat.pdf</a>"
HIDDEN: Response = "<p>Dinas</p><div style='display:none'><a href=https://slot1.example/>slot gacor</a><a href=https://slot2.example/>maxwin</a></div>"
SERVICES = {
    21: ServiceAnswer(service="ftp", starttls=False, anonymous=True),
    22: ServiceAnswer(service="ssh", banner="SSH-2.0-OpenSSH_9.2"),
    23: None,
    143: ServiceAnswer(service="imap", starttls=True),
    1521: None,
    2087: ServiceAnswer(service="whm", product="WHM", access=Access.AUTHENTICATED),
    2375: ServiceAnswer(service="docker", product="Docker", version="24.0", access=Access.OPEN),
    6379: ServiceAnswer(service="redis", access=Access.OPEN),
    8080: ServiceAnswer(service=""),
}


def verdicts() -> Iterator[Verdict]:
    answers: dict[str, Response] = {"/backup.zip": ZIP, "/backup.sql": DUMP, "/.env": ENV, "/composer.lock": LOCK}
    serve = serving({**answers, "/.git/HEAD": (200, {}, b"ref: refs/heads/main\n"), "/uploads/": LISTING}, GONE)
    for file_check in (backup_files, secret_files, repository_metadata, directory_listing):
        yield from file_check.evaluate(app(explore(file_check.ask, serve)[0]), context())
    for vantage in Vantage:
        for port_check in (
            database_ports,
            remote_admin_ports,
            infrastructure_consoles,
            cleartext_protocols,
            unapproved_ports,
        ):
            yield from port_check.evaluate(evidence(host(SERVICES)), context(vantage=vantage))
    yield from gambling_content.evaluate(app(site("https://a.go.id/", {"/": HIDDEN})), context())
    for url in ("https://dinas.blogspot.com/", "https://dinas.com/", "http://8.8.8.8/", "https://tamu.com/"):
        known = context(exempt_domains={"tamu.com": "SK 12/2025"})
        yield from official_domain.evaluate(app(site(url, {"/": HOME})), known)
    gone: Response = (404, {"Content-Type": "text/html"}, "<p>There isn't a GitHub Pages site here.</p>")
    alias = resolved("a.go.id", "192.0.2.1", chain=("x.github.io",))
    yield from dangling_dns.evaluate(app(site("https://a.go.id/", {"/": gone}), dns=alias), context())
    yield from dangling_dns.evaluate(app(site("https://a.go.id/", {"/": "<h1>It works!</h1>"}), dns=alias), context())


FINDINGS = [verdict for verdict in verdicts() if verdict.outcome in (Outcome.FAIL, Outcome.PARTIAL)]


@pytest.mark.parametrize("lang", list(Language))
@pytest.mark.parametrize("verdict", FINDINGS, ids=[f"{one.check}-{index}" for index, one in enumerate(FINDINGS)])
def test_every_finding_can_be_written_up(verdict: Verdict, lang: Language) -> None:
    writeup, prose = load_writeup(verdict.check, lang), Prose(lang, strict=True)
    fixes = (fix.source for fix in writeup.fixes)
    sources = (writeup.found, writeup.why, writeup.before_fixes, writeup.verify, *fixes)
    assert prose.line(writeup.action, verdict.facts)
    texts = [prose.text(source, verdict.facts) for source in sources if source]
    pages = [prose.html(source, verdict.facts) for source in sources]
    assert all((*pages[:2], *pages[3:]))  # only what stands before the fixes may be left out
    assert not [
        word for word in ("env_file", "sql_dump", "git_head", "php_source", "{{", "{%") if word in " ".join(texts)
    ]


def test_every_one_of_these_checks_is_written_up() -> None:
    assert {verdict.check for verdict in FINDINGS} == {
        *("backup-files", "secret-files", "repository-metadata", "directory-listing", "gambling-content"),
        *("database-ports", "remote-admin-ports", "infrastructure-consoles", "cleartext-protocols", "unapproved-ports"),
        *("official-domain", "dangling-dns"),
    }
