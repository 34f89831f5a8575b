import base64
import hashlib

import pytest

from secscan.identify.libraries import in_marks, libraries, scripts
from secscan.identify.library_rules import RULES
from secscan.intel.packs import load_intel
from secscan.model.enums import Status
from secscan.model.intel import Intel, JsLibrary, ScriptFile
from tests.unit.builders import Response, site

INTEL = load_intel()
BASE = "https://app.contoh.go.id/"
JS = {"Content-Type": "application/javascript"}


def seen(home: str, intel: Intel = INTEL, **responses: Response) -> list[tuple[str, str, str]]:
    known = site(BASE, {"/": home, **{path.replace("__", "/") + ".js": answer for path, answer in responses.items()}})
    return [(copy.library, copy.version, copy.how) for copy in libraries(known, intel, frozenset())]


def script(text: str) -> Response:
    return (200, JS, text)


@pytest.mark.parametrize(
    ("library", "text", "version"),
    [  # the first lines of released files
        ("jquery", "/*! jQuery v1.12.4 | (c) jQuery Foundation | jquery.org/license */", "1.12.4"),
        ("jquery", "/*!\n * jQuery JavaScript Library v1.12.4\n * http://jquery.com/\n */", "1.12.4"),
        ("jquery-ui", "/*! jQuery UI - v1.12.1 - 2016-09-14\n* http://jqueryui.com\n*/", "1.12.1"),
        ("jquery-ui", '!function($){$.ui=$.ui||{},$.ui.version="1.13.2"}', "1.13.2"),
        ("jquery-migrate", "/*! jQuery Migrate v3.3.0 | (c) OpenJS Foundation */", "3.3.0"),
        ("jquery-validation", "/*! jQuery Validation Plugin - v1.19.2 - 5/23/2020 */", "1.19.2"),
        ("jquery.datatables", "/*!\n DataTables 1.10.19\n ©2008-2018 SpryMedia Ltd */", "1.10.19"),
        ("bootstrap", "/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n */", "3.3.7"),
        ("bootstrap", "/*!\n  * Bootstrap [object Object] v4.6.1 (https://getbootstrap.com/)\n */", "4.6.1"),
        ("angularjs", "/*\n AngularJS v1.8.2\n (c) 2010-2020 Google LLC. http://angularjs.org\n*/", "1.8.2"),
        ("vue", "/*!\n * Vue.js v2.6.14\n * (c) 2014-2021 Evan You\n */", "2.6.14"),
        ("react-dom", "/** @license React v17.0.2\n * react-dom.production.min.js\n */", "17.0.2"),
        ("moment.js", "//! moment.js\n//! version : 2.29.1\n//! authors : Tim Wood", "2.29.1"),
        ("lodash", '/**\n * @license\n * Lodash lodash.com/license\n */;An.VERSION="4.17.15"', "4.17.15"),
        ("handlebars", "/**!\n\n @license\n handlebars v4.5.3\n\nCopyright */", "4.5.3"),
        (
            "tinyMCE",
            '/**\n * Copyright (c) Tiny Technologies, Inc.\n */;{majorVersion:"5",minorVersion:"10.2"}',
            "5.10.2",
        ),
        ("ckeditor", '/*\nCopyright (c) 2003-2021, CKSource\n*/{a:1,version:"4.16.0 (Standard)"}', "4.16.0"),
        ("DOMPurify", "/*! @license DOMPurify 2.3.0 | (c) Cure53 */", "2.3.0"),
        ("axios", "/* axios v0.21.1 | (c) 2020 by Matt Zabriskie */", "0.21.1"),
        ("select2", "/*! Select2 4.0.3 | https://github.com/select2 */", "4.0.3"),
        ("chart.js", "/*!\n * Chart.js v2.9.3\n * https://www.chartjs.org\n */", "2.9.3"),
    ],
)
def test_contents_are_known_by_comment_and_statement(library: str, text: str, version: str) -> None:
    assert seen("<script src=/js/paket.js></script>", js__paket=script(text)) == [(library, version, "contents")]


def test_contents_win_over_the_name() -> None:
    lie = script("/*! jQuery v1.12.4 | (c) jQuery Foundation */")
    name = {"/js/jquery-3.7.1.min.js": lie}
    known = site(BASE, {"/": "<script src=/js/jquery-3.7.1.min.js></script>", **name})
    (copy,) = libraries(known, INTEL, frozenset())
    assert (copy.version, copy.how) == ("1.12.4", "contents")


def test_a_bundle_holds_several() -> None:
    text = script("/*! jQuery v3.4.0 | (c) x */var a;/*!\n * Bootstrap v4.1.0 (https://getbootstrap.com/)\n */")
    assert seen("<script src=/js/app.js></script>", js__app=text) == [
        ("jquery", "3.4.0", "contents"),
        ("bootstrap", "4.1.0", "contents"),
    ]


def test_a_file_named_so_needs_its_statement_only() -> None:
    text = script('!function(e,t){t.moment=e}(this,function(){f.version="2.29.1"})')
    assert seen("<script src=/js/moment.min.js></script>", js__moment_min=text) == [("moment.js", "", "address")]
    known = site(BASE, {"/": "<script src=/js/moment.min.js></script>", "/js/moment.min.js": text})
    assert [copy.version for copy in libraries(known, INTEL, frozenset())] == ["2.29.1"]
    assert seen("<script src=/js/app.js></script>", js__app=text) == []
    assert in_marks(RULES["moment.js"], ('a.version="1.0"', 'b.version="2.0"'), named=True) == ""


def test_digests_name_a_file_whatever_it_is_called() -> None:
    body = "eval('kecil')"
    digest = hashlib.sha256(body.encode()).hexdigest()[:16]
    known = Intel(scripts={digest: ScriptFile("jquery", "2.1.0")})
    assert seen("<script src=/x.js></script>", known, __x=script(body)) == [("jquery", "2.1.0", "contents")]
    sha1 = Intel(js_libraries={"dojo": JsLibrary(name="dojo", sha1={hashlib.sha1(body.encode()).hexdigest(): "1.4.0"})})
    assert seen("<script src=/x.js></script>", sha1, __x=script(body)) == [("dojo", "1.4.0", "contents")]
    attribute = "sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    page = f"<script src=https://cdn.contoh.id/lib.js integrity='{attribute}'></script>"
    assert seen(page, known) == [("jquery", "2.1.0", "integrity")]


def test_a_library_pasted_into_the_page_opens_with_its_comment() -> None:
    assert seen("<script>/*! jQuery v1.8.3 jquery.com | jquery.org/license */(function(a){})</script>") == [
        ("jquery", "1.8.3", "inline")
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Jangan memakai jquery-1.4.2.js, pakai /*! jQuery v3.7.1 */</p>",
        "<a href=/unduh/jquery-1.4.2.min.js>unduh</a>",
        "<link rel=stylesheet href=/bootstrap/3.3.7/css/bootstrap.min.css>",
        "<script>var teks = '/*! jQuery v1.4.2 | (c) */';</script>",
        "<!-- <script src=/js/jquery-1.4.2.js></script> -->",
        "<pre>&lt;script src=/js/jquery-1.4.2.js&gt;</pre>",
        "<script src=/js/app.js></script>",
    ],
)
def test_near_misses_name_no_library(page: str) -> None:
    assert seen(page) == []


def test_a_script_that_is_not_there_is_no_library() -> None:
    page = "<script src=/js/jquery-1.4.2.min.js></script>"
    for gone in ((404, {}, "x"), "<h1>Selamat datang</h1>"):
        known = site(BASE, {"/": page, "/js/jquery-1.4.2.min.js": gone})
        assert libraries(known, INTEL, frozenset()) == ()
    failed = site(BASE, {"/": page, "/js/jquery-1.4.2.min.js": Status.TIMEOUT})
    assert [copy.version for copy in libraries(failed, INTEL, frozenset())] == ["1.4.2"]


def test_packaged_copies_are_marked() -> None:
    page = (
        "<script src=/javascript/jquery/jquery.min.js></script>"
        "<script src=/wp-includes/js/jquery/jquery.js?ver=1.12.4-wp></script>"
    )
    known = site(BASE, {"/": page})
    assert [copy.packaged for copy in libraries(known, INTEL, frozenset())] == ["Debian", "WordPress"]


def test_only_the_sites_own_scripts_are_ever_requested() -> None:
    page = "<script src=/a.js></script><script src=https://cdn.contoh.id/jquery.min.js></script>"
    known = site(BASE, {"/": page})
    assert [request.url for request in scripts(known)] == ["https://app.contoh.go.id/a.js"]
    assert [copy.request for copy in libraries(known, INTEL, frozenset())] == [None]
