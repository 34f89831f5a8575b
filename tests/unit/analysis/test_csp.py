import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.csp import (
    allowed_scripts,
    enforced,
    frame_ancestors,
    open_to_all,
    parse,
    parse_all,
    scripts,
    upgrades_insecure_requests,
)
from secscan.analysis.responses import read_response
from secscan.model.observations import Exchange
from secscan.model.requests import Request

REQUEST = Request(scheme="https", host="simpeg.contoh.go.id", port=443)
NAME = "Content-Security-Policy"


def answered(*headers: tuple[str, str], body: str = "<p>Halo") -> Exchange:
    return read_response(REQUEST, "127.0.0.2", 200, [("Content-Type", "text/html"), *headers], body.encode())[0]


def test_directives_are_split_and_the_first_of_a_name_wins() -> None:
    policy = parse(" Script-Src\t'self'  https://cdn.example ;; img-src *; SCRIPT-SRC 'none'; ")
    assert policy.directives == (("script-src", ("'self'", "https://cdn.example")), ("img-src", ("*",)))


def test_a_meta_policy_cannot_frame_report_or_sandbox() -> None:
    policy = parse("frame-ancestors 'none'; sandbox; report-uri /r; img-src *", meta=True)
    assert policy.directives == (("img-src", ("*",)),)


def test_repeated_headers_and_commas_make_several_policies() -> None:
    assert len(parse_all(["default-src 'self', img-src *", "script-src 'none'"])) == 3
    assert parse_all(["", " ; ", "bukan kebijakan"]) == ()


@pytest.mark.parametrize(
    ("text", "inline", "evaluated", "anywhere"),
    [
        ("default-src 'self'", False, False, False),
        ("default-src 'unsafe-inline'; script-src 'self'", False, False, False),
        ("script-src 'unsafe-inline'", True, False, False),
        # Section 6.7.3.2: a nonce or hash switches 'unsafe-inline' off; a malformed one does not.
        ("script-src 'unsafe-inline' 'nonce-YWJj'", False, False, False),
        ("script-src 'unsafe-inline' 'sha384-YWJj'", False, False, False),
        ("script-src 'unsafe-inline' 'sha1-YWJj'", True, False, False),
        ("script-src 'unsafe-inline' 'nonce-'", True, False, False),
        ("script-src 'nonce-YWJj' 'strict-dynamic' https: *", False, False, False),
        (
            "script-src 'strict-dynamic' https:",
            False,
            False,
            True,
        ),  # without nonce nothing is trusted that could spread
        ("script-src 'self' 'unsafe-eval'", False, True, False),
        ("script-src *", False, False, True),
        ("script-src https:", False, False, True),
        ("script-src *.id", False, False, True),
        ("script-src https://*:443/js/", False, False, True),
        ("script-src *.contoh.go.id", False, False, False),
        ("script-src 'none'", False, False, False),
        ("script-src 'self'; script-src-attr 'unsafe-inline'", True, False, False),
        ("script-src 'unsafe-inline'; script-src-elem 'self'; script-src-attr 'none'", False, False, False),
    ],
)
def test_what_scripts_may_do(text: str, inline: bool, evaluated: bool, anywhere: bool) -> None:
    allowed = scripts(parse(text))
    assert allowed is not None
    assert (allowed.inline, allowed.evaluated, allowed.anywhere) == (inline, evaluated, anywhere)


def test_a_policy_without_script_directive_restricts_none() -> None:
    assert scripts(parse("img-src 'self'; frame-ancestors 'none'")) is None
    assert allowed_scripts(()) is None


def test_every_policy_must_allow() -> None:
    both = allowed_scripts(parse_all(["script-src 'unsafe-inline'", "script-src *"]))
    assert both is not None
    assert both.strict


def test_frame_ancestors_comes_from_enforced_headers_only() -> None:
    meta = f"<html><head><meta http-equiv={NAME} content=\"frame-ancestors 'none'; img-src *\"></head>"
    assert frame_ancestors(answered(body=meta)) is None
    assert frame_ancestors(answered((f"{NAME}-Report-Only", "frame-ancestors 'none'"))) is None
    assert frame_ancestors(answered((NAME, "frame-ancestors 'self'"))) == ("'self'",)
    assert frame_ancestors(answered((NAME, "frame-ancestors *, frame-ancestors 'self'"))) == ("'self'",)
    assert frame_ancestors(answered((NAME, "frame-ancestors"))) == ()
    assert len(enforced(answered((NAME, "img-src *"), body=meta))) == 2


@pytest.mark.parametrize(
    ("sources", "everybody"), [(("*",), True), (("'self'", "HTTPS:"), True), (("*.contoh.go.id",), False), ((), False)]
)
def test_open_source_lists(sources: tuple[str, ...], everybody: bool) -> None:
    assert open_to_all(sources) is everybody


def test_upgrade_insecure_requests_by_header_or_meta() -> None:
    meta = f"<html><head><meta http-equiv={NAME} content=upgrade-insecure-requests></head>"
    assert upgrades_insecure_requests(answered((NAME, "upgrade-insecure-requests")))
    assert upgrades_insecure_requests(answered(body=meta))
    assert not upgrades_insecure_requests(answered((f"{NAME}-Report-Only", "upgrade-insecure-requests")))


_WORDS = st.sampled_from(
    [
        "default-src",
        "SCRIPT-SRC",
        "script-src-elem",
        "'self'",
        "'unsafe-inline'",
        "'nonce-YQ=='",
        "*",
        ";",
        ",",
        " ",
        "\t",
        "'strict-dynamic'",
        "\x00",
        "é",
    ]
)


@given(st.lists(_WORDS, max_size=30).map(" ".join), st.booleans())
def test_parsing_what_was_parsed_gives_the_same(text: str, meta: bool) -> None:
    policy = parse(text, meta=meta)
    again = parse("; ".join(" ".join((name, *values)) for name, values in policy.directives), meta=meta)
    assert again == policy
    assert len({name for name, _ in policy.directives}) == len(policy.directives)
    scripts(policy)


@given(st.lists(_WORDS, max_size=20).map(" ".join), st.lists(_WORDS, max_size=20).map(" ".join))
def test_a_further_policy_never_allows_more(one: str, other: str) -> None:
    alone, both = allowed_scripts(parse_all([one])), allowed_scripts(parse_all([one, other]))
    if alone is not None and alone.strict:
        assert both is not None
        assert both.inline <= alone.inline
        assert both.anywhere <= alone.anywhere
