import json
from datetime import date

import msgspec
import pytest

from secscan.intel import endoflife, kev, wordpress
from secscan.intel.kinds import kind_of
from secscan.intel.packfile import read_pack
from secscan.intel.rows import KevRow, ProductRow
from secscan.intel.sources import SOURCES
from secscan.model.settings import IntelSettings
from tests.unit.intel.made import pack

TODAY = date(2026, 11, 22)


def test_every_source_renews_a_known_pack_over_https_and_has_a_setting() -> None:
    for source in SOURCES:
        assert kind_of(source.pack) is not None
        assert source.url.startswith("https://")
        assert source.key in IntelSettings.__struct_fields__


def test_kev_in_cisas_form() -> None:
    entry = {"cveID": "CVE-2021-44228", "vendorProject": "Apache", "product": "Log4j2", "dateAdded": "2021-12-10",
             "dueDate": "2021-12-24", "knownRansomwareCampaignUse": "Known"}  # fmt: skip
    body = {"title": "x", "catalogVersion": "2026.11.21", "dateReleased": "2026-11-21T15:00:00.0000Z", "count": 2,
            "vulnerabilities": [entry, {"cveID": "<script>", "dateAdded": "2021-12-10"}]}  # fmt: skip
    made = kev.convert(json.dumps(body).encode(), None, TODAY)
    assert made.data_date == date(2026, 11, 21)
    assert made.entries == {
        "CVE-2021-44228": KevRow(
            added=date(2021, 12, 10), due=date(2021, 12, 24), ransomware=True, vendor="Apache", product="Log4j2"
        )
    }


def test_wordpress_list_keeps_the_day_a_release_was_first_seen() -> None:
    words = {f"4.{number}": "insecure" for number in range(120)} | {"7.1.3": "latest", "x": "latest"}
    old = read_pack(pack("wp_releases", {"4.1": ["outdated", "2026-10-01"]}))
    entries = wordpress.convert(json.dumps(words).encode(), old, TODAY).entries
    assert entries["4.1"] == ("insecure", date(2026, 10, 1))
    assert entries["7.1.3"] == ("latest", TODAY)
    assert list(entries)[-1] == "7.1.3"
    assert "x" not in entries


def test_endoflife_keeps_what_only_the_pack_knows() -> None:
    old = read_pack(
        pack(
            "products",
            {
                "php": {"label": "PHP", "cycles": [{"name": "8.4"}], "releases": {"8.4.1": "2024-11-21"}, "cpe": ["c"]},
                "opensid": {"label": "OpenSID", "support_known": False, "releases": {"1.0": "2016-01-01"}},
            },
        )
    )
    release = {"name": "8.5", "releaseDate": "2025-11-20", "isLts": False, "eoasFrom": "2027-12-31", "isEol": False,
               "eolFrom": "2029-12-31", "latest": {"name": "8.5.9", "date": "2026-07-30", "link": "x"}}  # fmt: skip
    ended = {"name": "5.2", "isEol": True, "eolFrom": None, "latest": {"name": "bukan versi", "date": "2011-01-06"}}
    body = {"generated_at": "2026-11-20T01:02:03+00:00", "result": [
        {"name": "php", "label": "PHP!", "releases": [release, ended]}, {"name": "opensid", "releases": [release]},
        {"name": "lain", "releases": [release]},
    ]}  # fmt: skip
    made = endoflife.convert(json.dumps(body).encode(), old, TODAY)
    assert made.data_date == date(2026, 11, 20)
    assert set(made.entries) == {"php", "opensid"}
    php = made.entries["php"]
    assert isinstance(php, ProductRow)
    assert (php.label, php.cpe) == ("PHP", ("c",))
    assert php.releases == {"8.4.1": date(2024, 11, 21), "8.5.9": date(2026, 7, 30)}
    first, last = php.cycles
    assert (first.name, first.eol, first.active_until) == ("8.5", date(2029, 12, 31), date(2027, 12, 31))
    assert last.over(date(2010, 1, 1))  # ended, nobody says when
    assert (last.latest, last.latest_date) == ("", None)
    assert made.entries["opensid"] == msgspec.json.decode(old.entries["opensid"], type=ProductRow)


def test_a_product_of_another_form_stays_as_it_was() -> None:
    row = {"label": "x", "cycles": [{"name": "1"}]}
    old = read_pack(pack("products", {"php": row, "nginx": row}))
    nothing = {"name": "1.29", "isLts": None, "isEol": None, "latest": {"name": None, "date": None}}
    result = [{"name": "php", "releases": [{"name": 8}]}, {"name": "nginx", "releases": [nothing]}]
    body = {"generated_at": "2026-11-20T01:02:03Z", "result": result}
    made = endoflife.convert(json.dumps(body).encode(), old, TODAY).entries
    names = {key: [cycle.name for cycle in one.cycles] for key, one in made.items() if isinstance(one, ProductRow)}
    assert names == {"php": ["1"], "nginx": ["1.29"]}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'"x"', b'{"result": 1}', b"\xff\xfe"])
def test_other_forms_raise_a_value_error(source: object, body: bytes) -> None:
    (one,) = (known for known in SOURCES if known is source)
    with pytest.raises(ValueError, match=r".*"):
        one.convert(body, None, TODAY)
