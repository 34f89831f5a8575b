"""Extensions of WordPress and script libraries: what sites load that is old, and what looks like it and is not.

Truth by the public records: CVE-2020-35489 (Contact Form 7 before 5.3.2), CVE-2020-11022 (jQuery before 3.5.0),
CVE-2019-8331 (Bootstrap before 3.4.1 and 4.3.1).
"""

from tests.accuracy.case import Case, fail
from tests.accuracy.serve import App, Reply, page, pages

_CF7 = "/wp-content/plugins/contact-form-7"
_UNSURE = frozenset(("cms-version", "cms-extensions"))


def _wordpress(assets: str, **files: Reply) -> App:
    core = "<link rel='stylesheet' href='/wp-includes/css/dist/block-library/style.min.css?ver=7.1'>"
    return pages({"/": page("Dinas Kesehatan", "<p>Layanan bagi warga.</p>", core + assets), **files})


def _page(head: str, body: str = "<p>Layanan bagi warga.</p>") -> App:
    return pages({"/": page("Dinas Kesehatan", body, head)})


def _asset(path: str, version: str) -> str:
    return f"<script src='{path}?ver={version}'></script>"


def _script(text: str) -> Reply:
    return Reply(text, kind="application/javascript")


_READ_ME = Reply("=== Contact Form 7 ===\nTested up to: 5.6\nStable tag: 5.3.1\n\nFormulir.\n", kind="text/plain")
_TWO = _asset(f"{_CF7}/includes/js/index.js", "5.3.1") + _asset(f"{_CF7}/includes/swv/js/index.js", "5.3.1")
_OLD = fail(f"{_CF7}/")
CASES = (
    Case("plugin-lama", _wordpress(_TWO), {"cms-extensions": _OLD}, unsure=_UNSURE),
    Case(
        "plugin-lama-readme",
        _wordpress(_asset(f"{_CF7}/a.js", "1700000000"), **{f"{_CF7}/readme.txt": _READ_ME}),
        {"cms-extensions": _OLD},
        unsure=_UNSURE,
    ),
    Case("plugin-versi-inti", _wordpress(_asset(f"{_CF7}/a.js", "7.1")), unsure=_UNSURE),
    Case("plugin-versi-waktu", _wordpress(_asset(f"{_CF7}/a.js", "20240131")), unsure=_UNSURE),
    Case(
        "plugin-pustaka-lain",
        _wordpress(_asset("/wp-content/plugins/elementor/assets/lib/a.js", "1.0.2")),
        unsure=_UNSURE,
    ),
    Case(
        "plugin-buatan-sendiri", _wordpress(_asset("/wp-content/plugins/kabupaten-kita/a.js", "0.0.1")), unsure=_UNSURE
    ),
    Case("plugin-dibicarakan", _page("", f"<p>Plugin lama: {_CF7}/a.js?ver=5.3.1</p><!-- {_CF7}/b.js?ver=5.3.1 -->")),
    Case(
        "jquery-lama",
        pages(
            {
                "/": page("Dinas", "<p>Layanan.</p>", "<script src='/js/jquery-3.4.1.min.js'></script>"),
                "/js/jquery-3.4.1.min.js": _script("!function(a){}(window);"),
            }
        ),
        {"js-libraries": fail("jquery")},
    ),
    Case(
        "jquery-lama-tanpa-nama",
        pages(
            {
                "/": page("Dinas", "<p>Layanan.</p>", "<script src='/js/jquery.min.js'></script>"),
                "/js/jquery.min.js": _script("/*! jQuery v1.12.4 | (c) jQuery Foundation */\n!function(a){}(window);"),
            }
        ),
        {"js-libraries": fail("jquery")},
    ),
    Case(
        "bootstrap-lama-cdn",
        _page("<script src='https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/js/bootstrap.min.js'></script>"),
        {"js-libraries": fail("bootstrap"), "subresource-integrity": fail()},
        unsure=frozenset(("content-security-policy",)),
    ),
    Case(
        "jquery-baru-bernama-lama",
        pages(
            {
                "/": page("Dinas", "<p>Layanan.</p>", "<script src='/js/jquery-1.4.2.min.js'></script>"),
                "/js/jquery-1.4.2.min.js": _script(
                    "/*! jQuery v3.7.1 | (c) OpenJS Foundation */\n!function(a){}(window);"
                ),
            }
        ),
    ),
    Case("gaya-bootstrap-saja", _page("<link rel='stylesheet' href='/bootstrap/3.3.7/css/bootstrap.min.css'>")),
    Case("jquery-dibicarakan", _page("", "<p>Jangan pakai jquery-1.4.2.js</p><pre>/*! jQuery v1.4.2 */</pre>")),
    Case("nomor-aplikasi-sendiri", _page("<script src='/app-1.2.0/js/utama.js?v=1.4.2'></script>")),
)
