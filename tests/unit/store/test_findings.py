from pathlib import Path

import msgspec

from secscan.model.enums import FindingState, Outcome
from secscan.store.store import Store
from secscan.tracking.track import track
from tests.unit.tracking.verdicts import OWNERS, REDIS, SITE, SPECS, look, only, says


def test_findings_are_replaced_in_place_and_survive(tmp_path: Path) -> None:
    verdicts = (says(Outcome.FAIL, SITE, url="https://x/", count="2"), says(Outcome.PARTIAL, REDIS))
    findings = track({}, [look(1, *verdicts)], OWNERS, SPECS)
    with Store.open(tmp_path / "secscan.db") as store:
        store.save_findings(findings.values())
        assert store.findings() == findings
        fixed = msgspec.structs.replace(next(iter(findings.values())), state=FindingState.FIXED)
        store.save_findings([fixed])
    with Store.open(tmp_path / "secscan.db") as store:
        assert store.findings() == findings | {fixed.fingerprint: fixed}


def test_facts_keep_their_types(tmp_path: Path) -> None:
    plain = only(track({}, [look(1, says(Outcome.FAIL))], OWNERS, SPECS))
    facts = {"text": "1", "number": 1, "share": 0.5, "yes": True, "names": ("a", "b")}
    finding = msgspec.structs.replace(plain, facts=facts)
    with Store.open(tmp_path / "secscan.db") as store:
        store.save_findings([finding])
        assert {name: type(value) for name, value in only(store.findings()).facts.items()} == {
            "text": str,
            "number": int,
            "share": float,
            "yes": bool,
            "names": tuple,
        }
