"""Every error that secscan raises has its sentence in both languages, with the values that it names; none is idle."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import secscan
from secscan.cli.wording import load_wording
from secscan.model.enums import Language
from secscan.model.jobs import Lack
from secscan.store.faults import FAULTS
from secscan.workspace.keys import Expected

SOURCE = Path(secscan.__file__).parent
CLASSES = {
    "SecscanError",
    "UsageError",
    "ScopeError",
    "NothingLookedAtError",
    "InterruptedScanError",
    "WriteError",
    "WriteUpError",
}
SYSTEM = "cli/groups.py"
"""Has a function that words errors that are not the program's own: `_told(code, language, name=value)`."""
_TRANSFER = ("refused", "timeout", "unreachable", "broken", "too_large")
_MISSING = ("no_blocklist", "no_networks")
GIVEN = {
    # Raised with a code that is computed: the codes that it may have, and what they are given.
    "workspace/settings.py": {code: {"value"} for code in (*(f"bad_{word}" for word in Expected), *_MISSING)},
    "store/faults.py": {code: {"detail"} for code in (*FAULTS.values(), "db_error")},
    "workflows/gate.py": {str(lack): {"target", "letter", "day", "hours", "address", "kind"} for lack in Lack},
    "workflows/discover.py": {f"transfer_{code}": {"zone", "detail"} for code in _TRANSFER},
    "cli/groups.py": {code: {"path", "detail"} for code in ("disk_full", "no_access", "read_only", "system_error")},
    "cli/reviewing.py": {code: {"word", "count"} for code in ("ambiguous_finding", "no_such_finding")},
    "registry/problems.py": {"register_broken": {"count", "first"}},
}
LACKS = {
    Lack.NO_PERMIT: {"target"},
    Lack.PERMIT_EXPIRED: {"target", "letter", "day"},
    Lack.PERMIT_FUTURE: {"target", "letter", "day"},
    Lack.PERMIT_HOURS: {"target", "letter", "hours"},
    Lack.PERMIT_PASSIVE: {"target", "letter"},
    Lack.INTERNAL_ADDRESS: {"target", "address"},
    Lack.NO_CONSENT: {"target", "kind"},
    Lack.FRONTED: {"target", "provider", "kind"},
    Lack.PROPOSED: {"target"},
}


def raised() -> Iterator[tuple[str, ast.Call, ast.Module]]:
    """Every call of an error class: its file, the call, and the file's tree."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = str(file.relative_to(SOURCE))
        wanted = CLASSES | {"_told"} if name == SYSTEM else CLASSES
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in wanted:
                yield name, node, tree


def given(call: ast.Call, tree: ast.Module) -> set[str]:
    """The names of the values of a call: a dictionary in its place, or the last one of that name above it."""
    value = next((word.value for word in call.keywords if word.arg == "values"), None)
    if isinstance(value, ast.Name):
        above = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and node.lineno <= call.lineno
            and any(isinstance(target, ast.Name) and target.id == value.id for target in node.targets)
        ]
        value = above[-1] if above else None
    if isinstance(value, ast.Dict):
        return {key.value for key in value.keys if isinstance(key, ast.Constant)}
    return {word.arg for word in call.keywords if word.arg} - {"where", "values", "also"}


def used() -> dict[str, list[tuple[str, set[str]]]]:
    """For each code the places that raise it, with the values that they give."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for file, call, tree in raised():
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant):
            found.setdefault(str(first.value), []).append((f"{file}:{call.lineno}", given(call, tree)))
        elif not (file == SYSTEM and isinstance(first, ast.Name)):
            assert file in GIVEN, f"{file}:{call.lineno} raises a code that this test does not know"
    for file, codes in GIVEN.items():
        for code, values in codes.items():
            found.setdefault(code, []).append((file, LACKS.get(code, {"target"}) if code in set(Lack) else values))
    return found


USED = used()


def gaps(sentence: str) -> set[str]:
    return {gap for _, gap, _, _ in Formatter().parse(sentence) if gap}


@pytest.mark.parametrize("language", Language)
def test_every_error_has_a_sentence_with_the_values_it_names(language: Language) -> None:
    wording = load_wording("errors", language)
    wrong = []
    for code, places in USED.items():
        for part in ("message", "advice"):
            key = f"{code}.{part}"
            if key not in wording or not wording.raw(key):
                wrong.append(f"{code}: no {part}")
                continue
            wrong += [
                f"{place}: {key}: {gaps(wording.raw(key)) - values}"
                for place, values in places
                if not gaps(wording.raw(key)) <= values
            ]
    assert wrong == []


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_idle(language: Language) -> None:
    wording = load_wording("errors", language)
    assert {key.rpartition(".")[0] for key in wording} - {""} == set(USED)


def test_the_walk_sees_errors() -> None:
    assert {"no_permit", "unknown_entry", "db_full", "bad_count", "busy", "weights_sum"} <= USED.keys()
    assert any(place.startswith("tracking/review.py") for place, _ in USED["no_reviewer"])
