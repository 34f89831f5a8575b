from datetime import date
from pathlib import Path

import pytest

from secscan.model.enums import AppKind, AppStatus, Criticality, Environment
from secscan.model.register import App, Register
from secscan.registry.problems import ProblemKind
from tests.unit.registry.files import OPD, errors, folder_of, places, read, register_of


def apps(path: Path, text: str, existing: Register | None = None) -> tuple[App, ...]:
    return register_of(read(folder_of(path, opd=OPD, apps=text), existing)).apps


def test_a_full_row_in_english(tmp_path: Path) -> None:
    text = (
        "ID,OPD,Name,URL,Criticality,Environment,Kind,Status,Product,Version,Approved Ports,Approved_Exposures,Tags\n"
        "app1,Dinas Kominfo,Portal,http://portal.contoh.go.id/blog,strategic,test,api,merged,"
        "WordPress,6.5,22 443,/login,a b\n"
    )
    (app,) = apps(tmp_path, text)
    assert app.opd == "kominfo"
    assert [site.url for site in app.sites] == ["http://portal.contoh.go.id/blog/"]
    assert (app.criticality, app.environment) == (Criticality.STRATEGIS, Environment.UJI)
    assert (app.kind, app.status) == (AppKind.API, AppStatus.DIGABUNG)
    assert (app.product, app.version) == ("WordPress", "6.5")
    assert (app.approved_ports, app.approved_exposures, app.tags) == ((22, 443), ("/login",), ("a", "b"))


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("versi_per", "2026-10-01"),
        ("Tanggal Versi", "1 Okt 2026"),
        ("versi tanggal", "01/10/2026"),
        ("version date", "2026/10/1"),
    ],
)
def test_a_stated_version_has_a_day(tmp_path: Path, header: str, cell: str) -> None:
    (app,) = apps(tmp_path, f"opd,nama,url,produk,versi,{header}\nkominfo,Portal,a.contoh.id,WordPress,6.8,{cell}\n")
    assert (app.version, app.version_date) == ("6.8", date(2026, 10, 1))


def test_a_version_without_a_day_is_imported_with_a_warning(tmp_path: Path) -> None:
    before = folder_of(tmp_path, opd=OPD, apps="opd,nama,url,versi,versi_per\nkominfo,P,a.contoh.id,6.8,2026-10-01\n")
    known = register_of(read(before))
    (kept,) = apps(tmp_path, "opd,nama,url\nkominfo,P,a.contoh.id\n", known)
    assert (kept.version, kept.version_date) == ("6.8", date(2026, 10, 1))
    report = read(
        folder_of(tmp_path, opd=OPD, apps="opd,nama,url,versi,versi_per\nkominfo,P,a.contoh.id,6.9,\n"), known
    )
    (app,) = register_of(report).apps
    assert (app.version, app.version_date) == ("6.9", None)
    assert places([one for one in report.problems if one.kind is ProblemKind.WARNING]) == [
        ("undated_version", 2, "versi"),
        ("no_permit", 2, "url"),
    ]
    wrong = read(folder_of(tmp_path, opd=OPD, apps="opd,nama,url,versi,versi_per\nkominfo,P,a.contoh.id,6.9,kemarin\n"))
    assert places(errors(wrong)) == [("bad_date", 2, "versi_per")]


def test_defaults_are_the_model_s(tmp_path: Path) -> None:
    (app,) = apps(tmp_path, "opd,nama,url\nkominfo,Portal,portal.contoh.go.id\n")
    assert app == App(id=app.id, opd=app.opd, name="Portal", sites=app.sites)
    assert app.id == "portal"


def test_apps_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    text = "opd,nama,url\nkominfo,Web,a.contoh.id\nkominfo,Web,b.contoh.id\nkominfo,Web,c.contoh.id\n"
    first = apps(tmp_path, text)
    assert [app.id for app in first] == ["web", "kominfo-web", "kominfo-web-2"]
    again = apps(tmp_path, text, register_of(read(tmp_path)))
    assert again == first


def test_a_row_without_id_is_the_app_of_that_opd_and_name(tmp_path: Path) -> None:
    before = register_of(read(folder_of(tmp_path, opd=OPD, apps="id,opd,nama,url\nA-1,kominfo,Portal,a.contoh.id\n")))
    (app,) = apps(tmp_path, "opd,nama,url\nDINAS KOMINFO,portal,b.contoh.id\n", before)
    assert app.id == "A-1"
    assert app.sites[0].host == "b.contoh.id"


@pytest.mark.parametrize("row", ["android,aktif", "web,mati", "api,ditutup", "web,digabung"])
def test_apps_that_need_no_url(tmp_path: Path, row: str) -> None:
    (app,) = apps(tmp_path, f"opd,nama,jenis,status\nkominfo,Portal,{row}\n")
    assert not app.rated


@pytest.mark.parametrize("header", ["opd,nama,url\nkominfo,Portal,\n", "opd,nama\nkominfo,Portal\n"])
def test_a_web_app_in_use_needs_one(tmp_path: Path, header: str) -> None:
    report = read(folder_of(tmp_path, opd=OPD, apps=header))
    assert places(errors(report)) == [("empty", 2, "url")]


def test_an_update_without_url_column_keeps_the_url(tmp_path: Path) -> None:
    before = register_of(read(folder_of(tmp_path, opd=OPD, apps="id,opd,nama,url\np,kominfo,Portal,a.contoh.id\n")))
    (app,) = apps(tmp_path, "id,opd,nama,tag\np,kominfo,Portal Baru,x\n", before)
    assert (app.name, app.tags, app.sites[0].host) == ("Portal Baru", ("x",), "a.contoh.id")


def test_all_that_is_wrong_with_a_row_is_told(tmp_path: Path) -> None:
    text = (
        "id,opd,nama,url,kritikalitas,jenis,port_disetujui,paparan_disetujui\n"
        "simpeg.contoh.go.id,Dinas Komimfo,,ftp://a,sedang,desktop,99999,login\n"
    )
    found = errors(read(folder_of(tmp_path, opd=OPD, apps=text)))
    assert sorted(places(found)) == sorted(
        [
            ("bad_id", 2, "id"),
            ("unknown_opd", 2, "opd"),
            ("empty", 2, "nama"),
            ("bad_url", 2, "url"),
            ("bad_choice", 2, "kritikalitas"),
            ("bad_choice", 2, "jenis"),
            ("bad_port", 2, "port_disetujui"),
            ("bad_path", 2, "paparan_disetujui"),
        ]
    )
    assert next(problem.expected for problem in found if problem.code == "unknown_opd") == "dinas kominfo"
