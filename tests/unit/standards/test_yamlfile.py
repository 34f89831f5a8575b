import msgspec
import pytest

from secscan.base.errors import UsageError
from secscan.model.enums import Severity
from secscan.standards.yamlfile import decode


class Leaf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    weight: float = 1.0


class Tree(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    leaves: tuple[Leaf, ...] = ()
    named: dict[str, Leaf] = {}
    days: dict[Severity, int] = {}


GOOD = """\
# a tree
leaves:
  - name: satu
    weight: 2
  - {name: dua}
named:
  x: {name: tiga, weight: 0.5}
days: {kritis: 3}
"""


def error_of(text: str) -> UsageError:
    with pytest.raises(UsageError) as error:
        decode(text, "own.yaml", Tree)
    return error.value


def test_a_good_file() -> None:
    tree = decode(GOOD, "own.yaml", Tree)
    assert tree == Tree(
        leaves=(Leaf(name="satu", weight=2.0), Leaf(name="dua")),
        named={"x": Leaf(name="tiga", weight=0.5)},
        days={Severity.KRITIS: 3},
    )


@pytest.mark.parametrize(
    ("before", "after", "where", "message"),
    [
        ("    weight: 2", "    wieght: 2", "own.yaml:4", "leaves[0].wieght: unknown_field"),
        ("{name: dua}", "{name: dua, x: 1}", "own.yaml:5", "leaves[1].x: unknown_field"),
        ("{name: dua}", "{name: 2}", "own.yaml:5", "leaves[1].name: bad_field: detail=Expected `str`, got `int`"),
        ("{name: dua}", "{}", "own.yaml:5", "leaves[1]: bad_field: detail=Object missing required field `name`"),
        ("weight: 0.5", "weight: berat", "own.yaml:7", "named.x.weight: bad_field: detail=Expected `float`, got `str`"),
        ("  x: {name", "  y: {name: a}\n  x: {nama", "own.yaml:8", "named.x.nama: unknown_field"),
        ("kritis: 3", "gawat: 3", "own.yaml:8", "days.gawat: bad_field: detail=Invalid enum value 'gawat'"),
        ("kritis: 3", "kritis: x", "own.yaml:8", "days.kritis: bad_field: detail=Expected `int`, got `str`"),
        ("days:", "daun:", "own.yaml:8", "daun: unknown_field"),
    ],
)
def test_a_fault_is_named_with_its_line_and_key_path(before: str, after: str, where: str, message: str) -> None:
    assert before in GOOD
    error = error_of(GOOD.replace(before, after, 1))
    assert str(error).startswith(f"{where}: {message}")


def test_a_misspelt_key_suggests_the_right_one() -> None:
    assert error_of(GOOD.replace("    weight: 2", "    wieght: 2")).values["near"] == "weight"
    assert error_of("qqq: 1").values["near"] == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty_file"),
        ("# only a comment\n", "empty_file"),
        ("leaves: [", "bad_yaml"),
        ("a: 1\n\tb: 2", "bad_yaml"),
        ("leaves: []\nleaves: []", "key_twice: key=leaves"),
        ("leaves: [{name: a, name: b}]", "key_twice: key=leaves[0].name"),
        ("[1]: 2", "key_not_a_word"),
        ("- 1", "bad_field: detail=Expected `object`"),
        ("leaves: !!python/object:os.system {}", "leaves: bad_field: detail=Expected `array`"),
        ("leaves: &a [*a]", "nested_deeply"),
        ("a: 1\n---\nb: 2", "bad_yaml"),
        ("\x00", "bad_yaml"),
    ],
)
def test_what_is_no_such_file(text: str, message: str) -> None:
    assert message in str(error_of(text))
