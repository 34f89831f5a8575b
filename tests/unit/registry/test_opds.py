from pathlib import Path

from secscan.model.ids import OpdId
from secscan.model.register import Contact, Opd
from secscan.registry.opds import OpdIndex
from tests.unit.registry.files import errors, folder_of, places, read, register_of


def opds(path: Path, text: str, existing: tuple[Opd, ...] = ()) -> tuple[Opd, ...]:
    report = read(folder_of(path, opd=text))
    return register_of(report).opds


def test_ids_are_made_from_names_and_parents_found_by_name(tmp_path: Path) -> None:
    found = opds(tmp_path, "nama,induk\nUPTD Pasar,dinas  perdagangan\nDinas Perdagangan,\n")
    assert [(opd.id, opd.parent) for opd in found] == [
        ("uptd-pasar", "dinas-perdagangan"),
        ("dinas-perdagangan", None),
    ]


def test_contacts(tmp_path: Path) -> None:
    (opd,) = opds(tmp_path, "name;contact_name;contact_email;contact_phone\nDinas A;Budi;b@contoh.id;'+62 811\n")
    assert opd.contact == Contact("Budi", "b@contoh.id", "+62 811")


def test_errors_of_opds(tmp_path: Path) -> None:
    text = "id,nama,induk\na,A,b\nb,B,a\na,A lagi,\nc d,C,\ne,,\nf,F,tidak ada\n"
    report = read(folder_of(tmp_path, opd=text))
    assert places(errors(report)) == [
        ("parent_cycle", 2, "induk"),
        ("parent_cycle", 3, "induk"),
        ("duplicate", 4, "id"),
        ("bad_id", 5, "id"),
        ("empty", 6, "nama"),
        ("unknown_opd", 7, "induk"),
    ]


def test_the_same_name_twice_without_ids_is_one_opd_written_twice(tmp_path: Path) -> None:
    report = read(folder_of(tmp_path, opd="nama\nDinas A\nDINAS A\n"))
    assert places(errors(report)) == [("duplicate", 3, "nama")]


def test_names_that_only_look_alike_get_different_ids(tmp_path: Path) -> None:
    assert [opd.id for opd in opds(tmp_path, "nama\nDinas A/B\nDinas A-B\n")] == ["dinas-a-b", "dinas-a-b-2"]


def test_an_id_wins_over_a_name() -> None:
    index = OpdIndex(
        [Opd(OpdId("bkd"), "Dinas A"), Opd(OpdId("x"), "BKD"), Opd(OpdId("y"), "Sama"), Opd(OpdId("z"), "Sama")]
    )
    assert index.find("BKD") == "bkd"
    assert index.find("dinas a") == "bkd"
    assert index.find("sama") is None
