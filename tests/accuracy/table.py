"""Precision and recall of each check on the labelled cases, as Markdown: `python -m tests.accuracy.table`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tests.accuracy.case import Case
from tests.accuracy.judge import Score, judge
from tests.accuracy.look import Look
from tests.accuracy.run import CASES, KNOWN_MISTAKES, look_at

HEAD = """# Accuracy

How the web checks judge {cases} small applications whose truth was written down before anything looked at them:
{clean} clean ones that answer in odd ways or hold what faults are made of, and {faulty} with faults as they are met.
Every application runs on a server on loopback, and is looked at by the real probes with the standard profile.
The cases stand in `tests/accuracy/`; this page is made by

    python -m tests.accuracy.table > docs/accuracy.md

What it cannot say: the cases were written by people who know the program, so that the numbers are an upper bound of
what strangers' applications will give. Real software (WordPress, MediaWiki, phpMyAdmin, Tomcat and others) is judged
by `tests/integration/test_real_software.py`; TLS and open ports by their own integration tests.

First sight says more. The second set (`second_look.py`, 33 applications) was judged once before anything was mended
for it: of 24 faults 16 were found, with 3 false alarms. The third set (`third_look.py`, 23 applications): of 25 faults
19 were found, with 1 false alarm. The set of compromise and personal data (`compromise_unseen.py`, 35 applications):
of the 22 faults of its own five checks 20 were found, with no false alarm, and nothing was mended for it. The set of
exposure (`exposure_unseen.py`, 31 applications): of 25 faults 23 were found, with no false alarm; three of its labels
had forgotten a true finding and were put right. False alarms were mended, some misses too; what is left stands below.

## Checks

*Faults* are findings that are true. *False alarms* are findings that are not, *missed* is what was called clean,
*left open* is what the program said it could not tell or could not look at (of {undecided} undecided verdicts on clean
subjects, those that any honest scanner must leave open are not counted). Precision is found / (found + false alarms),
recall is found / faults.
"""
ROW = "| {} | {} | {} | {} | {} | {} | {} | {} | {} |"


def document(
    judged: Sequence[tuple[Case, Look, tuple[str, ...]]], quick: Sequence[int], deep: Sequence[int]
) -> Iterator[str]:
    """The lines of the document."""
    scores = [score for case, look, _ in judged for score in judge(case, look.verdicts)]
    faulty = sum(1 for case, _, _ in judged if case.faults)
    open_ones = sum(score.undecided for score in scores)
    yield HEAD.format(cases=len(judged), clean=len(judged) - faulty, faulty=faulty, undecided=open_ones)
    yield ROW.format("check", "faults", "found", "missed", "false alarms", "clean", "left open", "precision", "recall")
    yield ROW.format(*["---"] + ["---:"] * 8)
    by_check: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_check[score.check].append(score)
    for check, group in by_check.items():
        yield _row(check, group)
    yield _row("**all**", scores)
    yield ""
    yield from _wrong(scores)
    yield from _requests([len(requests) for _, _, requests in judged], quick, deep)


def _row(check: str, group: Iterable[Score]) -> str:
    group = list(group)
    hits = sum(score.hits for score in group)
    missed = sum(score.misses for score in group)
    alarms = sum(score.false_alarms for score in group)
    clean = sum(score.clean for score in group)
    left = sum(score.undecided for score in group)
    return ROW.format(
        check,
        hits + missed,
        hits,
        missed,
        alarms,
        clean,
        left,
        _share(hits, hits + alarms),
        _share(hits, hits + missed),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _wrong(scores: Sequence[Score]) -> Iterator[str]:
    yield "## What is wrong"
    yield ""
    wrong = [score for score in scores if not score.right]
    if not wrong:
        yield "Nothing on these cases. Earlier mistakes are kept as cases."
    for score in wrong:
        reason = KNOWN_MISTAKES.get((score.case, score.check), "not explained yet")
        yield f"- `{score.case}`, {score.check} ({score.told}): {reason}"
    yield ""


def _requests(standard: Sequence[int], quick: Sequence[int], deep: Sequence[int]) -> Iterator[str]:
    yield "## Requests"
    yield ""
    yield "Counted by the servers, over all cases. `tests/accuracy/test_requests.py` reads the same logs: no request is"
    yield "repeated, and only GET, HEAD and OPTIONS are sent."
    yield ""
    yield "| profile | mean | most | allowed mean |"
    yield "| --- | ---: | ---: | ---: |"
    for name, counts, allowed in (("quick", quick, 12), ("standard", standard, 60), ("deep", deep, 300)):
        yield f"| {name} | {sum(counts) / len(counts):.1f} | {max(counts)} | {allowed} |"


def main() -> None:
    quick, deep = ([len(requests) for _, _, requests in look_at(CASES, profile)] for profile in ("quick", "deep"))
    print("\n".join(document(list(look_at(CASES)), quick, deep)))


if __name__ == "__main__":
    main()
