"""Parsing, and a linter over every write-up that ships."""

import re

import pytest
from jinja2 import Environment

from secscan.base.resources import names, read_text
from secscan.checks.catalogue import CHECKS
from secscan.model.checks import Fact
from secscan.model.enums import Language
from secscan.model.ids import CheckId
from secscan.reports.prose import Prose
from secscan.reports.writeups import WriteUp, WriteUpError, load_writeup, parse

WRITTEN = {Language(lang): names("findings", suffix=f".{lang}.md") for lang in Language}
ALL = [(CheckId(check), lang) for lang in Language for check in WRITTEN[lang]]

TEXT = """# Judul

Tindakan: Tutup {{ facts.port }}

Uraian.

## Mengapa penting

Karena.

## Cara memperbaiki

Umumnya begini.

### nginx

```nginx
# bukan judul
## juga bukan
add_header X "y";
```

### Umum

Minta penyedia.

## Cara memeriksa

Lihat.
"""


def test_a_title_may_name_a_fact_and_has_words_without_it() -> None:
    writeup = parse(
        CheckId("x"),
        Language.ID,
        TEXT.replace("# Judul", "# {% if facts.a %}{{ facts.a }}{% else %}CMS{% endif %} usang"),
    )
    assert writeup.title == "CMS usang"
    assert Prose(Language.ID).line(writeup.heading, {"a": "Joomla"}) == "Joomla usang"


def test_sections_are_split_outside_code() -> None:
    writeup = parse(CheckId("x"), Language.ID, TEXT)
    assert (writeup.heading, writeup.found, writeup.why, writeup.verify) == ("Judul", "Uraian.", "Karena.", "Lihat.")
    assert Prose(Language.ID).line(writeup.action, {"port": 23}) == "Tutup 23"
    assert writeup.before_fixes == "Umumnya begini."
    assert [fix.heading for fix in writeup.fixes] == ["nginx", "Umum"]
    assert "## juga bukan" in writeup.fixes[0].source


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TEXT.replace("# Judul", "Judul"), "title"),
        (TEXT.replace("Tindakan: Tutup {{ facts.port }}", ""), "Tindakan"),
        (TEXT.replace("Tindakan: Tutup {{ facts.port }}", "Tindakan:"), "Tindakan"),
        (TEXT.replace("Tindakan:", "Action:"), "Tindakan"),
        (TEXT.replace("Uraian.", ""), "found"),
        (TEXT.replace("## Cara memeriksa", "## Pemeriksaan"), "Pemeriksaan"),
        (TEXT.replace("### nginx", "nginx").replace("### Umum", "Umum"), "sub-section"),
    ],
)
def test_a_malformed_writeup_says_what_is_wrong(wrong: str, said: str) -> None:
    with pytest.raises(WriteUpError, match=said) as caught:
        parse(CheckId("x"), Language.ID, wrong)
    assert caught.value.where == "findings/x.id.md"


def test_a_missing_writeup_is_named() -> None:
    with pytest.raises(WriteUpError) as caught:
        load_writeup(CheckId("no-such-check"), Language.EN)
    assert caught.value.where == "findings/no-such-check.en.md"


def test_every_check_has_its_writeups_and_every_writeup_its_check() -> None:
    checks = sorted(check.spec.id for check in CHECKS)
    for lang in Language:
        missing = sorted(set(checks) - set(WRITTEN[lang]))
        assert missing == []
        assert sorted(set(WRITTEN[lang]) - set(checks)) == []


def test_both_languages_have_the_same_writeups() -> None:
    assert WRITTEN[Language.ID] == WRITTEN[Language.EN]


@pytest.mark.parametrize("check", WRITTEN[Language.ID])
def test_both_languages_treat_the_same_servers(check: str) -> None:
    general = {"Umum": "General"}
    headings = [
        [general.get(fix.heading, fix.heading) for fix in load_writeup(CheckId(check), lang).fixes]
        for lang in (Language.ID, Language.EN)
    ]
    assert headings[0] == headings[1]


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_the_title_states_the_problem(check: CheckId, lang: Language) -> None:
    title = load_writeup(check, lang).title
    assert len(title) <= 90
    assert not re.match(r"(Ensure|Pastikan|Check|Periksa|Make sure)\b", title)
    assert not title.endswith(".")
    assert "‹" not in title, "the title needs words for when no finding gives the fact"


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_the_action_is_one_short_imperative_without_jargon_of_markup(check: CheckId, lang: Language) -> None:
    action = Prose(lang).line(load_writeup(check, lang).action, {})
    assert 15 <= len(action) <= 110
    assert action[0].isupper()
    assert not action.endswith(".")
    assert not re.match(r"(Ensure|Pastikan|Check|Periksa|Make sure|Perbaiki|Repair)\b", action), "say what to do"
    assert not re.search(r"[`*#]", action)


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_code_has_a_language(check: CheckId, lang: Language) -> None:
    fences = re.findall(r"^ *```(.*)$", read_text("findings", f"{check}.{lang}.md"), re.MULTILINE)
    assert len(fences) % 2 == 0
    assert all(re.fullmatch(r"[a-z0-9]+", opening) for opening in fences[::2])
    assert not any(fences[1::2])


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_facts_are_no_links(check: CheckId, lang: Language) -> None:
    assert not re.search(r"\]\([^)]*\{\{", read_text("findings", f"{check}.{lang}.md"))


def sections(writeup: WriteUp) -> list[str]:
    fixes = [fix.source for fix in writeup.fixes]
    texts = [writeup.heading, writeup.action, writeup.found, writeup.why, writeup.before_fixes]
    return [*texts, *fixes, writeup.verify]


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_each_section_is_a_template_of_its_own(check: CheckId, lang: Language) -> None:
    for section in sections(load_writeup(check, lang)):
        Environment(autoescape=True).parse(section)
        Prose(lang).html(section, {})


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_only_facts_that_the_check_records_are_printed(check: CheckId, lang: Language) -> None:
    from importlib import import_module
    from inspect import getsource

    source = getsource(import_module(f"secscan.checks.{check.replace('-', '_')}"))
    named = {
        name for text in sections(load_writeup(check, lang)) for name in re.findall(r"\bfacts\.([a-z_0-9]+)", text)
    }
    helpers = "".join(getsource(import_module(module)) for module in _imported_checks(source))
    unknown = {name for name in named if not re.search(rf"\b{name}\b", source + helpers)}
    assert unknown == set()


def _imported_checks(source: str) -> list[str]:
    """The modules of secscan that a check imports: facts may be named in what it shares with others."""
    found = re.findall(r"^from (secscan\.(?:checks|analysis|identify)[\w.]*) import ([\w, ]+)", source, re.MULTILINE)
    modules = []
    for package, imported in found:
        if package in ("secscan.checks", "secscan.analysis", "secscan.identify"):
            modules += [f"{package}.{name.strip()}" for name in imported.split(",")]
        else:
            modules.append(package)
    return modules


NUMBERS = ("port", "status", "days", "max_age", "dh_bits", "files", "folders", "size", "count", "sent")
LISTS = ("problems", "names", "missing", "suites", "broken", "dated", "unknown", "accepted", "old", "flaws", "versions")
MORE_LISTS = (
    "vulnerabilities",
    "exploited",
    "links",
    "supported",
    "contents",
    "extensions",
    "ways",
    "pages",
    "examples",
)
STILL_MORE_LISTS = ("paths", "active", "passive", "disclosed", "frame_ancestors", "pending", "evidence")


def facts_of(texts: list[str]) -> dict[str, Fact]:
    """Plausible values of all facts that these texts name."""
    made: dict[str, Fact] = {}
    for name in re.findall(r"\bfacts\.([a-z_0-9]+)", " ".join(texts)):
        if name in NUMBERS or name.endswith("_total"):
            made[name] = 12
        elif name == "data":
            made[name] = ("password", "nik")
        elif name in (*LISTS, *MORE_LISTS, *STILL_MORE_LISTS):
            made[name] = ("one", "two")
        else:
            made[name] = "value"
    return made


def variants(texts: list[str]) -> list[dict[str, Fact]]:
    """The facts of these texts, once for each word that a condition compares a fact with."""
    usual = facts_of(texts)
    found = [usual]
    for name, words in re.findall(r"facts\.([a-z_]+) (?:==|in) (\([^)]*\)|\"[^\"]*\")", " ".join(texts)):
        known = re.findall(r'"([^"]+)"', words)
        found += [{**usual, name: (word,) if name in LISTS else word} for word in known]
    members = re.findall(r'"([A-Za-z_0-9]+)" in facts\.([a-z_]+)', " ".join(texts))
    return [*found, *({**usual, name: (word,)} for word, name in members)]


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_no_sign_of_markdown_or_template_is_left(check: CheckId, lang: Language) -> None:
    texts = sections(load_writeup(check, lang))
    for facts in variants(texts):
        for text in texts:
            page = re.sub(
                r"<pre>.*?</pre>|<code>.*?</code>", "code", str(Prose(lang).html(text, facts)), flags=re.DOTALL
            )
            assert not re.search(r"\*\*|`|\]\(|\{[{%]|&lt;https?:|^#|‹|\(\s*\)| ,", page, re.MULTILINE), (
                facts,
                page,
            )


@pytest.mark.parametrize(("check", "lang"), ALL)
def test_addresses_in_the_text_are_code(check: CheckId, lang: Language) -> None:
    for text in sections(load_writeup(check, lang)):
        prose = re.sub(r"```.*?```|`[^`]*`|\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
        assert "://" not in prose
