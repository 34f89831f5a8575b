import pytest

from secscan.model.enums import AppStatus, Criticality, Environment, HostKind, Intensity
from secscan.registry.columns import fold
from secscan.registry.words import APP_STATUS, CRITICALITY, ENVIRONMENT, HOST_KIND, INTENSITY


@pytest.mark.parametrize(
    ("words", "word", "member"),
    [
        (CRITICALITY, "Strategic", Criticality.STRATEGIS),
        (CRITICALITY, "tinggi", Criticality.TINGGI),
        (CRITICALITY, "LOW", Criticality.RENDAH),
        (ENVIRONMENT, "Production", Environment.PRODUKSI),
        (ENVIRONMENT, "staging", Environment.UJI),
        (APP_STATUS, "active", AppStatus.AKTIF),
        (APP_STATUS, "dead", AppStatus.MATI),
        (APP_STATUS, "merged", AppStatus.DIGABUNG),
        (APP_STATUS, "closed", AppStatus.DITUTUP),
        (HOST_KIND, "Shared Hosting", HostKind.HOSTING_BERSAMA),
        (HOST_KIND, "hosting_bersama", HostKind.HOSTING_BERSAMA),
        (HOST_KIND, "central", HostKind.PUSAT),
        (INTENSITY, "pasif", Intensity.PASSIVE),
    ],
)
def test_words_of_both_languages(words: dict[str, object], word: str, member: object) -> None:
    assert words[fold(word)] is member


@pytest.mark.parametrize("words", [CRITICALITY, ENVIRONMENT, APP_STATUS, HOST_KIND, INTENSITY])
def test_every_value_is_its_own_word(words: dict[str, object]) -> None:
    assert {words[fold(str(member))] for member in words.values()} == set(words.values())
