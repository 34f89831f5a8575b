from pathlib import Path

from secscan.registry.columns import COLUMNS
from secscan.registry.examples import EXAMPLES
from tests.unit.registry.files import folder_of, read, register_of


def test_examples_use_known_columns_and_reserved_names() -> None:
    for table, examples in EXAMPLES.items():
        for example in examples:
            assert set(example) <= {column.key for column in COLUMNS[table]}
            assert all(".go.id" not in text for text in example.values())


def test_an_unchanged_example_is_left_out_and_a_changed_one_is_data(tmp_path: Path) -> None:
    example = "CONTOH-bkd,CONTOH: Badan Kepegawaian Daerah,CONTOH-diskominfo,,,\n"
    header = "id,nama,induk,kontak_nama,kontak_email,kontak_telepon\n"
    report = read(folder_of(tmp_path, opd=header + example + "a,Dinas A,,,,\n"))
    assert report.examples == 1
    assert [opd.id for opd in register_of(report).opds] == ["a"]
    changed = example.replace("CONTOH-diskominfo", "").replace("CONTOH: ", "")
    assert [opd.id for opd in register_of(read(folder_of(tmp_path, opd=header + changed))).opds] == ["CONTOH-bkd"]
