"""SS-DAT-03, with files as git, Subversion, macOS and Composer write them."""

import pytest

from secscan.checks import repository_metadata
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import App, by_path, explore, serving

HEAD = b"ref: refs/heads/master\n"
CONFIG = b"[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
LOCK = b'{\n    "_readme": ["This file locks"],\n    "content-hash": "a",\n    "packages": [\n'


def judge(serve: App, **more: object) -> list[Verdict]:
    seen, _ = explore(repository_metadata.ask, serve, **more)  # type: ignore[arg-type]
    return list(repository_metadata.evaluate(app(seen), context()))


def outcomes(serve: App, **more: object) -> dict[str, Outcome]:
    return by_path(judge(serve, **more))


def test_a_clean_site_passes_with_four_requests() -> None:
    seen, asked = explore(repository_metadata.ask, serving({}))
    assert by_path(list(repository_metadata.evaluate(app(seen), context()))) == {"": Outcome.PASS}
    assert asked == 4


def test_a_repository_is_one_finding() -> None:
    verdicts = judge(serving({"/.git/HEAD": (200, {}, HEAD), "/.git/config": (200, {}, CONFIG)}))
    assert by_path(verdicts) == {"/.git/": Outcome.FAIL, "": Outcome.PASS}
    assert verdicts[0].severity is Severity.TINGGI


def test_a_repository_is_proven_by_either_file() -> None:
    odd = (200, {"Content-Type": "text/plain"}, b"tidak ada\n")
    assert outcomes(serving({"/.git/HEAD": odd, "/.git/config": (200, {}, CONFIG)}))["/.git/"] is Outcome.FAIL


def test_subversion_old_and_new() -> None:
    assert outcomes(serving({"/.svn/entries": (200, {}, b"12\n")}))["/.svn/"] is Outcome.FAIL
    assert outcomes(serving({"/.svn/entries": (200, {}, b"10\n\ndir\n142\nhttps://svn/\n")}))["/.svn/"] is Outcome.FAIL


def test_lock_files_alone_are_partial() -> None:
    verdicts = judge(serving({"/composer.lock": (200, {}, LOCK), "/.DS_Store": (200, {}, b"\x00\x00\x00\x01Bud1\x00")}))
    assert by_path(verdicts) == {"/.DS_Store": Outcome.PARTIAL, "/composer.lock": Outcome.PARTIAL, "": Outcome.PASS}
    assert {verdict.severity for verdict in verdicts[:2]} == {Severity.RENDAH}


@pytest.mark.parametrize(
    "answer",
    [
        "<p>ref: refs/heads/main</p>",
        (403, {}, b"ref: refs/heads/main\n"),
        (200, {"Content-Type": "text/plain"}, b"ref: refs/heads/main is where our branch lives\n"),
        (200, {"Content-Type": "application/json"}, b'{"packages": []}'),
    ],
)
def test_what_only_resembles_it_passes(answer: Response) -> None:
    assert outcomes(serving({}, answer)) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_with_a_head_is_inconclusive() -> None:
    verdicts = judge(serving({}, (200, {}, HEAD)))
    assert by_path(verdicts)["/.git/"] is Outcome.INCONCLUSIVE
    assert verdicts[0].reason is Reason.SOFT_404


def test_a_passive_permit_leaves_it_untested() -> None:
    assert outcomes(serving({}), intensity=Intensity.PASSIVE) == {"": Outcome.NOT_TESTED}


def test_a_rule_for_the_first_file_alone_does_not_hide_a_repository() -> None:
    no: Response = (403, {}, "<h1>Forbidden</h1>")
    assert outcomes(serving({"/.git/HEAD": no, "/.git/config": (200, {}, CONFIG)}))["/.git/"] is Outcome.FAIL
    assert outcomes(serving({"/.git/HEAD": no, "/.git/config": no})) == {"": Outcome.PASS}


def test_a_repository_that_was_open_is_asked_for_both_files_again() -> None:
    """Removing the file that a first look tried is no repair while the other still leaks."""
    known = context(open_paths=(("repository-metadata", "site:https://simpeg.contoh.go.id:443/", "/.git/"),))
    half = serving({"/.git/config": (200, {}, CONFIG)})
    seen, asked = explore(repository_metadata.ask, half, given=known)
    assert by_path(list(repository_metadata.evaluate(app(seen), known)))["/.git/"] is Outcome.FAIL
    assert asked >= 5
    seen, _ = explore(repository_metadata.ask, serving({}), given=known)
    assert by_path(list(repository_metadata.evaluate(app(seen), known))) == {"": Outcome.PASS}
