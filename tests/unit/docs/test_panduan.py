"""docs/panduan.md quotes messages, and column and section names, as the program says them."""

import pytest

from secscan.base.resources import names, read_text
from tests.unit.docs.markdown import read, rows, sections

SECTIONS = sections(read("docs/panduan.md"))
SAID = "\n".join(
    read_text("templates", "translations", f"{name}.yaml")
    for name in names("templates", "translations", suffix=".yaml")
    if name.endswith(".id")
)
QUOTED = [
    row[0].replace("`secscan …`", "").strip()
    for heading in ("Memindai", "Bila ada masalah")
    for row in rows(SECTIONS[heading])
]


@pytest.mark.parametrize("message", [*QUOTED, "Jejak pemindaian pada server", "belum diuji ulang"])
def test_the_program_says_so(message: str) -> None:
    assert message in SAID
