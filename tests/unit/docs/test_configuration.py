"""docs/configuration.md names every key with its default, and the scan profiles with their numbers."""

from pathlib import Path

import msgspec

from secscan.model.settings import Settings
from secscan.standards.load import load_profile, profile_names
from secscan.standards.profilefile import ProfileFile
from secscan.workspace.keys import KEYS
from secscan.workspace.settings import read_settings
from tests.unit.docs.markdown import fences, read, rows, sections

SECTIONS = sections(read("docs/configuration.md"))
SETTINGS = SECTIONS["`secscan.toml`"]
PROFILES = SECTIONS["Scan profiles"]


def printed(value: object) -> str:
    """A default as the table prints it."""
    if value is None:
        return "profile"
    if isinstance(value, tuple):
        return "`[]`" if not value else repr(value)
    return f"`{value}`" if str(value) else '`""`'


def test_every_key_with_its_default() -> None:
    defaults = msgspec.structs.asdict(Settings())
    known = {
        f"{section}.{key}": value
        for section, part in defaults.items()
        for key, value in msgspec.structs.asdict(part).items()
    }
    assert set(known) == set(KEYS)
    table = {key.strip("`"): default for key, _, default, _ in rows(SETTINGS)}
    assert table == {key: printed(value) for key, value in known.items()} | {"scan.hours": '`""`'}


def test_the_example_is_read(tmp_path: Path) -> None:
    (example,) = [fence.code for fence in fences(SETTINGS) if fence.language == "toml"]
    file = tmp_path / "secscan.toml"
    file.write_text(example, encoding="utf-8")
    settings = read_settings(file, {}).settings
    assert (settings.office.timezone, settings.scan.rate) == ("Asia/Makassar", 5.0)
    assert settings.domains.exempt[0].name == "wisata-contohkota.id"


def test_profiles_with_their_numbers() -> None:
    table = {row[0].strip("`"): row[1:] for row in rows(PROFILES) if len(row) == 5}
    assert table == {
        profile.name: [
            profile.intensity,
            str(profile.request_budget),
            str(profile.linked_pages),
            "all" if profile.ports else "none",
        ]
        for profile in map(load_profile, profile_names())
    }


def test_what_all_profiles_share() -> None:
    for profile in map(load_profile, profile_names()):
        shared = (profile.rate, profile.port_rate, profile.max_connections, profile.app_deadline)
        assert shared == (10, 100, 4, 90), "the paragraph below the table says so"


def test_every_key_of_a_profile() -> None:
    named = [name.strip("` ") for cells in rows(PROFILES) if len(cells) == 2 for name in cells[0].split(",")]
    assert sorted(named) == sorted(field.name for field in msgspec.structs.fields(ProfileFile))
