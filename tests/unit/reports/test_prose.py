import pytest
from jinja2 import UndefinedError

from secscan.model.enums import Language
from secscan.reports.prose import MAX_VALUE, Prose

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\x1b[31m\u202emoc\u2066 \ue0000\ue001 [x](http://e.example) `a`"


def prose(lang: Language = Language.ID, *, strict: bool = False) -> Prose:
    return Prose(lang, strict=strict)


def test_a_fact_is_never_markup_nor_template_nor_markdown() -> None:
    page = str(prose().html("Lihat {{ facts.x }} di **sini**.", {"x": HOSTILE}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "49" not in page
    assert "{{ 7*7 }}" in page
    assert "<a" not in page
    assert "<strong>sini</strong>" in page
    assert page.count("<code>") == 0
    assert not any(char in page for char in "\x1b\u202e\u2066\ue000\ue001")


def test_expressions_with_quotes_survive_markdown() -> None:
    source = "```nginx\nlocation {{ facts.path or \"/admin\" }} { deny all; }\n```\n\n`{{ facts.path or '/x' }}`"
    page = str(prose().html(source, {}))
    assert "location /admin { deny all; }" in page
    assert "<code>/x</code>" in page


def test_blocks_on_their_own_lines_leave_no_gaps() -> None:
    source = "{% for path in facts.paths %}\n- `{{ path }}`\n{% endfor %}\n"
    page = str(prose().html(source, {"paths": ("/a", "/b")}))
    assert "".join(page.split()) == "<ul><li><code>/a</code></li><li><code>/b</code></li></ul>"


def test_sentences_on_following_lines_stay_apart() -> None:
    source = "{% if facts.a %}Satu.{% endif %}\n{% if facts.a %}Dua.{% endif %}"
    assert prose().line(source, {"a": True}) == "Satu. Dua."


def test_markup_and_links_of_a_writeup_are_shown_not_used() -> None:
    page = str(prose().html("<img src=x onerror=alert(1)> [klik](http://contoh.example) <http://contoh.example>", {}))
    assert "<img" not in page
    assert "<a" not in page


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        (True, Language.ID, "ya"),
        (False, Language.EN, "no"),
        (3306, Language.ID, "3306"),
        (2.5, Language.ID, "2,5"),
        (2.5, Language.EN, "2.5"),
        (("a", "b"), Language.ID, "a, b"),
        ("2026-10-05", Language.ID, "5 Oktober 2026"),
        ("2026-99-99", Language.ID, "2026-99-99"),
        ("satu\ndua", Language.ID, "satu dua"),
    ],
)
def test_values_read_as_the_language_has_them(value: object, lang: Language, shown: str) -> None:
    assert prose(lang).printed(value) == shown


def test_values_are_bounded() -> None:
    assert len(prose().printed("x" * 100_000)) == MAX_VALUE


def test_a_pasted_command_cannot_be_broken_out_of() -> None:
    source = "```sh\ncurl -sI {{ facts.url }} | head -n 1\n```"
    url = "https://contoh.go.id/?a=$(reboot)&b='`x`"
    assert "curl -sI 'https://contoh.go.id/?a=$(reboot)&b='\"'\"'`x`' | head" in prose().text(source, {"url": url})
    page = str(prose().html(source, {"url": url}))
    assert "curl -sI &#x27;https://contoh.go.id/?a=$(reboot)&amp;b=" in page


def test_an_unrecorded_fact_is_named_and_ends_no_report() -> None:
    source = (
        "{{ facts.gone }}{% if facts.gone %}x{% endif %}{% if facts.gone > 3 %}y{% endif %}{{ facts.gone.deep|length }}"
    )
    assert prose().text(source, {}) == "‹gone›0"


def test_strict_says_which_fact_is_missing() -> None:
    with pytest.raises(UndefinedError, match="gone"):
        prose(strict=True).text("{{ facts.gone }}", {})
    assert prose(strict=True).text("{% if facts.gone %}x{% endif %}y", {}) == "y"


def test_a_fact_may_be_called_like_a_method() -> None:
    assert prose().text("{{ facts.items }} {{ 'items' in facts }}", {"items": "x"}) == "x ya"


def test_joined_values_may_have_markdown_between_them() -> None:
    page = str(prose().html("`{{ facts.suites | join('`, `') }}`", {"suites": ("A", "<b>")}))
    assert "<code>A</code>, <code>&lt;b&gt;</code>" in page
    assert prose().line("{{ facts.suites | join(' / ') }}", {"suites": ("A", "B")}) == "A / B"
