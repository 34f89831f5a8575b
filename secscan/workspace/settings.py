"""Settings joined from where they may stand: the command line, the environment, `secscan.toml`, the defaults.

The nearer wins, and each value remembers where it came from.
"""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.model.settings import (
    DnsSettings,
    DomainSettings,
    IntelSettings,
    Office,
    ScanSettings,
    Schedule,
    Settings,
    TlsSettings,
)
from secscan.workspace.keys import KEYS, SECTIONS, Unfit, Value, variable


class Origin(StrEnum):
    """Where a value stands, the strongest first."""

    FLAG = "flag"
    ENVIRONMENT = "env"
    FILE = "secscan.toml"
    DEFAULT = "default"


class Configuration(msgspec.Struct, frozen=True):
    """The settings in force, and for each key path its origin."""

    settings: Settings
    origins: Mapping[str, Origin]

    def value(self, path: str) -> object:
        """The value of a key path such as `scan.rate`."""
        section, _, key = path.partition(".")
        return getattr(getattr(self.settings, section), key)


def read_settings(file: Path, environ: Mapping[str, str], flags: Mapping[str, object] | None = None) -> Configuration:
    """Join `secscan.toml` (a missing file is an empty one), the environment and flags by key path.

    Raises UsageError with file and key path for anything unknown or wrong. Relative files (`tls.extra_ca`,
    `scan.blocklist`) are meant from the file's folder, and must exist.
    """
    values: dict[str, Value] = {}
    origins = dict.fromkeys(KEYS, Origin.DEFAULT)
    for path, raw in _flat(_toml(file), file):
        values[path], origins[path] = _read(path, raw, f"{file.name}: {path}"), Origin.FILE
    for path, text in _from_environment(environ):
        values[path], origins[path] = _read(path, text, variable(path)), Origin.ENVIRONMENT
    for path, raw in (flags or {}).items():
        if raw is not None:
            values[path], origins[path] = _read(path, raw, f"--{path.partition('.')[2]}"), Origin.FLAG
    if "tls.extra_ca" in values:
        values["tls.extra_ca"] = tuple(_certificates(file.parent, values["tls.extra_ca"]))
    if values.get("intel.public_key"):
        values["intel.public_key"] = str((file.parent / str(values["intel.public_key"])).resolve())
    for path, code in (("scan.blocklist", "no_blocklist"), ("intel.networks", "no_networks")):
        if values.get(path):
            values[path] = _given_file(file.parent, str(values[path]), path, code)
    return Configuration(_settings(values), origins)


def _toml(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("bad_toml", where=str(file), values={"detail": str(error)}) from None


def _flat(tree: Mapping[str, object], file: Path) -> Iterator[tuple[str, object]]:
    """Key paths and raw values. Raises UsageError for an unknown section or key, naming the nearest."""
    for section, keys in tree.items():
        if section not in SECTIONS or not isinstance(keys, dict):
            raise _unknown(f"{file.name}: {section}", section, SECTIONS)
        for key, raw in keys.items():
            path = f"{section}.{key}"
            if path not in KEYS:
                raise _unknown(f"{file.name}: {path}", path, KEYS)
            yield path, raw


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables that name a key; one that names a section but no key of it is a mistake worth telling."""
    names = {variable(path): path for path in KEYS if path != "domains.exempt"}
    for name, text in environ.items():
        if name in names:
            yield names[name], text
        elif name.startswith(tuple(variable(section) + "_" for section in SECTIONS)):
            raise _unknown(name, name, names)


def _unknown(where: str, word: str, known: Mapping[str, object] | tuple[str, ...]) -> UsageError:
    values = {"key": word, "near": nearest(word, known, cutoff=0.5), "known": ", ".join(known)}
    return UsageError("unknown_key", where=where, values=values)


def _read(path: str, raw: object, where: str) -> Value:
    try:
        return KEYS[path](raw)
    except Unfit as unfit:
        code = f"bad_{unfit.expected}"
    raise UsageError(code, where=where, values={"value": str(raw)[:100]})


def _certificates(folder: Path, files: Value) -> Iterator[str]:
    for name in files if isinstance(files, tuple) else ():
        path = folder / str(name)
        if not path.is_file():
            raise UsageError("no_certificate", where="tls.extra_ca", values={"value": str(path)})
        yield str(path.resolve())


def _given_file(folder: Path, name: str, key: str, missing: str) -> str:
    path = folder / name
    if not path.is_file():
        raise UsageError(missing, where=key, values={"value": str(path)})
    return str(path.resolve())


def _settings(values: Mapping[str, Value]) -> Settings:
    def section(name: str) -> dict[str, Value]:
        return {path.partition(".")[2]: value for path, value in values.items() if path.startswith(name + ".")}

    return Settings(
        office=msgspec.convert(section("office"), Office),
        scan=msgspec.convert(section("scan"), ScanSettings),
        tls=msgspec.convert(section("tls"), TlsSettings),
        dns=msgspec.convert(section("dns"), DnsSettings),
        domains=msgspec.convert(section("domains"), DomainSettings),
        intel=msgspec.convert(section("intel"), IntelSettings),
        schedule=msgspec.convert(section("schedule"), Schedule),
    )
