"""The rows of the permits table."""

from collections.abc import Iterable

from secscan.model.enums import Intensity
from secscan.model.register import Permit
from secscan.registry.fields import Fields
from secscan.registry.identity import Identities
from secscan.registry.problems import Code, Problem
from secscan.registry.tables import TableRows
from secscan.registry.words import EXTRAS, INTENSITY


def read_permits(
    source: TableRows, existing: Iterable[Permit], app_ids: Iterable[str], problems: list[Problem]
) -> dict[int, Permit]:
    """The permits of a table by row number, identified by the number of their letter."""
    before = {permit.letter: permit for permit in existing}
    spelling = {app_id.casefold(): app_id for app_id in app_ids}
    ids = Identities(before, ())
    found: dict[int, Permit] = {}
    for row in source.rows:
        fields = Fields(source, row, problems)
        letter = fields.required("nomor")
        claimed = ids.claim(fields, "nomor", letter) if letter else None
        permit = _permit(fields, claimed or "", before.get(claimed or ""), spelling)
        if claimed is not None and permit is not None:
            found[fields.number] = permit
    return found


def _permit(fields: Fields, letter: str, old: Permit | None, apps: dict[str, str]) -> Permit | None:
    first, last = fields.day("berlaku_dari"), fields.day("berlaku_sampai")
    targets = tuple(dict.fromkeys(apps.get(target.casefold(), target) for target in fields.targets("target")))
    signer = fields.text("penandatangan", old.signer if old is not None else "")
    if not signer:
        fields.warn(Code.NO_SIGNER, "penandatangan", letter)
    old_intensity = old.intensity if old is not None else Intensity.STANDARD
    intensity = fields.choice("intensitas", INTENSITY, old_intensity, Intensity.STANDARD)
    hours = fields.hours("jam", old.hours if old is not None else None)
    extras = _extras(fields, old.extras if old is not None else ())
    file = fields.text("berkas", old.file if old is not None else "")
    if first is None or last is None:
        return None
    if last < first:
        fields.error(Code.DATES_REVERSED, "berlaku_sampai", last.isoformat(), first.isoformat())
    return Permit(
        letter=letter,
        signer=signer,
        valid_from=first,
        valid_until=last,
        targets=targets,
        intensity=intensity,
        hours=hours,
        extras=extras,
        file=file,
    )


def _extras(fields: Fields, old: tuple[str, ...]) -> tuple[str, ...]:
    """What the letter names besides; a word that nothing asks for would have no effect, so it is told."""
    words = tuple(word.lower().replace("_", "-") for word in fields.words("izin_khusus", old))
    for word in words:
        if word not in EXTRAS:
            fields.warn(Code.UNKNOWN_EXTRA, "izin_khusus", word, ", ".join(sorted(EXTRAS)))
    return words
