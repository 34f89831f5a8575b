"""How requests are prepared. What servers receive, and what they answer, is tested on real ones."""

import pytest
import requests

from secscan.model.requests import Request
from secscan.probes.headers import request_headers
from secscan.probes.web import _prepared

PATHS = (
    "/",
    "/index.php?page=1&x=a+b",
    "/.env",
    "/.git/HEAD",
    "/..hidden/x",
    "/a/./b",
    "/a/../b",
    "/a/..",
    "/a/.?x=1",
    "/%2e%2e/etc/passwd",
    "/a%c3%a9",
    "/berita/\u00e9lan",
    "/a b",
    "/x?q={a}",
    "/graphql?query=%7B__schema%7D",
    "//double//slash",
    "/~user/a@b:c,d",
    "/'quoted'(x)*;y!",
    "/?next=http://a/b",
    "/a?",
    "/a#b",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_request_is_prepared_as_requests_would(path: str) -> None:
    wanted = Request(scheme="https", host="app.contoh.go.id", port=8443, path=path)
    headers = request_headers(wanted, "csirt@contoh.go.id")
    own = _prepared(wanted, "csirt@contoh.go.id")
    theirs = requests.Request("GET", wanted.url, headers=headers).prepare()
    assert (own.method, own.path_url, own.headers, own.body) == ("GET", theirs.path_url, theirs.headers, None)
