from secscan.registry.columns import Table
from secscan.registry.fields import Fields
from secscan.registry.identity import Identities
from secscan.registry.problems import Problem
from secscan.registry.tables import Row, TableRows
from tests.unit.registry.files import places


def row(number: int, problems: list[Problem]) -> Fields:
    source = TableRows(Table.OPD, "opd.csv", "", {"id": "id"}, [])
    return Fields(source, Row(number, {}), problems)


def test_an_id_is_claimed_once_whatever_its_case() -> None:
    problems: list[Problem] = []
    ids = Identities((), ())
    assert ids.claim(row(2, problems), "id", "A") == "A"
    assert ids.claim(row(5, problems), "id", "a") is None
    assert places(problems) == [("duplicate", 5, "id")]
    assert problems[0].expected == "2"


def test_the_register_s_spelling_wins() -> None:
    assert Identities(["SIMPEG"], ()).claim(row(2, []), "id", "simpeg") == "SIMPEG"


def test_made_ids_avoid_those_of_the_file_and_the_register() -> None:
    ids = Identities(["web"], ["kominfo-web"])
    assert ids.made((), "web", "kominfo-web") == "kominfo-web-2"
    assert ids.made(["web"], "web", "kominfo-web") == "web"
