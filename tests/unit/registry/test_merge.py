from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, Opd, Register
from secscan.registry.columns import Table
from secscan.registry.merge import Changes, merge
from secscan.registry.reading import Reading

A, B, C = (Opd(OpdId(name), name.upper()) for name in "abc")
BEFORE = Register(opds=(A, B), apps=(App(id=AppId("x"), opd=OpdId("a"), name="X"),))


def reading(*opds: Opd) -> Reading:
    return Reading(opds=opds, tables=frozenset({Table.OPD}))


def test_updates_by_id_and_keeps_what_is_missing() -> None:
    changed = Opd(OpdId("b"), "B baru")
    merged = merge(BEFORE, reading(C, changed))
    assert merged.register.opds == (A, changed, C)
    assert merged.changes == (Changes(table=Table.OPD, new=("c",), changed=("b",), missing=("a",)),)
    assert not merged.pruned


def test_prune_removes_what_is_missing_and_spares_absent_tables() -> None:
    merged = merge(BEFORE, reading(B), prune=True)
    assert merged.register.opds == (B,)
    assert merged.register.apps == BEFORE.apps
    assert merged.changes[0].missing == ("a",)


def test_the_same_again_changes_nothing() -> None:
    merged = merge(BEFORE, reading(A, B), prune=True)
    assert merged.register == BEFORE
    assert merged.changes == (Changes(table=Table.OPD, unchanged=("a", "b")),)
