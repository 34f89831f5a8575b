"""A local git clone, read by plumbing: tags, the files of their trees, contents. Nothing is checked out or fetched.

The clone may be anybody's: no hook, filter or configuration of its own is run, and all that is read is bounded.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secscan.base.errors import UsageError

_SECONDS = 120
_MAX_OUTPUT = 256 * 2**20
_BATCH = 64  # objects held in memory at a time
_OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_BLOBS = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the clone, and the day it was made."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a tree: its path, object and size in bytes."""

    path: str
    oid: str
    size: int


class Clone:
    """A clone at a folder. Raises UsageError where there is none, or no git."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not folder.is_dir():
            raise UsageError("no_clone", where=str(folder), values={"detail": ""})
        self._git("rev-parse", "--git-dir")

    def tags(self) -> tuple[Tag, ...]:
        """All tags, in the order of their names."""
        lines = self._git("for-each-ref", "refs/tags", "--format=%(refname:strip=2)%00%(creatordate:short)")
        return tuple(_tags(lines.decode("utf-8", "replace").splitlines()))

    def files(self, tag: str, folder: str) -> Iterator[Blob]:
        """The regular files at a tag, those below `folder` ("" for all) by their path from there."""
        tree = f"refs/tags/{tag}^{{commit}}:{folder}"
        for entry in self._git("ls-tree", "-r", "-z", "--long", tree, lenient=True).split(b"\0"):
            described, _, name = entry.partition(b"\t")
            words = described.decode("ascii", "replace").split()
            if len(words) == 4 and words[0] in _BLOBS and _OBJECT.fullmatch(words[2]) and words[3].isdecimal():
                with suppress(UnicodeDecodeError):  # a name that is no text is in no table
                    yield Blob(name.decode(), words[2], int(words[3]))

    def contents(self, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Objects with their content, in the order asked for."""
        wanted = list(oids)
        for start in range(0, len(wanted), _BATCH):
            yield from self._batch(wanted[start : start + _BATCH])

    def _batch(self, wanted: list[str]) -> Iterator[tuple[str, bytes]]:
        out = self._git("cat-file", "--batch", given="".join(f"{oid}\n" for oid in wanted).encode())
        place = 0
        for oid in wanted:
            end = out.index(b"\n", place)
            words = out[place:end].split()
            if len(words) != 3 or not words[2].isdigit():
                raise UsageError("no_clone", where=str(self._folder), values={"detail": f"object {oid}"})
            size = int(words[2])
            yield oid, out[end + 1 : end + 1 + size]
            place = end + size + 2

    def _git(self, *words: str, given: bytes = b"", lenient: bool = False) -> bytes:
        """The output of a git command. `lenient`: none where it fails, as for a tag without the folder."""
        command = ["git", "--no-replace-objects", "-c", "safe.directory=*", "-C", str(self._folder), *words]
        plain = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        plain |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "PATH": os.environ.get("PATH", os.defpath)}
        try:
            done = subprocess.run(command, input=given, capture_output=True, env=plain, timeout=_SECONDS, check=False)
        except FileNotFoundError:
            raise UsageError("no_git") from None
        except subprocess.TimeoutExpired:
            values = {"detail": f"git {words[0]}: {_SECONDS} s"}
            raise UsageError("no_clone", where=str(self._folder), values=values) from None
        if done.returncode and lenient:
            return b""
        if done.returncode or len(done.stdout) > _MAX_OUTPUT:
            values = {"detail": done.stderr.decode("utf-8", "replace")[:200]}
            raise UsageError("no_clone", where=str(self._folder), values=values)
        return done.stdout


def _tags(lines: Iterable[str]) -> Iterator[Tag]:
    for line in lines:
        name, _, day = line.partition("\0")
        with suppress(ValueError):  # a tag of something that has no date
            yield Tag(name, date.fromisoformat(day))
