import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from secscan.base.errors import UsageError
from secscan.intel import bundle
from secscan.intel.bundle import MANIFEST, SIGNATURE, make_bundle, read_bundle
from secscan.intel.packfile import compressed, unpacked
from tests.unit.intel.made import pack

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
MADE = datetime(2026, 11, 22, 3, 4, 6, tzinfo=UTC)
FILE = "packs/kev.jsonl.gz"


def made(key: Ed25519PrivateKey | None = KEY) -> bytes:
    return make_bundle([("kev", pack())], made=MADE, made_by="Diskominfo", key=key)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def listing(**changes: object) -> dict[str, object]:
    data = compressed(pack())
    known = {"name": "kev", "file": FILE, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    return known | changes


def listed(*packs: dict[str, object], format: int = 1, **extra: bytes) -> bytes:
    """A bundle with a manifest written by hand."""
    manifest = {"format": format, "made": "2026-11-22T03:04:05Z", "made_by": "x", "packs": list(packs)}
    files = {MANIFEST: json.dumps(manifest).encode(), FILE: compressed(pack())}
    return packed(files | {name.replace("__", "/"): data for name, data in extra.items()})


def code(data: bytes, key: Ed25519PrivateKey | None = None) -> str:
    with pytest.raises(UsageError) as refused:
        read_bundle(data, "paket.zip", key.public_key() if key is not None else None)
    assert refused.value.where.startswith("paket.zip")
    return refused.value.code


def test_a_bundle_comes_back_as_it_was_made() -> None:
    for data, key in ((made(), KEY.public_key()), (made(), None), (made(None), None)):
        read = read_bundle(data, "paket.zip", key)
        ((known, content),) = read.packs
        assert unpacked(content) == pack()
        assert known.head.name == "kev"
        assert read.signed is (key is not None)
        assert (read.manifest.made, read.manifest.made_by) == (MADE, "Diskominfo")


def test_the_file_is_what_the_documents_say() -> None:
    files = members(made())
    assert list(files) == [MANIFEST, SIGNATURE, FILE]
    manifest = json.loads(files[MANIFEST])
    assert manifest["format"] == 1
    assert manifest["packs"] == [
        {"name": "kev", "file": FILE, "sha256": hashlib.sha256(files[FILE]).hexdigest(), "size": len(files[FILE])}
    ]
    KEY.public_key().verify(base64.b64decode(files[SIGNATURE]), files[MANIFEST])


def test_with_a_key_an_unsigned_bundle_is_refused() -> None:
    assert code(made(None), KEY) == "bundle_unsigned"


def test_with_a_key_anybody_elses_signature_is_refused() -> None:
    assert code(made(OTHER), KEY) == "bundle_forged"
    files = members(made())
    assert (
        code(packed(files | {MANIFEST: files[MANIFEST].replace(b"Diskominfo", b"Diskominfa")}), KEY) == "bundle_forged"
    )
    assert code(packed(files | {SIGNATURE: b"x" * 2000}), KEY) == "bundle_altered"


def test_a_pack_that_was_changed_is_refused_even_under_a_good_signature() -> None:
    files = members(made())
    other = compressed(pack(entries={"CVE-2026-0009": {"added": "2026-11-19"}}))
    for key in (KEY, None):
        assert code(packed(files | {FILE: other}), key) == "bundle_altered"


@pytest.mark.parametrize("end", [1, 30, 300, 700])
def test_a_bundle_that_was_cut_off_is_refused(end: int) -> None:
    assert code(made()[:-end]) == "bundle_damaged"


def test_damaged_bytes_are_refused() -> None:
    data = bytearray(made())
    place = data.index(b"\x1f\x8b") + 40
    data[place] ^= 0xFF
    assert code(bytes(data)) in ("bundle_damaged", "bundle_altered")


@pytest.mark.parametrize("name", ["../secscan.toml", "/etc/cron.d/x", "packs/../../x", "catatan.txt"])
def test_files_that_the_manifest_does_not_list_are_refused(name: str) -> None:
    assert code(packed(members(made()) | {name: b"x"})) == "bundle_extra"


@pytest.mark.parametrize("path", ["../kev.jsonl.gz", "/packs/kev.jsonl.gz", "packs/kev.jsonl", "packs/../kev.jsonl.gz"])
def test_a_pack_may_stand_at_its_own_path_only(path: str) -> None:
    assert code(listed(listing(file=path))) == "bundle_path"


@pytest.mark.parametrize("name", ["../kev", "fingerprints/../../x", "ramalan"])
def test_packs_of_unknown_names_are_refused(name: str) -> None:
    assert code(listed(listing(name=name, file=f"packs/{name}.jsonl.gz"))) == "bundle_unknown"


def test_a_bundle_must_hold_what_it_lists_and_something() -> None:
    assert code(listed()) == "bundle_missing"
    files = members(made())
    del files[FILE]
    assert code(packed(files)) == "bundle_missing"
    assert code(packed({FILE: compressed(pack())})) == "bundle_missing"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(members(made()) | {FILE: b"\0" * 50_000_000}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 60_000
    assert code(bomb) == "bundle_altered"
    files = members(made(None))
    assert code(packed(files | {MANIFEST: b" " * 30_000_000}, zipfile.ZIP_DEFLATED)) == "bundle_altered"
    inner = compressed(b" " * 70_000_000)
    sized = listing(sha256=hashlib.sha256(inner).hexdigest(), size=len(inner))
    assert code(listed(sized, **{FILE.replace("/", "__"): inner})) == "bundle_pack"


def test_the_same_name_twice_is_refused() -> None:
    out = io.BytesIO(made())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(FILE, b"x")
    assert code(out.getvalue()) == "bundle_extra"


def test_another_format_and_broken_manifests_are_refused() -> None:
    assert code(listed(listing(), format=9)) == "bundle_format"
    for manifest in (b"", b"{}", b"[]", b"\xff"):
        assert code(packed({MANIFEST: manifest})) == "bundle_damaged"


def test_a_pack_of_another_kind_or_name_is_refused() -> None:
    wrong: list[Callable[[], bytes]] = [
        lambda: compressed(pack(entries={"CVE-2026-0001": {"added": "kemarin"}})),
        lambda: compressed(pack("vulns", {"nginx": []})),
        lambda: b"x",
    ]
    for make in wrong:
        data = make()
        sized = listing(sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        assert code(listed(sized, **{FILE.replace("/", "__"): data})) == "bundle_pack"


def test_more_members_than_there_can_be_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_MAX_PACKS", 5)
    assert code(packed({f"{number}": b"" for number in range(20)})) == "bundle_extra"


def test_what_is_no_archive() -> None:
    assert code(b"PK\x03\x04" + b"x" * 100) == "bundle_damaged"
