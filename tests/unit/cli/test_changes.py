from pathlib import Path

import msgspec
import pytest

from secscan.cli.wording import load_wording
from secscan.model.enums import Cause, Language
from secscan.model.judgements import PackStamp
from tests.unit.cli.shell import call
from tests.unit.stored_runs import bench
from tests.unit.workflows.test_judged import wordpress


@pytest.mark.parametrize("language", Language)
def test_every_cause_but_the_site_has_its_sentence(language: Language) -> None:
    words = load_wording("changes", language)
    assert {f"causes.{cause}" for cause in Cause if cause is not Cause.SITE} <= set(words)


def test_an_evaluation_says_that_the_data_changed_and_not_the_site(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": wordpress("6.4.1")}})
    first = call("-w", made.workspace.folder, "evaluate")
    assert "data berubah" not in first.stderr
    with made.store() as store:  # as if an older pack had been judged by, which did not know the hole
        store.save_judgements(
            [
                msgspec.structs.replace(one, packs=tuple(PackStamp(p.name, p.data_date, "0") for p in one.packs))
                for one in store.judgements().values()
            ]
        )
        store.save_findings(
            [
                msgspec.structs.replace(one, facts={**one.facts, "vulnerabilities": ()})
                for one in store.findings().values()
                if one.check == "cms-version"
            ]
        )
    again = call("-w", made.workspace.folder, "evaluate")
    assert "data berubah, bukan situsnya (" in again.stderr
    assert "cms-version https://portal.contoh.go.id/: temuan berubah" in again.stderr
    third = call("-w", made.workspace.folder, "evaluate")
    assert "data berubah" not in third.stderr
