import io

from secscan.registry.cells import Cell
from secscan.registry.merged_cells import Area, fill, read_areas


def areas(xml: str) -> list[Area]:
    return read_areas(io.BytesIO(xml.encode()), 100)


def test_areas_are_read_from_the_sheet() -> None:
    xml = '<sheetData/><mergeCells count="2"><mergeCell ref="A2:B9"/><x:mergeCell ref="AA1:AB1"/></mergeCells>'
    assert areas(xml) == [Area(2, 0, 9, 1), Area(1, 26, 1, 27)]


def test_areas_across_the_reader_s_chunks() -> None:
    for padding in range(65_480, 65_560):
        assert areas("x" * padding + '<mergeCell ref="A2:A9"/>') == [Area(2, 0, 9, 0)]


def test_text_that_only_looks_like_one_is_no_area() -> None:
    assert areas("<t>&lt;mergeCell ref=&quot;A2:A9&quot;/&gt;</t>") == []


def test_every_cell_gets_the_value_of_the_first() -> None:
    rows: dict[int, list[Cell]] = {2: ["Dinas", "a"], 3: [None, "b"], 5: []}
    fill(rows, [Area(2, 0, 5, 0)], 60, 1000)
    assert rows == {2: ["Dinas", "a"], 3: ["Dinas", "b"], 5: ["Dinas"]}


def test_a_huge_area_is_bounded() -> None:
    rows: dict[int, list[Cell]] = {1: ["x"]}
    fill(rows, [Area(1, 0, 1_048_576, 16_383)] * 50, 60, 1000)
    assert len(rows[1]) == 60
