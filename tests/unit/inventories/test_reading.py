"""Files are told apart by what they hold."""

from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.inventories.reading import kind_of, read_list
from secscan.model.discovery import ListKind
from tests.unit.inventories.test_webservers import APACHE, CPANEL, NGINX
from tests.unit.inventories.test_zonefile import ZONE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ZONE, ListKind.ZONE),
        ("a.contoh.go.id. 300 IN A 192.0.2.1\n", ListKind.ZONE),
        (NGINX, ListKind.WEB),
        (APACHE, ListKind.WEB),
        (CPANEL, ListKind.WEB),
        ('[{"common_name": "a.b.id"}]', ListKind.CERTIFICATES),
        ("crt.sh ID,Common Name,Matching Identities\n", ListKind.CERTIFICATES),
        ("a.contoh.go.id\nb.contoh.go.id\n", ListKind.PLAIN),
        ("", ListKind.PLAIN),
    ],
)
def test_kinds(text: str, kind: ListKind) -> None:
    assert kind_of(text) is kind


def test_the_kind_may_be_told(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("a 300 A 192.0.2.1\n")
    assert [one.name for one in read_list(file, ListKind.ZONE, "contoh.go.id").names] == ["a.contoh.go.id"]


def test_marks_and_encodings(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes("a.contoh.go.id\n".encode("utf-16"))
    assert [one.name for one in read_list(file).names] == ["a.contoh.go.id"]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no_list"):
        read_list(tmp_path / "tiada")
    file = tmp_path / "x"
    file.write_bytes(b"PK\x03\x04\0\0\0")
    with pytest.raises(UsageError, match="binary_list"):
        read_list(file)
