import json
from collections.abc import Mapping
from datetime import date

import msgspec

from secscan.intel.holes import Exploits
from secscan.intel.products import product_table

PACKS: dict[str, dict[str, object]] = {
    "products": {
        "wordpress": {"label": "WordPress", "releases": {"7.1": "2026-08-19"}, "courtesy": True},
        "opensid": {"label": "OpenSID", "support_known": False},
    },
    "vulns": {"opensid": [{"id": "CVE-2026-0001", "affected": [[["<", "2.0"]]]}], "glpi": []},
    "vuln_floor": {"grav": {"package": "getgrav/grav", "affected": [[["<", "1.7.49"]]]}},
    "wp_releases": {
        "7.1": ["outdated", "2026-11-01"],
        "7.1.3": ["latest", "2026-11-20"],
        "besok": ["latest", "2026-11-20"],
    },
}


def read(name: str) -> Mapping[str, msgspec.Raw]:
    return {key: msgspec.Raw(json.dumps(value).encode()) for key, value in PACKS.get(name, {}).items()}


BUILT = {
    "simdes": msgspec.Raw(b'{"label":"SIMDES","releases":{"1.0":"2026-01-01"},"support_known":false}'),
    "opensid": msgspec.Raw(b'{"label":"Lain"}'),
}
TABLE = product_table(read, BUILT, Exploits({}, {}))


def test_every_product_that_any_pack_speaks_of() -> None:
    assert set(TABLE) == {"wordpress", "opensid", "glpi", "grav", "simdes"}
    assert "x" not in TABLE


def test_a_product_is_joined_of_all_packs() -> None:
    assert [hole.id for hole in TABLE["opensid"].vulnerabilities] == ["CVE-2026-0001"]
    assert TABLE["opensid"].label == "OpenSID"
    assert TABLE["grav"].floor == ((("<", "1.7.49"),),)
    assert (TABLE["glpi"].label, TABLE["glpi"].support_known) == ("glpi", False)


def test_releases_that_only_wordpress_list_has_are_of_the_day_they_were_seen() -> None:
    assert TABLE["wordpress"].releases == {"7.1": date(2026, 8, 19), "7.1.3": date(2026, 11, 20)}
    assert TABLE["opensid"].releases == {}


def test_products_that_were_built_here() -> None:
    assert TABLE["simdes"].label == "SIMDES"
    assert TABLE["simdes"].releases == {"1.0": date(2026, 1, 1)}
