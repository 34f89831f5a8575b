"""Every fact that a check can record has a name in both languages, every code its word."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

import secscan
from secscan.analysis.certificates import FAILING, WARNING
from secscan.analysis.change import Part
from secscan.analysis.consoles import Console
from secscan.analysis.defacement import Trace
from secscan.analysis.default_pages import Vacancy
from secscan.analysis.dnssec import Security
from secscan.analysis.injection import Way
from secscan.analysis.listings import Content
from secscan.analysis.logins import Barrier
from secscan.analysis.scriptsigns import Deed
from secscan.analysis.support import Support
from secscan.analysis.thirdparty import Fate
from secscan.checks.cms_version import Unused
from secscan.model.checks import CheckSpec, Fact
from secscan.model.enums import Language, Severity, Vantage
from secscan.model.observations import Access, FileKind, TlsVersion
from secscan.model.requests import View
from secscan.reports.facts import CODES, UNPRINTED, fact_lines
from secscan.reports.translations import sentences
from secscan.reports.wording import Wording
from tests.unit.reports import sample

PACKAGE = Path(secscan.__file__).parent
NO_FACTS = {"subject", "outcome", *CheckSpec.verdict.__kwdefaults__}
MADE = sample.assessment()
WORDS = {lang: Wording(MADE, lang) for lang in Language}

CODED: dict[str, type[StrEnum] | tuple[str, ...]] = {
    "access": Access,
    "barrier": Barrier,
    "cause": (
        "absent",
        "invalid",
        "off",
        "short",
        "https_missing",
        "content",
        "detour",
        "closed",
        "redirect",
        "refused",
    ),
    "changed": Part,
    "console": Console,
    "content": Content,
    "contents": ("dump", "config", "key", "code", "secret"),
    "data": ("password", "nik", "kk", "phone", "account", "address"),
    "dnssec": Security,
    "deed": Deed,
    "fate": Fate,
    "file": FileKind,
    "kind": (
        *("form", "basic", "claimable", "dead_alias", "no_answer", *Vacancy),
        *("exempt", "redirect", "address", "free", "commercial"),
    ),
    "statement": Unused,
    "problem": (*FAILING, *WARNING),
    "shell": ("wso", "alfa", "c99", "b374k", "indoxploit", "known", "uploader", "commands"),
    "support": Support,
    "tls": (
        *("NULL", "EXPORT", "ANON", "RC4", "DES", "3DES", "SMALL_DH", "CBC_ONLY", "RSA_KEX", *TlsVersion),
        *("heartbleed", "ccs_injection", "insecure_renegotiation", "compression", "no_fallback_scsv"),
        "client_renegotiation",
    ),
    "where": ("home", "abroad", "cdn"),
    "topic": ("gambling", "medicines", "shops"),
    "trace": Trace,
    "vantage": Vantage,
    "view": View,
    "way": Way,
}


def recorded() -> dict[str, set[str]]:
    """The names of all facts and discriminators that the sources of checks write, each with the modules that do."""
    found: dict[str, set[str]] = {}
    for folder in ("checks", "analysis"):
        for path in sorted(PACKAGE.joinpath(folder).glob("*.py")):
            for name in _names(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(name, set()).add(path.stem)
    return found


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "verdict":
            yield from (one.arg for one in node.keywords if one.arg is not None and one.arg not in NO_FACTS)
        if isinstance(node, ast.keyword) and node.arg == "discriminators":
            yield from _first_of_pairs(node.value)
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            written = ast.unparse(node.annotation)
            yield from _keys(node.value) if written == "dict[str, Fact]" else ()
            yield from _first_of_pairs(node.value) if written == "Discriminators" else ()
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield from _keys(node) if ast.unparse(node.returns) == "dict[str, Fact]" else ()
        if isinstance(node, ast.keyword) and node.arg == "facts":
            yield from _keys(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            target = node.targets[0]
            if ast.unparse(target.value) == "facts" and isinstance(target.slice, ast.Constant):
                yield str(target.slice.value)


def _keys(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (str(key.value) for key in one.keys if isinstance(key, ast.Constant))


def _first_of_pairs(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Tuple) and len(one.elts) == 2 and isinstance(one.elts[0], ast.Constant):
            yield str(one.elts[0].value)


def test_the_sources_are_read_as_the_checks_write_them() -> None:
    found = recorded()
    assert found["contents"] == {"leaks"}
    assert found["problems"] == {"tls_certificate"}
    assert found["dated"] == {"tls_ciphers"}
    assert found["stated_product"] == {"cms_version"}
    assert {"cookie", "path", "access", "flaws", "reason_given"} <= set(found)
    assert len(found) > 90


@pytest.mark.parametrize("lang", Language)
def test_every_fact_has_a_name_or_is_not_printed(lang: Language) -> None:
    named = {key.removeprefix("fact.") for key in sentences(lang) if key.startswith("fact.")}
    assert set(recorded()) - named - UNPRINTED == set()


def test_no_name_is_left_of_facts_that_are_gone() -> None:
    found = set(recorded())
    named = {key.removeprefix("fact.") for key in sentences(Language.ID) if key.startswith("fact.")}
    assert named - found == {"form", "basic"}, "these two are discriminators that a variable names"
    assert UNPRINTED - found == set()
    assert set(CODES) - found == set()


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("family", CODED)
def test_every_code_has_its_word_and_every_word_its_code(family: str, lang: Language) -> None:
    prefix = f"code.{family}."
    assert {str(code) for code in CODED[family]} == {
        key.removeprefix(prefix) for key in sentences(lang) if key.startswith(prefix)
    }
    assert set(CODES.values()) == set(CODED)


def lines(facts: dict[str, Fact], lang: Language = Language.ID, **more: object) -> list[tuple[str, str]]:
    finding = sample.of_site("framing", sample.CLINIC, Severity.RENDAH)
    return list(fact_lines(msgspec.structs.replace(finding, facts=facts, **more), WORDS[lang]))


def test_codes_flags_sizes_and_dates_are_words() -> None:
    facts: dict[str, Fact] = {
        "type": "sql_dump",
        "contents": ("dump", "secret"),
        "size": 1_260_000,
        "modified": "Thu, 01 Oct 2026 03:00:00 GMT",
        "not_after": "2026-10-13",
        "attested": True,
        "whole": True,
    }
    assert lines(facts) == [
        ("Jenis berkas", "dump basis data SQL"),
        ("Isi yang tampak", "dump basis data, kata sandi atau kunci"),
        ("Ukuran", "1,3 MB"),
        ("Terakhir diubah", "1 Oktober 2026 pukul 10.00 WIB"),
        ("Berlaku sampai", "13 Oktober 2026"),
        ("Dinyatakan pemilik", "ya"),
    ]
    assert ("Size", "1.3 MB") in lines(facts, Language.EN)
    assert ("Stated by the owner", "yes") in lines(facts, Language.EN)


def test_a_thing_is_named_once() -> None:
    facts: dict[str, Fact] = {"product": "wordpress", "label": "WordPress", "path": "/a"}
    found = lines(facts, discriminators=(("path", "/a"), ("product", "wordpress"), ("cookie", "sid")))
    assert found == [("Produk", "WordPress"), ("Jalur", "/a"), ("Cookie", "sid")]


def test_empty_facts_and_zeros_are_left_out_and_hostile_ones_tamed() -> None:
    facts: dict[str, Fact] = {"dh_bits": 0, "title": "", "names": (), "modified": "\x1b[31mnever", "service": "x\ny"}
    assert lines(facts) == [("Terakhir diubah", "[31mnever"), ("Layanan", "x y")]


def test_a_fact_of_an_older_version_is_printed_by_its_own_name() -> None:
    assert lines({"long_gone": "v"}) == [("long gone", "v")]
