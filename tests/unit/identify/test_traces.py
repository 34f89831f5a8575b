import pytest

from secscan.base.text import digest
from secscan.identify.signs import Seen
from secscan.identify.traces import Fit, Kind, Trace, fit, members, traces
from secscan.model.enums import Status
from secscan.model.intel import FingerprintFile
from tests.unit.builders import Response, site
from tests.unit.identify.tables import TABLE

SEEN = Seen(product="wordpress", base="/blog/", evidence=())
BODY = b"var a = 1;\n"


def known(path: str, releases: int) -> Trace:
    return Trace(path=path, kind=Kind.KNOWN, releases=releases)


def absent(path: str, releases: int) -> Trace:
    return Trace(path=path, kind=Kind.ABSENT, releases=releases)


def left(*found: Trace) -> tuple[str, ...]:
    return members(TABLE, fit(TABLE, found).left)


def served(response: Response | Status, path: str = "/blog/js/a.js") -> tuple[Trace, ...]:
    table = TABLE.__class__(
        product=TABLE.product,
        versions=TABLE.versions,
        data_date=TABLE.data_date,
        files={**TABLE.files, "js/a.js": FingerprintFile(1.0, {digest(BODY): 0b00100, "0" * 16: 0b01000})},
    )
    return traces(site("https://app.contoh.go.id/", {"/": "<p>x</p>", path: response}), SEEN, table)


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        ((200, {"Content-Type": "text/javascript"}, BODY), Kind.KNOWN),
        ((200, {"Content-Type": "text/javascript"}, BODY.replace(b"\n", b"\r\n")), Kind.KNOWN),  # uploaded in text mode
        ((200, {"Content-Type": "text/javascript"}, b"var a=1"), Kind.STRANGE),
        (
            (200, {"Content-Type": "text/html"}, "<!doctype html><title>Beranda</title><p>Selamat datang</p>"),
            Kind.SILENT,
        ),
        ((200, {"Content-Type": "text/javascript"}, b""), Kind.SILENT),
        ((404, {"Content-Type": "text/html"}, "x"), Kind.ABSENT),
        ((403, {"Content-Type": "text/html"}, "x"), Kind.SILENT),
        ((301, {"Location": "/"}, ""), Kind.SILENT),
        ((500, {}, "x"), Kind.SILENT),
        (Status.TIMEOUT, Kind.SILENT),
    ],
)
def test_what_an_answer_is(response: Response, kind: Kind) -> None:
    (trace,) = served(response)
    assert (trace.path, trace.kind) == ("js/a.js", kind)
    assert trace.releases == (0b00100 if kind is Kind.KNOWN else 0b01100)


def test_files_of_another_folder_do_not_count() -> None:
    assert served((200, {"Content-Type": "text/javascript"}, BODY), "/js/a.js") == ()


def test_files_narrow_each_other() -> None:
    assert left() == TABLE.versions
    assert left(known("lib/c.js", 0b00111)) == ("1.0", "1.1", "1.2")
    assert left(known("lib/c.js", 0b00111), known("css/b.css", 0b01110)) == ("1.1", "1.2")


def test_an_absent_file_is_weak_and_alone_is_nothing() -> None:
    assert left(absent("css/b.css", 0b11110)) == TABLE.versions
    state = fit(TABLE, (known("js/a.js", 0b00011), absent("css/b.css", 0b11110)))
    assert members(TABLE, state.left) == ("1.0", "1.1")  # still possible, but less likely
    assert state.likelihood(0) > state.likelihood(1) > 0
    assert members(TABLE, state.aim) == ("1.0",)


def test_what_one_rule_hides_counts_once() -> None:
    hidden = (known("js/a.js", 0b00011), absent("css/b.css", 0b11110), absent("css/d.css", 0b11110))
    assert left(*hidden) == ("1.0", "1.1")
    assert left(*hidden, absent("lib/c.js", 0b11110)) == ("1.0",)  # gone from two folders


def test_contradicting_files() -> None:
    state = fit(TABLE, (known("js/a.js", 0b00100), known("lib/c.js", 0b11000)))
    assert state.contradictory
    assert members(TABLE, state.left) == ("1.2", "2.0", "2.1")
    outvoted = fit(TABLE, (known("js/a.js", 0b00100), known("lib/c.js", 0b11000), known("css/b.css", 0b10000)))
    assert members(TABLE, outvoted.left) == ("2.1",)
    assert outvoted.contradictory


def test_strange_files_are_counted_and_say_nothing() -> None:
    state: Fit = fit(TABLE, (Trace(path="js/a.js", kind=Kind.STRANGE, releases=0b11111),))
    assert (state.known, state.strange, members(TABLE, state.left)) == (0, 1, TABLE.versions)
