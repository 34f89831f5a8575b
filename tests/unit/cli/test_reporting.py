from pathlib import Path

import pytest

from secscan.base.errors import NothingLookedAtError, UsageError
from secscan.cli.reporting import Wanted, _need_runs, _opds, _targets, tlp_of
from secscan.reports.tlp import Tlp
from secscan.workflows.report import ReportFormat
from tests.unit.reports import sample


def wanted(*outputs: str, formats: tuple[str, ...] = ()) -> Wanted:
    return Wanted(tuple(map(Path, outputs)), formats, (), None, None, "pemda-eksternal", "AMBER")


def test_formats_go_with_files_in_their_order_and_suffixes_do_the_rest() -> None:
    targets = _targets(wanted("a.txt", "b.xlsx", "c.xml", formats=("json",)))
    assert [form for _, form in targets] == [ReportFormat.JSON, ReportFormat.XLSX, ReportFormat.JUNIT]


def test_a_suffix_that_means_nothing() -> None:
    with pytest.raises(UsageError, match="unknown_suffix"):
        _targets(wanted("a.docx"))


@pytest.mark.parametrize("word", ["AMBER+STRICT", "tlp:amber+strict", "amber_strict"])
def test_labels(word: str) -> None:
    assert tlp_of(word) is Tlp.AMBER_STRICT


def test_unknown_opds_are_told_and_none_means_all() -> None:
    assert _opds(sample.assessment(), ()) == ("diskominfo", "dinkes", "disdukcapil")
    assert _opds(sample.assessment(), ("dinkes",)) == ("dinkes",)
    with pytest.raises(UsageError, match="unknown_entry: word=dinke, near=dinkes"):
        _opds(sample.assessment(), ("dinke",))


def test_a_report_needs_a_look() -> None:
    _need_runs(sample.assessment(), None)
    with pytest.raises(NothingLookedAtError, match="nothing_seen"):
        _need_runs(sample.assessment(runs=()), None)
    with pytest.raises(NothingLookedAtError, match="run_without_looks: run=r7"):
        _need_runs(sample.assessment(runs=()), "r7")
