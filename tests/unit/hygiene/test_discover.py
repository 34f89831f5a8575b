"""Lists against the register: suggestions, and rows for the import."""

from pathlib import Path

from secscan.hygiene.discover import UNKNOWN_OPD, discover, proposed
from secscan.inventories.lists import read_plain
from secscan.inventories.zonefile import read_zone
from secscan.model.discovery import Danger, Suggestion, SuggestionKind
from secscan.model.enums import AppStatus
from secscan.model.register import Register
from secscan.registry.importing import preview
from secscan.registry.writing import export_register
from tests.unit.hygiene.histories import OPDS, TERMS, app
from tests.unit.inventories.test_zonefile import ZONE

REGISTER = Register(opds=OPDS, apps=(app("absen"), app("portal", "https://contoh.go.id/")))
OFFICIAL = TERMS.official


def found(text: str = ZONE, *, plain: str = "") -> dict[str, Suggestion]:
    lists = [read_zone("zona", text, "")] + ([read_plain("daftar", plain)] if plain else [])
    return {one.name: one for one in discover(lists, REGISTER, OFFICIAL)}


def test_what_each_name_means() -> None:
    assert {name: one.kind for name, one in found().items()} == {
        "dinas.contoh.go.id": SuggestionKind.NEW,
        "lama.contoh.go.id": SuggestionKind.NEW,
        "awan.contoh.go.id": SuggestionKind.NEW,
        "www.contoh.go.id": SuggestionKind.ALIAS,
        "*.uji.contoh.go.id": SuggestionKind.WILDCARD,
        "ns1.contoh.go.id": SuggestionKind.SERVICE,
        "surel.contoh.go.id": SuggestionKind.SERVICE,
        "absen.contoh.go.id": SuggestionKind.REGISTERED,
        "contoh.go.id": SuggestionKind.REGISTERED,
    }
    assert found()["www.contoh.go.id"].app == "portal"
    assert found()["www.contoh.go.id"].opd == "dinkes"


def test_aliases_that_look_as_if_they_dangled() -> None:
    zone = (
        ZONE
        + """bucket IN CNAME contoh.s3.amazonaws.com.
bawah  IN CNAME a.uji
lepas  IN CNAME x.cabang
cabang IN NS ns.lain.id.
"""
    )
    marked = {name: one.danger for name, one in found(zone).items() if one.danger is not None}
    assert marked == {"lama.contoh.go.id": Danger.GONE, "bucket.contoh.go.id": Danger.CLAIMABLE}


def test_names_outside_the_official_domains() -> None:
    kinds = {name: one.kind for name, one in found(plain="wisata-contoh.com\nwebmail.contoh.go.id\n").items()}
    assert kinds["wisata-contoh.com"] is SuggestionKind.OUTSIDE
    assert kinds["webmail.contoh.go.id"] is SuggestionKind.NEW  # it asks for a log-in: an app


def test_a_name_of_two_lists_is_one_suggestion() -> None:
    assert found(plain="dinas.contoh.go.id")["dinas.contoh.go.id"].places == ("zona", "daftar:1")


def test_rows_that_the_import_takes_and_that_are_no_targets(tmp_path: Path) -> None:
    rows = proposed(found(plain="dinas.contoh-go.id\n").values(), REGISTER)
    assert {one.name for one in rows.apps} == {"dinas.contoh.go.id", "awan.contoh.go.id", "dinas.contoh-go.id"}
    assert len({one.id for one in rows.apps}) == 3
    assert {one.status for one in rows.apps} == {AppStatus.USULAN}
    export_register(tmp_path / "usulan", rows, texts=None)  # type: ignore[arg-type]  # folders have no prose
    report = preview(tmp_path / "usulan", REGISTER, TERMS.as_of)
    assert report.merged is not None, report.problems
    merged = report.merged.register
    assert {one.id for one in merged.apps} >= {"absen", "portal"} | {one.id for one in rows.apps}
    assert UNKNOWN_OPD in merged.opds


def test_nothing_new_makes_no_rows() -> None:
    assert proposed((), REGISTER) == Register()
