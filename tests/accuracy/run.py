"""Run all labelled cases against the program and judge them."""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.accuracy import (
    clean_answers,
    clean_pages,
    components,
    compromise,
    compromise_unseen,
    exposure,
    exposure_unseen,
    faults,
    second_look,
    third_look,
)
from tests.accuracy.case import Case
from tests.accuracy.judge import Score, judge
from tests.accuracy.later_labels import labelled
from tests.accuracy.look import APEX, Look, desk
from tests.accuracy.serve import ADDRESS, street

CASES: tuple[Case, ...] = (
    *labelled(
        (
            *clean_answers.CASES,
            *clean_pages.CASES,
            *faults.CASES,
            *second_look.CASES,
            *third_look.CASES,
            *compromise.CASES,
            *compromise_unseen.CASES,
            *exposure.CASES,
            *exposure_unseen.CASES,
            *components.CASES,
        )
    ),
)

KNOWN_MISTAKES: Mapping[tuple[str, str], str] = {
    ("lima-thai", "gambling-content"): "a page in Thai, whose words are not known",
    ("lima-esai", "gambling-content"): "hidden links to essays, loans and imitations, whose words are not known",
    ("lima-ubah-parkir", "dangling-dns"): "a page for sale in words that are not known",
    ("tiga-panel", "admin-pages"): "an address that nothing links to and the list of guesses does not hold",
    ("tiga-panel", "login-barrier"): "the same address",
    ("tiga-login-berskrip", "admin-pages"): "a page that a script makes: left open, not missed silently",
    ("tiga-login-berskrip", "login-barrier"): "the same page",
    ("tiga-cadangan-bertanggal", "backup-files"): "a name that cannot be guessed within the budget",
    ("tiga-git-di-folder-lain", "repository-metadata"): "another application's folder, which is not registered itself",
    ("empat-log-lain", "log-files"): "lines of a form that no known program writes",
}
"""What is still wrong, by case and check, with the reason; `docs/accuracy.md` counts it."""


def look_at(cases: Sequence[Case], profile: str = "standard") -> Iterator[tuple[Case, Look, tuple[str, ...]]]:
    """Each case with what the scanner made of it, and the requests in its server's log."""
    with tempfile.TemporaryDirectory() as folder:
        apps = {f"{case.name}.{APEX}": case.served() for case in cases}
        with street(apps, Path(folder)) as running, desk(running.ca, profile) as scanner:
            ports = {"https": running.https, "http": running.http}

            def one(case: Case) -> Look:
                origins = tuple((scheme, ports[scheme]) for scheme in case.origins)
                name, before = f"{case.name}.{APEX}", None
                if case.before is not None:
                    running.apps[name] = case.wrapped(case.before)
                    before = scanner.look(name, ADDRESS, origins, case.path, dns=case.dns).evidence
                    running.apps[name] = case.served()
                    running.log[name].clear()
                return scanner.look(name, ADDRESS, origins, case.path, dns=case.dns, before=before)

            with ThreadPoolExecutor(8) as pool:
                for case, look in zip(cases, pool.map(one, cases), strict=True):
                    yield case, look, tuple(running.log[f"{case.name}.{APEX}"])


def main(argv: Sequence[str] | None = None) -> None:
    """Print every judgement that is not plainly right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--profile", default="standard")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args(argv)
    chosen = [case for case in CASES if not args.names or case.name in args.names]
    total = 0
    for case, look, requests in look_at(chosen, args.profile):
        total += len(requests)
        print(f"== {case.name}: {len(requests)} requests software: {[(s.product, s.versions) for s in look.software]}")
        for score in judge(case, look.verdicts):
            if args.all or not score.right or score.undecided:
                print(f"   {_mark(score)} {score.check}: {score.told}")
    print(f"{total / max(1, len(chosen)):.1f} requests an app")


def _mark(score: Score) -> str:
    if score.right:
        return "open " if score.undecided else "ok   "
    parts = {"FALSE": score.false_alarms, "MISS": score.misses, "CLEAN?": score.wrong_clean, "GRADE": score.graded}
    return " ".join(f"{word} {count}" for word, count in parts.items() if count)


if __name__ == "__main__":
    main()
