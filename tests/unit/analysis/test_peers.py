"""Policies and cookies as other implementations read them: MDN's HTTP Observatory 1.4.8, and tough-cookie 5.1.2, by
which it reads cookies. `peer_answers.mjs` made the answers and says how.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from secscan.analysis import cookies, csp
from secscan.analysis.responses import read_response
from secscan.model.observations import Exchange
from secscan.model.requests import Request

ANSWERS: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "peer_answers.json").read_text())
POLICIES = {one["text"]: one for one in ANSWERS["policies"]}
COOKIES = {one["text"]: one for one in ANSWERS["cookies"]}
REQUEST = Request(scheme="https", host="simpeg.contoh.go.id", port=443)
_SCRIPTS = ("script-src", "default-src")


def answered(text: str) -> Exchange:
    headers = [("Content-Type", "text/html"), ("Content-Security-Policy", text)]
    return read_response(REQUEST, "127.0.0.2", 200, headers, b"<p>Halo")[0]


@pytest.mark.parametrize("text", POLICIES)
def test_the_same_directives_and_sources(text: str) -> None:
    ours = {name: {source.lower() for source in sources} for name, sources in csp.parse(text).directives}
    theirs: dict[str, list[str]] = POLICIES[text]["directives"]
    assert ours.keys() == theirs.keys()
    for name, sources in theirs.items():
        if not ours[name]:  # an empty source list is 'none', and `sandbox` may stand alone
            assert sources in ([], ["'none'"])
            continue
        assert set(sources) <= ours[name]
        # The peer leaves out what a shorter source of the list covers, and what a nonce or hash switches off.
        switched = name == "script-src" and any(source.startswith(("'nonce-", "'sha")) for source in sources)
        assert switched or all(any(source.startswith(kept) for kept in sources) for source in ours[name])


@pytest.mark.parametrize("text", POLICIES)
def test_the_same_judgement_of_scripts(text: str) -> None:
    theirs, allowed = POLICIES[text]["policy"], csp.scripts(csp.parse(text))
    if allowed is None:  # a policy without script-src or default-src restricts no script: the peer says "unsafe"
        assert not any(name in POLICIES[text]["directives"] for name in _SCRIPTS)
        assert theirs["unsafeInline"]
        return
    if "script-src" in POLICIES[text]["directives"]:
        assert (allowed.inline or allowed.anywhere) is (theirs["unsafeInline"] and not theirs["unsafeObjects"])
    assert allowed.evaluated is theirs["unsafeEval"]


@pytest.mark.parametrize("text", POLICIES)
def test_the_same_judgement_of_framing(text: str) -> None:
    sources = csp.frame_ancestors(answered(text))
    assert (sources is not None and not csp.open_to_all(sources)) is POLICIES[text]["policy"]["antiClickjacking"]


@pytest.mark.parametrize("text", COOKIES)
def test_the_same_cookie(text: str) -> None:
    ours, theirs = cookies.parse(text), COOKIES[text]
    assert ours is not None
    assert (ours.name, ours.secure, ours.http_only) == (theirs["name"], theirs["secure"], theirs["http_only"])
    assert (ours.domain, ours.persistent) == (theirs["domain"], theirs["persistent"])
    # A path that does not begin with a slash is the default path (RFC 6265bis section 5.6.4).
    assert (ours.path if ours.path.startswith("/") else "") == theirs["path"]
    # The peer drops words that are none of the three; here they stay, and are told.
    assert theirs["same_site"] in ("", ours.same_site)
    assert ours.same_site in ("", theirs["same_site"]) or ours.same_site not in ("lax", "strict", "none")
    if theirs["max_age"] is not None:
        assert ours.deletion is (int(theirs["max_age"]) <= 0)
