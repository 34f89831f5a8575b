"""Standards and scan profiles: the ones that ship with secscan, and files of the user's own."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

import msgspec

from secscan.base import resources
from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.model.ids import CheckId
from secscan.model.profile import ScanProfile
from secscan.model.standard import Standard
from secscan.standards.profilefile import ProfileFile, scan_profile
from secscan.standards.rules import check_standard
from secscan.standards.yamlfile import decode

T = TypeVar("T")

_SUFFIX = ".yaml"


def standard_names() -> tuple[str, ...]:
    """The ids of the standards that ship with secscan."""
    return resources.names("profiles", "standards", suffix=_SUFFIX)


def profile_names() -> tuple[str, ...]:
    """The names of the scan profiles that ship with secscan."""
    return resources.names("profiles", "scans", suffix=_SUFFIX)


def load_standard(name: str) -> Standard:
    """The standard with that id or alias, or of a file (`./own.yaml`). Raises UsageError if there is none or it is
    wrong."""
    if _is_file(name):
        return _standard(_read_file(name), name)
    shipped = {known: _shipped_standard(known) for known in standard_names()}
    for standard in shipped.values():
        if name in (standard.id, *standard.aliases):
            return standard
    aliases = [alias for standard in shipped.values() for alias in standard.aliases]
    known = [*shipped, *aliases]
    raise UsageError("unknown_standard", values={"word": name, "near": nearest(name, known), "known": ", ".join(known)})


def load_profile(name: str) -> ScanProfile:
    """The scan profile of that name, or of a file (`./own.yaml`). Raises UsageError if there is none or it is wrong."""
    if _is_file(name):
        text, file = _read_file(name), name
    elif name in profile_names():
        text, file = resources.read_text("profiles", "scans", name + _SUFFIX), f"profiles/scans/{name}{_SUFFIX}"
    else:
        known = profile_names()
        raise UsageError(
            "unknown_profile", values={"word": name, "near": nearest(name, known), "known": ", ".join(known)}
        )
    return scan_profile(decode(text, file, ProfileFile), file)


def validate(standard: Standard, check_ids: Collection[CheckId]) -> None:
    """Raises UsageError when the standard names a check that does not exist."""
    for control in standard.controls:
        _known_checks(control.checks, check_ids, f"{standard.id}: {control.id}")


def validate_profile(profile: ScanProfile, check_ids: Collection[CheckId], where: str = "") -> None:
    """Raises UsageError when the scan profile, from the file `where`, names a check that does not exist."""
    _known_checks(profile.checks, check_ids, where or profile.name)


def _shipped_standard(name: str) -> Standard:
    text = resources.read_text("profiles", "standards", name + _SUFFIX)
    return _standard(text, f"profiles/standards/{name}{_SUFFIX}")


def _standard(text: str, file: str) -> Standard:
    standard = decode(text, file, Standard)
    check_standard(standard, file)
    return msgspec.structs.replace(standard, digest=hashlib.sha256(text.encode()).hexdigest())


def _is_file(name: str) -> bool:
    return "/" in name or name.endswith((_SUFFIX, ".yml"))


def _read_file(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError("unreadable", where=name, values={"detail": str(error.strerror)}) from None
    except UnicodeDecodeError:
        raise UsageError("not_utf8", where=name) from None


def _known_checks(named: Collection[CheckId], known: Collection[CheckId], where: str) -> None:
    for check in named:
        if check not in known:
            raise UsageError("unknown_check", where=where, values={"word": check, "near": nearest(check, known)})
