"""Other things that hacked sites sell."""

import pytest

from secscan.analysis.spam import is_written_otherwise, sales, topic


@pytest.mark.parametrize("text", ["buy cheap viagra online", "cialis without prescription", "激安 通販 送料無料"])
def test_selling_terms(text: str) -> None:
    assert sales(text)


@pytest.mark.parametrize(
    "text", ["waspada viagra palsu", "resep dokter untuk sildenafil", "観光案内 ようこそ", "apotek online daerah"]
)
def test_words_of_health_offices_and_visitors_guides(text: str) -> None:
    assert not sales(text)


def test_topics() -> None:
    assert [topic(text) for text in ("slot gacor", "buy viagra online", "ブランド 激安 通販 公式")] == [
        "gambling",
        "medicines",
        "shops",
    ]


def test_the_script_of_a_text() -> None:
    assert is_written_otherwise("スーパーコピー 時計 通販 激安")
    assert not is_written_otherwise("Dinas Pariwisata: 観光案内 bagi wisatawan Jepang")
    assert not is_written_otherwise("Dinas")
