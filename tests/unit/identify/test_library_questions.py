from secscan.identify.library_questions import ask
from secscan.intel.packs import load_intel
from tests.unit.builders import Response, context, site

INTEL = load_intel()
BASE = "https://app.contoh.go.id/"


def asked(page: str, files: int = 3, **answers: Response) -> list[str]:
    known = site(BASE, {"/": page, **{f"/{name}.js": seen for name, seen in answers.items()}})
    return [one.url for one in ask(known, context(intel=INTEL, script_files=files))]


HOME = "".join(f"<script src=/{name}.js></script>" for name in ("utama", "bootstrap.min", "jquery.min", "jquery-3.1.0"))


def test_libraries_that_hide_their_version_are_asked_for_by_their_holes() -> None:
    hidden = ["https://app.contoh.go.id/bootstrap.min.js", "https://app.contoh.go.id/jquery.min.js"]
    assert asked(HOME, files=2) == hidden
    assert asked(HOME) == [*hidden, "https://app.contoh.go.id/jquery-3.1.0.js"], "a name that would be blamed is tried"
    assert asked("<script src=/jquery-3.7.1.js></script>") == []
    assert asked(HOME, files=1) == ["https://app.contoh.go.id/bootstrap.min.js"]
    assert asked(HOME, files=0) == []


def test_what_was_asked_counts_and_is_not_asked_again() -> None:
    banner: Response = (200, {"Content-Type": "text/javascript"}, "/*! jQuery v3.7.1 | x */")
    known = site(BASE, {"/": HOME, "/jquery.min.js": banner})
    left = [one.url for one in ask(known, context(intel=INTEL, script_files=2))]
    assert left == ["https://app.contoh.go.id/bootstrap.min.js"]
    assert list(ask(known, context(intel=INTEL, script_files=1))) == []


def test_a_wide_budget_reads_bundles_too() -> None:
    assert asked(HOME, files=18)[-1] == "https://app.contoh.go.id/utama.js"


def test_other_hosts_are_never_asked() -> None:
    assert asked("<script src=https://cdn.contoh.id/jquery.min.js></script>", files=18) == []
