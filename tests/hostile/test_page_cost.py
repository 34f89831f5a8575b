"""What a page of a megabyte may cost: the patterns that read it, and the checks that judge it, take no more than one
second of a processor, whatever it repeats."""

import time

import pytest

from secscan.checks.catalogue import CHECKS
from secscan.identify.software import identify
from secscan.intel.packs import load_intel
from tests.unit.builders import answer, app, context, site, with_looks

MEGABYTE = 1 << 20
SECONDS = 2.0
"""One, and room for a slower machine."""

TRAPS = {
    "open links": "<a href=",
    "deep listing": '<pre><a href="a">a</a>  01-Jan-2024 08:11  1\n',
    "labels": "<label for=a>x",
    "hidden elements": "<div style='position:absolute;left:-9999px'><a href=https://slot-gacor.example/>slot gacor</a>",
    "passwords": 'password="',
    "tokens": "eyJhbGciOiJ.",
    "spaces": " \n",
    "addresses": "a@b.",
    "versions": "1.2.3.",
    "braces": "{",
    "unclosed drawings": "<svg><g>",
    "unclosed choices": "<select><option>",
    "unclosed comments": "<!--",
    "comments": "<!-- WordPress 5.2 -->",
    "styles": "<style>.a{display:none;left:-99px}</style>",
    "tabs": "\t",
    "forms": "<form action=/a method=post><input name=nip type=password></form>",
    "rows": "<tr><td><a href=x>x</a><td>1<td>2",
    "nested forms": "<form><input name=a>",
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_page_of_one_thing_over_and_over(name: str) -> None:
    piece = TRAPS[name]
    body = "<!doctype html><html><head><title>x</title></head><body>" + piece * (MEGABYTE // len(piece))
    intel = load_intel()
    request = site("http://jahat.contoh.go.id/", {}).entry()
    answer(request, "<p>load what is loaded once</p>")
    start = time.process_time()
    seen = answer(request, body)
    read = time.process_time() - start
    looks = with_looks(site("http://jahat.contoh.go.id/", {}), seen)
    evidence = app(looks)
    start = time.process_time()
    for check in CHECKS:
        list(check.evaluate(evidence, context(intel=intel)))
        if check.ask is not None:
            list(check.ask(looks, context(intel=intel)))
    identify(evidence, intel)
    judged = time.process_time() - start
    assert read < SECONDS, f"read in {read:.1f} s"
    assert judged < SECONDS, f"judged in {judged:.1f} s"
