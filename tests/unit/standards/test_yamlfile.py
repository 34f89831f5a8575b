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
        ("    weight: 2", "    wieght: 2", "own.yaml:4", "leaves[0].wieght: unknown key"),
        ("{name: dua}", "{name: dua, x: 1}", "own.yaml:5", "leaves[1].x: unknown key"),
        ("{name: dua}", "{name: 2}", "own.yaml:5", "leaves[1].name: Expected `str`, got `int`"),
        ("{name: dua}", "{}", "own.yaml:5", "leaves[1]: Object missing required field `name`"),
        ("weight: 0.5", "weight: berat", "own.yaml:7", "named.x.weight: Expected `float`, got `str`"),
        ("  x: {name", "  y: {name: a}\n  x: {nama", "own.yaml:8", "named.x.nama: unknown key"),
        ("kritis: 3", "gawat: 3", "own.yaml:8", "days.gawat: Invalid enum value 'gawat'"),
        ("kritis: 3", "kritis: x", "own.yaml:8", "days.kritis: Expected `int`, got `str`"),
        ("days:", "daun:", "own.yaml:8", "daun: unknown key"),
    ],
)
def test_a_fault_is_named_with_its_line_and_key_path(before: str, after: str, where: str, message: str) -> None:
    assert before in GOOD
    error = error_of(GOOD.replace(before, after, 1))
    assert (error.where, error.message) == (where, message)


def test_a_misspelt_key_suggests_the_right_one() -> None:
    assert error_of(GOOD.replace("    weight: 2", "    wieght: 2")).advice == "did you mean 'weight'?"
    assert error_of("qqq: 1").advice == "remove it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("leaves: [", "not valid YAML"),
        ("a: 1\n\tb: 2", "not valid YAML"),
        ("leaves: []\nleaves: []", "'leaves' stands here twice"),
        ("leaves: [{name: a, name: b}]", "'leaves[0].name' stands here twice"),
        ("[1]: 2", "is not a word"),
        ("- 1", "the file: Expected `object`"),
        ("leaves: !!python/object:os.system {}", "leaves: Expected `array`"),
        ("leaves: &a [*a]", "refers to itself"),
        ("a: 1\n---\nb: 2", "not valid YAML"),
        ("\x00", "not valid YAML"),
    ],
)
def test_what_is_no_such_file(text: str, message: str) -> None:
    assert message in error_of(text).message
