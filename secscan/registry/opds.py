"""The rows of the OPD table, and how other tables refer to an OPD: by id or by name."""

from collections.abc import Iterable

import msgspec

from secscan.model.ids import OpdId
from secscan.model.register import Contact, Opd
from secscan.registry.fields import Fields, nearest
from secscan.registry.identity import Identities
from secscan.registry.problems import Code, Problem
from secscan.registry.slugs import slug
from secscan.registry.tables import TableRows
from secscan.registry.targets import is_plain_id

_MAX_HINTS = 200


class OpdIndex:
    """Finds OPDs by id or name, whatever the case."""

    def __init__(self, opds: Iterable[Opd]) -> None:
        self._ids: dict[str, OpdId] = {}
        self._names: dict[str, list[OpdId]] = {}
        self._hints = 0
        for opd in opds:
            self._ids[opd.id.casefold()] = opd.id
            self._names.setdefault(opd.name.casefold(), []).append(opd.id)

    def find(self, text: str) -> OpdId | None:
        """The OPD with this id, or the only one with this name."""
        key = text.casefold()
        named = self._names.get(key, [])
        return self._ids.get(key) or (named[0] if len(named) == 1 else None)

    def read(self, fields: Fields, key: str, text: str) -> OpdId | None:
        """The OPD that the text of a cell names; a problem is noted where there is none or more than one."""
        found = self.find(text)
        if found is not None:
            return found
        if named := self._names.get(text.casefold()):
            fields.error(Code.AMBIGUOUS_OPD, key, text, ", ".join(named))
            return None
        self._hints += 1  # each hint compares with every name: enough is enough
        known = {**self._names, **self._ids} if self._hints <= _MAX_HINTS else {}
        fields.error(Code.UNKNOWN_OPD, key, text, nearest(text.casefold(), known))
        return None


def read_opds(source: TableRows, existing: Iterable[Opd], problems: list[Problem]) -> dict[int, Opd]:
    """The OPDs of a table by row number; parents may stand further down, or in the register already."""
    before = {opd.id: opd for opd in existing}
    named: dict[str, list[str]] = {}
    for opd in before.values():
        named.setdefault(opd.name.casefold(), []).append(opd.id)
    rows = [Fields(source, row, problems) for row in source.rows]
    given = {fields.number: fields.text("id") for fields in rows}
    ids = Identities(before, given.values())
    made: dict[str, str] = {}
    found: dict[int, Opd] = {}
    for fields in rows:
        name = fields.required("nama")
        identity = given[fields.number]
        if identity and not is_plain_id(identity):
            fields.error(Code.BAD_ID, "id", identity)
            continue
        key = "id" if identity else "nama"
        if name and not identity:  # two rows of one name are one OPD, written twice
            identity = made.get(name.casefold()) or ids.made(
                named.get(name.casefold(), ()), slug(name), slug(name, "2")
            )
            made[name.casefold()] = identity
        claimed = ids.claim(fields, key, identity) if identity else None
        if claimed is not None and name:
            found[fields.number] = _opd(fields, OpdId(claimed), name, before.get(OpdId(claimed)))
    index = OpdIndex({**before, **{opd.id: opd for opd in found.values()}}.values())
    for fields in rows:
        if fields.number in found and (parent := fields.text("induk")):
            opd = msgspec.structs.replace(found[fields.number], parent=index.read(fields, "induk", parent))
            found[fields.number] = opd
    _refuse_cycles({fields.number: fields for fields in rows}, found, before)
    return found


def _opd(fields: Fields, identity: OpdId, name: str, old: Opd | None) -> Opd:
    contact = old.contact if old is not None else Contact()
    return Opd(
        id=identity,
        name=name,
        parent=old.parent if old is not None and not fields.has("induk") else None,
        contact=Contact(
            name=fields.text("kontak_nama", contact.name),
            email=fields.text("kontak_email", contact.email),
            phone=fields.text("kontak_telepon", contact.phone),
        ),
    )


def _refuse_cycles(rows: dict[int, Fields], found: dict[int, Opd], before: dict[OpdId, Opd]) -> None:
    """An OPD is never above itself."""
    parents = {opd.id: opd.parent for opd in (*before.values(), *found.values())}
    for number, opd in found.items():
        seen: set[OpdId] = set()
        above = opd.parent
        while above is not None and above not in seen and above != opd.id:
            seen.add(above)
            above = parents.get(above)
        if above == opd.id:
            rows[number].error(Code.PARENT_CYCLE, "induk", opd.parent or "", opd.id)
