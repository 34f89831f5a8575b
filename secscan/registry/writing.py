"""Handing a register out: the template to fill in, an XLSX workbook, or a folder of CSV files."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.model.register import Register
from secscan.registry.columns import Table
from secscan.registry.examples import EXAMPLES
from secscan.registry.folder import csv_files, write_synced
from secscan.registry.records import Record, Value, records
from secscan.registry.sources import WORKBOOKS
from secscan.registry.workbook_writer import Texts, write_workbook


def write_template(path: Path, texts: Texts, *, replace: bool = False) -> None:
    """Write an empty workbook with examples. Raises UsageError if the file exists, unless told to replace it."""
    _need_workbook_name(path)
    rows = {table: [_example(example) for example in examples] for table, examples in EXAMPLES.items()}
    _write(path, write_workbook(rows, texts, examples=True), replace=replace)


def export_register(path: Path, register: Register, texts: Texts, *, replace: bool = False) -> None:
    """Write the register to a workbook (`.xlsx`) or, for a path without suffix, into a folder of CSV files.

    Raises UsageError if there is something already, unless told to replace it.
    """
    if path.suffix and not path.is_dir():
        _need_workbook_name(path)
        rows = {table: records(register, table) for table in Table}
        _write(path, write_workbook(rows, texts, examples=False), replace=replace)
        return
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = csv_files(register)
    if not replace and (known := [name for name in files if (path / name).exists()]):
        raise UsageError("file_exists", where=str(path / known[0]))
    for name, data in files.items():
        _write(path / name, data, replace=True)


def _example(example: Mapping[str, str]) -> Record:
    return {key: _day_or_text(key, text) for key, text in example.items()}


def _day_or_text(key: str, text: str) -> Value:
    return date.fromisoformat(text) if key in ("berlaku_dari", "berlaku_sampai") else text


def _need_workbook_name(path: Path) -> None:
    if path.suffix.lower() != WORKBOOKS[0]:
        raise UsageError("not_xlsx", where=str(path), values={"suffix": path.suffix})


def _write(path: Path, data: bytes, *, replace: bool) -> None:
    """Through a file beside it, so that a full disk leaves the old one whole."""
    if path.exists() and not replace:
        raise UsageError("file_exists", where=str(path))
    if not path.parent.is_dir():
        raise UsageError("no_folder", where=str(path.parent))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_synced(draft, data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
