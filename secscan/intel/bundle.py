"""Packs in one file, to be carried to offices without internet: a ZIP of packs, a manifest, perhaps a signature.

`manifest.json` lists every pack with its file, size and SHA-256; `manifest.sig` is an Ed25519 signature (RFC 8032) of
the manifest's bytes, in base64. A bundle is believed whole or not at all.
"""

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

import msgspec

from secscan.base.errors import UsageError
from secscan.intel.kinds import kind_of, validate
from secscan.intel.packfile import MAX_BYTES, PackFile, compressed, read_pack
from secscan.intel.signing import Key, PrivateKey, verified

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
MAX_FILE = 256 * 2**20
"""Of a whole bundle, as it lies on the stick."""

_FOLDER = "packs/"
_SUFFIX = ".jsonl.gz"
_MAX_MANIFEST = 2**20
_MAX_SIGNATURE = 1024
_MAX_PACKS = 500
_ENCRYPTED = 0x1


class Listed(msgspec.Struct, frozen=True):
    """A pack of the bundle: `sha256` and `size` are those of its file."""

    name: str
    file: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """What the bundle holds. `made` is the time of its making, in UTC."""

    format: int
    made: datetime
    made_by: str
    packs: tuple[Listed, ...]


class Bundle(msgspec.Struct, frozen=True):
    """A bundle that agrees with itself. `signed`: by the key that was asked for."""

    manifest: Manifest
    packs: tuple[tuple[PackFile, bytes], ...]
    signed: bool


def make_bundle(packs: Iterable[tuple[str, bytes]], *, made: datetime, made_by: str, key: PrivateKey | None) -> bytes:
    """The bytes of a bundle of packs (name, content), signed where a key is given."""
    files = {name: compressed(data) if data[:2] != b"\x1f\x8b" else data for name, data in packs}
    listed = tuple(
        Listed(name, _file(name), hashlib.sha256(data).hexdigest(), len(data)) for name, data in sorted(files.items())
    )
    manifest = msgspec.json.format(msgspec.json.encode(Manifest(FORMAT, made, made_by, listed)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, MANIFEST, manifest, made)
        if key is not None:
            _put(archive, SIGNATURE, base64.b64encode(key.sign(manifest)) + b"\n", made)
        for name, data in sorted(files.items()):
            _put(archive, _file(name), data, made)
    return out.getvalue()


def read_bundle(data: bytes, where: str, key: Key | None) -> Bundle:
    """A bundle, checked: every byte is listed, every pack is one. With a key, it must be signed by that.

    Raises UsageError saying what is wrong with it; nothing of a refused bundle is used.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, where, key)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError("bundle_damaged", where=where, values={"detail": str(error)}) from error


def _read(archive: zipfile.ZipFile, where: str, key: Key | None) -> Bundle:
    members = _members(archive, where)
    text = _content(archive, members, MANIFEST, _MAX_MANIFEST, where)
    signed = _check_signature(archive, members, text, where, key)
    manifest = _manifest(text, where)
    expected = {MANIFEST, SIGNATURE, *(listed.file for listed in manifest.packs)}
    for name in members.keys() - expected:
        raise UsageError("bundle_extra", where=where, values={"file": name})
    packs = tuple(_pack(archive, members, listed, where) for listed in manifest.packs)
    return Bundle(manifest, packs, signed)


def _members(archive: zipfile.ZipFile, where: str) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        if info.filename in members or info.flag_bits & _ENCRYPTED or len(members) > _MAX_PACKS:
            raise UsageError("bundle_extra", where=where, values={"file": info.filename})
        members[info.filename] = info
    return members


def _check_signature(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], manifest: bytes, where: str, key: Key | None
) -> bool:
    if key is None:
        return False
    if SIGNATURE not in members:
        raise UsageError("bundle_unsigned", where=where)
    text = _content(archive, members, SIGNATURE, _MAX_SIGNATURE, where)
    if not verified(key, text, manifest):
        raise UsageError("bundle_forged", where=where)
    return True


def _manifest(text: bytes, where: str) -> Manifest:
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except ValueError as error:
        raise UsageError("bundle_damaged", where=f"{where}: {MANIFEST}", values={"detail": str(error)}) from None
    if manifest.format != FORMAT:
        raise UsageError("bundle_format", where=where, values={"format": str(manifest.format)})
    if not manifest.packs:
        raise UsageError("bundle_missing", where=where, values={"file": _FOLDER})
    for listed in manifest.packs:
        if listed.file != _file(listed.name):
            raise UsageError("bundle_path", where=where, values={"file": listed.file})
        if kind_of(listed.name) is None:
            raise UsageError("bundle_unknown", where=where, values={"pack": listed.name})
    return manifest


def _pack(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], listed: Listed, where: str
) -> tuple[PackFile, bytes]:
    data = _content(archive, members, listed.file, min(listed.size, MAX_BYTES), where)
    if len(data) != listed.size or hashlib.sha256(data).hexdigest() != listed.sha256:
        raise UsageError("bundle_altered", where=where, values={"pack": listed.name})
    try:
        pack = read_pack(data)
        if pack.head.name != listed.name:
            raise ValueError(f"holds the pack {pack.head.name}")
        validate(pack)
    except ValueError as error:
        values = {"pack": listed.name, "detail": str(error)}
        raise UsageError("bundle_pack", where=where, values=values) from None
    return pack, data


def _content(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str, most: int, where: str) -> bytes:
    """A member, whatever it says of its size: never more than `most` bytes are unpacked."""
    if name not in members:
        _missing(name, where)
    with archive.open(members[name]) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UsageError("bundle_altered", where=where, values={"pack": name})
    return data


def _missing(name: str, where: str) -> NoReturn:
    raise UsageError("bundle_missing", where=where, values={"file": name})


def _file(name: str) -> str:
    return _FOLDER + name + _SUFFIX


def _put(archive: zipfile.ZipFile, name: str, data: bytes, made: datetime) -> None:
    moment = made.timetuple()[:6]
    archive.writestr(zipfile.ZipInfo(name, moment), data)
