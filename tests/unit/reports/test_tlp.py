import pytest

from secscan.reports.tlp import Tlp, parse_tlp


@pytest.mark.parametrize("text", ["amber+strict", "TLP:AMBER+STRICT", "amber_strict"])
def test_labels_are_read_in_any_form(text: str) -> None:
    assert parse_tlp(text) is Tlp.AMBER_STRICT


def test_an_unknown_label_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="TLP:GREEN"):
        parse_tlp("white")
