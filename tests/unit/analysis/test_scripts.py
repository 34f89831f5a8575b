import time
from pathlib import Path

import pytest

from secscan.analysis.scripts import script_marks


def test_the_opening_comment_is_kept_without_its_signs() -> None:
    assert script_marks("/*! jQuery v3.6.1 | (c) OpenJS Foundation | jquery.org/license */\n!function(e,t){}")[0] == (
        "jQuery v3.6.1 | (c) OpenJS Foundation | jquery.org/license"
    )
    block = "/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n * Licensed under MIT\n */\nvar a"
    assert script_marks(block) == ("Bootstrap v3.3.7 (http://getbootstrap.com) Licensed under MIT",)
    assert script_marks("//! moment.js\n//! version : 2.29.1\nvar a")[:2] == ("moment.js", "version : 2.29.1")


def test_a_bundle_speaks_for_all_that_went_into_it() -> None:
    bundle = "/*! A v1.0.0 */var a=1;" + "x();" * 5_000 + "/*! B v2.0.0 */var b;/** @license C v3.0.0\n*/"
    assert script_marks(bundle) == ("A v1.0.0", "B v2.0.0", "C v3.0.0")


def test_statements_of_a_version_are_kept_as_they_stand() -> None:
    assert script_marks('!function(){An.VERSION="4.17.15"}()') == ('An.VERSION="4.17.15"',)
    assert script_marks("t.ui.version = '1.12.1';") == ("t.ui.version = '1.12.1'",)
    assert script_marks('x={majorVersion:"5",minorVersion:"10.2"}') == ('majorVersion:"5",minorVersion:"10.2"',)
    assert script_marks('{a:1,version:"4.16.0 (Standard)"}') == ('version:"4.16.0 (Standard)"',)


@pytest.mark.parametrize("text", ["", "var version = 3", "conversion='1.2'", 'x("version 1.2.3")', "// " + "x" * 9_000])
def test_what_states_nothing_leaves_no_version(text: str) -> None:
    assert not any("1.2" in mark or len(mark) > 160 for mark in script_marks(text))


def test_marks_are_bounded_in_number_and_cost() -> None:
    assert len(script_marks("/*! x v1.0 */\n".join(f'a{n}.version="1.{n}";' for n in range(500)))) == 24
    for hostile in ("/*!" * 300_000, "/*" * 400_000, '.version="' * 90_000, "//\n" * 300_000, "version" * 130_000):
        began = time.process_time()
        script_marks(hostile)
        assert time.process_time() - began < 3, hostile[:20]


def test_a_released_file_of_the_system_is_read() -> None:
    file = Path("/usr/share/javascript/jquery/jquery.min.js")
    if not file.is_file():
        pytest.skip("libjs-jquery is not installed")
    assert script_marks(file.read_text(encoding="utf-8"))[0].startswith("jQuery v3.")
