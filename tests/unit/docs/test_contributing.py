"""The walk-through of CONTRIBUTING.md shows what the files of the model check really say."""

import pytest

from tests.unit.docs.markdown import ROOT, Fence, fences, read

FILES = {
    "yaml": ("profiles/standards/pemda-eksternal.yaml",),
    "python": ("secscan/checks/framing.py", "secscan/checks/catalogue.py", "tests/unit/checks/test_framing.py"),
    "markdown": ("findings/framing.en.md",),
}
EXCERPTS = [fence for fence in fences(read("CONTRIBUTING.md")) if fence.language in FILES]


def test_there_are_excerpts_of_every_kind() -> None:
    assert {fence.language for fence in EXCERPTS} == set(FILES)


@pytest.mark.parametrize("fence", EXCERPTS, ids=lambda fence: fence.code.strip().splitlines()[0])
def test_an_excerpt_stands_in_its_file(fence: Fence) -> None:
    assert any(fence.code in read(name) for name in FILES[fence.language])


def test_scripts_exist() -> None:
    assert all((ROOT / "script" / name).is_file() for name in ("check", "test", "demo"))
