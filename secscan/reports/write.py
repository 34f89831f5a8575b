"""Reports are secrets: written for their owner alone, and never half."""

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from secscan.base.errors import SecscanError
from secscan.base.text import digest

_UNSAFE = re.compile(r"[^a-z0-9._-]+")


class WriteError(SecscanError):
    """A file could not be written."""


def write_private(path: Path, data: str | bytes) -> Path:
    """Write the file at once, mode 0600, making missing folders with mode 0700. Raises WriteError.

    The name shows either the old content or the whole new one, whatever happens in between.
    """
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        _make_folder(path.parent)
        _replace(path, raw)
    except OSError as error:
        detail = str(error.strerror or error)
        raise WriteError("unwritable", where=str(path), values={"detail": detail}) from error
    return path


def _make_folder(folder: Path) -> None:
    missing = [folder, *folder.parents]
    for place in reversed([one for one in missing if not one.exists()]):
        place.mkdir(mode=0o700, exist_ok=True)


def _replace(path: Path, raw: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise


def file_name(text: str, suffix: str) -> str:
    """A file name for an id: the same every time, harmless on every file system, and different for different ids."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    stem = _UNSAFE.sub("-", plain).strip("-.")[:80]
    if not stem or stem != text:
        stem = f"{stem}-{digest(text.encode())[:6]}".lstrip("-")
    return f"{stem}{suffix}"
