from datetime import date

import pytest

from secscan.analysis.banners import Named, maintained, named
from secscan.model.enums import Confidence, Outcome, Reason
from secscan.model.intel import Cycle, Intel, ProductIntel
from secscan.model.observations import ServiceAnswer

DAY = date(2026, 10, 1)
CYCLES = (Cycle(name="2.4"), Cycle(name="2.2", eol=date(2020, 1, 1)))
INTEL = Intel(products={"dovecot": ProductIntel(key="dovecot", label="Dovecot", cycles=CYCLES)})


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("2.4.1", Outcome.PASS), ("2.2.13", Outcome.FAIL), ("1.0", Outcome.FAIL), ("3.0", Outcome.PASS)],
)
def test_the_makers_branches(version: str, outcome: Outcome) -> None:
    found = maintained(Named(product="dovecot", label="Dovecot", version=version), INTEL, DAY)
    assert (found.outcome, found.confidence) == (outcome, Confidence.KUAT)


def test_between_branches_and_without_data_nothing_is_said() -> None:
    between = maintained(Named(product="dovecot", label="Dovecot", version="2.3.1"), INTEL, DAY)
    assert (between.outcome, between.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)
    unknown = maintained(Named(product="webmin", label="Webmin", version="1.890"), INTEL, DAY)
    assert unknown.reason is Reason.VERSION_UNCERTAIN


def test_names_are_those_of_the_data() -> None:
    answer = ServiceAnswer(service="mysql", product="MariaDB", version="10.11.6", banner="10.11.6-MariaDB")
    found = named(answer)
    assert found is not None
    assert (found.product, found.label, found.version, found.package) == ("mariadb", "MariaDB", "10.11.6", None)
    assert named(ServiceAnswer(service="ssh", product="ROSSSH")) is None
    odd = named(ServiceAnswer(service="ssh", product="OpenSSH", version="for_Windows"))
    assert odd is not None
    assert odd.version == ""
