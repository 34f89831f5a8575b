import pytest

from secscan.intel.tables import Release, chosen, is_candidate, is_text, rows, weight


@pytest.mark.parametrize("path", ["assets/app.js", "css/a.css", "logo.png", "README.md", "fonts/a.woff2", "a.json"])
def test_static_files_are_candidates(path: str) -> None:
    assert is_candidate(path, 1000)


@pytest.mark.parametrize("path", [
    "index.php", "app.py", ".htaccess", ".git/a.js", "vendor/x/a.js", "node_modules/a.js", "tests/a.js", "a.html",
    "a b.js", "a?b.js", "a#.js", "á.js", "lib/jquery.js", "install/a.js", "a", "docs/x.css",
])  # fmt: skip
def test_code_hidden_foreign_and_odd_files_are_not(path: str) -> None:
    assert not is_candidate(path, 1000)


def test_empty_and_huge_files_are_not() -> None:
    assert not is_candidate("a.js", 3)
    assert not is_candidate("a.js", 3 * 2**20)


def release(version: str, **files: str) -> Release:
    return Release(version, {name.replace("_", "."): oid for name, oid in files.items()})


RELEASES = (
    release("1.0", a_js="1", b_js="1", same_js="1", notes_txt="1"),
    release("1.1", a_js="1", b_js="2", same_js="1", notes_txt="2"),
    release("1.2", a_js="2", b_js="2", same_js="1", notes_txt="3"),
    release("1.3", a_js="2", b_js="3", same_js="1", notes_txt="4"),
)


def test_files_that_together_tell_most_come_first() -> None:
    paths = chosen(RELEASES)
    assert paths[:2] == ("b.js", "a.js")  # 1.5 bits, then the rest; the text tells all, but is often kept from visitors
    assert set(paths) == {"a.js", "b.js", "same.js", "notes.txt"}
    assert chosen(RELEASES, 1) == ("b.js",)


def test_the_choice_is_the_same_every_time() -> None:
    assert len({chosen(RELEASES) for _ in range(5)}) == 1


def test_rows_are_ranges_of_releases() -> None:
    digests = {"1": "d1", "2": "d2", "3": "d3"}
    made = rows((*RELEASES, release("1.4", a_js="1")), ("b.js", "a.js"), digests)
    assert made["versions"] == ("1.0", "1.1", "1.2", "1.3", "1.4")
    assert made["/b.js"] == (1.0, {"d1": (0, 0), "d2": (1, 2), "d3": (3, 3)})
    assert made["/a.js"] == (1.0, {"d1": (0, 1, 4, 4), "d2": (2, 3)})


def test_texts_lose_their_line_ends_and_weigh_less_where_they_are_hidden() -> None:
    assert is_text("a.js")
    assert not is_text("a.png")
    assert weight("a.js") == weight("a.png") == 1.0
    assert weight("a.md") < 1.0
