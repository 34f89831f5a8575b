import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.cookies import is_session, masked_header, parse, set_by

ID = "6q1m2n3b4v5c6x7z8l9k0j1h2g"


def test_values_are_reduced_to_their_shape() -> None:
    assert masked_header("sid=abcdabcd; Path=/; Secure") == "sid=***8-2.0***; Path=/; Secure"
    assert ID not in masked_header(f'PHPSESSID="{ID}"; HttpOnly')
    assert masked_header("lang=; Path=/") == "lang=***0-0.0***; Path=/"
    assert masked_header("tanpanama") == "=***9-2.1***"


def test_attributes() -> None:
    cookie = parse("sid=x; PATH=/app; domain=.Contoh.go.id; SECURE; httponly; SameSite=Lax; Max-Age=60; Priority=High")
    assert cookie is not None
    assert (cookie.name, cookie.path, cookie.domain, cookie.same_site) == ("sid", "/app", "contoh.go.id", "lax")
    assert (cookie.secure, cookie.http_only, cookie.persistent, cookie.deletion) == (True, True, True, False)


@pytest.mark.parametrize("value", ["sid=x; Secure=no", "sid=x;secure", "sid=x; ; Secure ; "])
def test_secure_needs_no_value(value: str) -> None:
    cookie = parse(value)
    assert cookie is not None
    assert cookie.secure


@pytest.mark.parametrize(
    ("value", "deletion"),
    [
        ("sid=x; Max-Age=0", True),
        ("sid=x; Max-Age=-1", True),
        ("sid=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT", True),
        ("sid=x; Expires=Wed, 30 Sep 2026 00:00:00 GMT", True),
        ("sid=x; Expires=Fri, 02 Oct 2026 00:00:00 GMT", False),
        ("sid=x; Expires=Wed, 30 Sep 2026 00:00:00 GMT; Max-Age=60", False),  # Max-Age wins (section 5.6)
        ("sid=x; Expires=besok", False),
        ("sid=x; Max-Age=sebentar", False),
        ("sid=x", False),
    ],
)
def test_deletions(value: str, deletion: bool) -> None:
    cookie = parse(value, "Thu, 01 Oct 2026 03:00:00 GMT")
    assert cookie is not None
    assert cookie.deletion is deletion


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ("__Host-sid=x; Secure; Path=/", True),
        ("__Host-sid=x; Secure", False),
        ("__Host-sid=x; Path=/", False),
        ("__Host-sid=x; Secure; Path=/; Domain=contoh.go.id", False),
        ("__Secure-sid=x; Secure", True),
        ("__Secure-sid=x", False),
        ("=", False),
        ("", False),
    ],
)
def test_what_browsers_ignore(value: str, accepted: bool) -> None:
    assert (parse(value) is not None) is accepted


@pytest.mark.parametrize(
    "name",
    [
        "PHPSESSID", "JSESSIONID", "ASP.NET_SessionId", "ASPSESSIONIDQATBQCBC", "ci_session", "laravel_session",
        "simpeg_kota_session", "connect.sid", "wordpress_logged_in_0123456789abcdef", "sessionid", "sid",
        "SESS0123456789abcdef0123456789abcdef",
        "SSESS0123456789abcdef0123456789abcdef", "MoodleSession", "OJSSID",
        "__Host-session", ".AspNetCore.Session", "SenayanMember",
        "roundcube_sessid", "CAKEPHP", "_simpeg_session",
    ],
)  # fmt: skip
def test_known_session_names(name: str) -> None:
    cookie = parse(f"{name}={ID}; Path=/; Secure")
    assert cookie is not None
    assert is_session(cookie)


@pytest.mark.parametrize(
    "name",
    [
        "XSRF-TOKEN", "csrf_cookie_name", "_ga_ABC", "bahasa", "cookie_consent", "AWSALB", "__cf_bm",
        "wordpress_test_cookie", "session_timeout", "obsession",
    ],
)  # fmt: skip
def test_names_that_are_no_sessions(name: str) -> None:
    cookie = parse(f"{name}={ID}; Path=/; Secure")
    assert cookie is not None
    assert not is_session(cookie)


def test_shape_of_a_session_id() -> None:
    def session(value: str) -> bool:
        cookie = parse(masked_header(value))
        assert cookie is not None
        return is_session(cookie)

    assert session(f"apapun={ID}; HttpOnly")
    assert not session(f"apapun={ID}")  # a script reads it: no session id of a framework
    assert not session(f"apapun={ID}; HttpOnly; Max-Age=31536000")
    assert not session("apapun=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; HttpOnly")
    assert not session("apapun=id; HttpOnly")


def test_all_cookies_of_a_response() -> None:
    headers = [
        ("date", "Thu, 01 Oct 2026 03:00:00 GMT"),
        ("set-cookie", "a=1"),
        ("set-cookie", "__Secure-b=1"),
        ("set-cookie", "c=1; Max-Age=0"),
    ]
    assert [(cookie.name, cookie.deletion) for cookie in set_by(headers)] == [("a", False), ("c", True)]


@given(st.text(max_size=200))
def test_no_header_raises_and_masking_is_final(value: str) -> None:
    masked = masked_header(value)
    assert masked_header(masked) == masked
    before, after = parse(value), parse(masked)
    if before is not None and after is not None:
        assert (before.secure, before.http_only, before.persistent) == (after.secure, after.http_only, after.persistent)


@given(
    st.text(
        alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';"='), min_size=9, max_size=60
    )
)
def test_the_value_never_survives_and_its_shape_does(value: str) -> None:
    if value.startswith("***"):
        return
    masked = masked_header(f"a={value}; Secure")
    assert value not in masked
    cookie = parse(masked)
    assert cookie is not None
    assert cookie.length == len(value)
    assert 0 <= cookie.bits <= math.log2(len(value)) + 0.1
