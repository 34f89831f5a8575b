"""The operator's block list as people write it, and as it is exported."""

from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.workspace.blocklist import read_blocklist


def test_names_comments_wildcards_and_lines_of_a_hosts_file(tmp_path: Path) -> None:
    file = tmp_path / "blokir.txt"
    file.write_bytes(
        b"\xef\xbb\xbf# daftar\r\nJahat.example\r\n*.iklan.example  # jaringan iklan\r\n0.0.0.0 tambang.example\r\n"
        b"127.0.0.1 localhost\r\n\r\n::1 pelacak.example\r\n"
    )
    assert read_blocklist(str(file)) == {"jahat.example", "iklan.example", "tambang.example", "pelacak.example"}


def test_no_file_is_an_empty_list() -> None:
    assert read_blocklist("") == frozenset()


@pytest.mark.parametrize("text", [b"baik.example\nhttps://jahat.example/x\n", b"\xff\xfe\x00"])
def test_what_is_no_list_of_names_is_told_with_its_line(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "blokir.txt"
    file.write_bytes(text)
    with pytest.raises(UsageError) as caught:
        read_blocklist(str(file))
    assert (caught.value.code, caught.value.where) == ("bad_blocklist", str(file))
    assert caught.value.values["line"] in ("1", "2")


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_blocklist(str(tmp_path))
