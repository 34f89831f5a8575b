"""Plain lists and exports of certificate-transparency logs."""

import json

from secscan.inventories.lists import read_certificates, read_plain
from secscan.model.discovery import NameList

CRT_SH = [
    {
        "issuer_name": "C=US, O=Let's Encrypt, CN=R11",
        "common_name": "a.contoh.go.id",
        "name_value": "a.contoh.go.id\nb.contoh.go.id",
    },
    {"common_name": "*.uji.contoh.go.id", "name_value": "*.uji.contoh.go.id\nadmin@contoh.go.id"},
]


def names(read: NameList) -> list[str]:
    return [("*." if one.wildcard else "") + one.name for one in read.names]


def test_crt_sh_as_json() -> None:
    wanted = ["a.contoh.go.id", "b.contoh.go.id", "*.uji.contoh.go.id", "contoh.go.id"]
    assert names(read_certificates("ct.json", json.dumps(CRT_SH))) == wanted
    by_line = "\n".join(json.dumps(row) for row in CRT_SH) + "\n{rusak\n"
    read = read_certificates("ct.json", by_line)
    assert names(read) == wanted
    assert [(one.code, one.line) for one in read.problems] == [("broken_json", 3)]


def test_crt_sh_as_csv() -> None:
    text = (
        "crt.sh ID,Logged At,Common Name,Matching Identities,Issuer Name\n"
        '1,2026-01-02,a.contoh.go.id,"a.contoh.go.id\nb.contoh.go.id","C=US, CN=R3.example.org"\n'
    )
    assert names(read_certificates("ct.csv", text)) == ["a.contoh.go.id", "b.contoh.go.id"]


def test_plain_lists_with_addresses_remarks_and_nonsense() -> None:
    text = """# daftar
https://a.contoh.go.id/login, b.contoh.go.id:8443
10.1.2.3
BUDI.Contoh.go.id.
ini kalimat.
-x-.go.id
"""
    read = read_plain("daftar.txt", text)
    assert names(read) == ["a.contoh.go.id", "b.contoh.go.id", "budi.contoh.go.id"]
    assert {one.name: one.place for one in read.names}["budi.contoh.go.id"] == "daftar.txt:4"
    assert {one.line for one in read.problems} == {5, 6}


def test_names_of_internal_zones_and_service_labels_are_left_out() -> None:
    assert names(read_plain("x", "server.local\nprinter.lan\n_dmarc.contoh.go.id\n1.2.0.192.in-addr.arpa\n")) == []


def test_what_is_unreadable_is_told_and_not_raised() -> None:
    deep = "[" * 100_000
    assert read_certificates("x", deep).names == ()
    assert read_certificates("x", '[{"name_value": 5}, 7, null]').names == ()
    assert len(read_plain("x", "a..b\n" * 5_000).problems) <= 200
