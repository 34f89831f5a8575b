"""script/build_packs.py makes the shipped packs from collected facts: here from a few, written by hand."""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from secscan.intel.kinds import validate
from secscan.intel.packfile import PackFile, read_pack
from secscan.intel.shelf import open_shelf

SCRIPT = Path(__file__).parents[3] / "script" / "build_packs.py"
SOURCE = {"repo": "contoh/fakta", "commit": "0123456789abcdef", "date": "2026-08-22"}
FACTS: dict[str, object] = {
    "products": {"data_date": "2026-08-22", "products": {
        "php": {"label": "PHP", "source": "endoflife.date", "versions": {"8.5.9": "2026-07-30"}, "cpe": ["cpe:/a:php"],
                "cycles": [{"cycle": "8.5", "eol": "2029-12-31", "eoes": "2032-12-31", "lts": "2026-01-02",
                            "latest": "8.5.9", "latest_date": "2026-07-30"},
                           {"cycle": "5.2", "eol": True, "latest": "bukan versi"}]},
        "opensid": {"label": "OpenSID", "source": "git tags", "cycles": [{"cycle": "1"}]}}},
    "vulns": {"products": {"php": [
        {"id": "CVE-2026-0001", "affected": [[["<", "8.5.9"]]], "src": ["CVE record", "CVE record text"], "cvss": 9.8},
        {"id": "CVE-2026-0002", "affected": [[["<", "8"]]], "src": ["nginx.org"], "sev": "major", "loose": 1,
         "kev": "2026-08-01", "wf": "u", "sa": "SA-1", "date": "2026-08-02"}]}},
    "vuln_floor": {"source": SOURCE, "products": {"glpi": {"package": "g/g", "affected": [
        [["<", "2.4.6.0-pat"], ["==", "13"]], [[">=", "3"], ["<", "3.1"]]]}}},
    "kev": {"source": SOURCE, "columns": ["cve", "vendor", "product", "added", "due", "ransomware", "web"],
            "rows": [["CVE-2026-0002", "V", "P", "2026-08-01", "2026-08-22", 1, 0]]},
    "jslibs": {"source": SOURCE, "libraries": {"a": {"npm": None, "sha1": {"00": "1.0"}, "vulns": [
        {"lt": "2.0", "ge": "1.0", "sev": "medium", "cve": ["CVE-2026-0003"], "ghsa": "GHSA-x", "cwe": ["CWE-79"]},
        {"lt": "3.0", "sev": "low", "cwe": []}]}}},
    "jquery_hashes": {"source": SOURCE, "files": {"jquery.mobile": {"aa": "1.4.5"}}},
    "wp_etags": {"source": SOURCE, "md5": {"ff": "6.6"}},
    "version_endpoints": {"products": {"php": [["/", "header:X-Powered-By", "exact", 90, "x"]]}},
}  # fmt: skip
EXTENSIONS = {"source": SOURCE, "plugins": {"a": [["CVE-2026-0004", "<=1", "m", "2026-08-20", "kev"]]},
              "themes": {"b": [["WF-u", "<2", "c", "2026-08-21"]]}}  # fmt: skip
TABLE = {"versions": ["1.0", "1.1", "1.2"], "order": ["b.js", "a.js"], "sources": [SOURCE], "paths": {
    "a.js": {"w": 0.5, "h": {"00": [[0], [2]]}}, "b.js": {"w": 1.0, "h": {"11": [[0, 2]]}}}}  # fmt: skip


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_packs", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PackFile]:
    folder = tmp_path_factory.mktemp("fakta")
    for name, facts in FACTS.items():
        (folder / f"{name}.json").write_text(json.dumps(facts))
    (folder / "wp_extensions.json.gz").write_bytes(gzip.compress(json.dumps(EXTENSIONS).encode()))
    (folder / "fingerprints").mkdir()
    (folder / "fingerprints" / "moodle-old.json").write_text(json.dumps(TABLE))
    return {name: read_pack(data) for name, data in script.packs(folder)}


def entry(pack: PackFile, key: str) -> object:
    return json.loads(bytes(pack.entries[key]))


def test_every_pack_is_of_its_kind(made: dict[str, PackFile]) -> None:
    for pack in made.values():
        validate(pack)
    own = {"admin_paths", "fronts"}  # edited in the pack itself
    tables = {name for name in open_shelf().heads if name.startswith("fingerprints/")}
    assert set(made) | own >= set(open_shelf().heads) - tables


def test_facts_keep_their_meaning(made: dict[str, PackFile]) -> None:
    assert entry(made["products"], "php") == {
        "label": "PHP", "releases": {"8.5.9": "2026-07-30"}, "cpe": ["cpe:/a:php"],
        "cycles": [{"name": "8.5", "eol": "2029-12-31", "extended": "2032-12-31", "lts": True, "latest": "8.5.9",
                    "latest_date": "2026-07-30"}, {"name": "5.2", "ended": True}],
    }  # fmt: skip
    assert entry(made["products"], "opensid")["support_known"] is False  # type: ignore[index]
    assert entry(made["products"], "glpi") == {"label": "GLPI", "support_known": False}
    first, second = entry(made["vulns"], "php")  # type: ignore[misc]
    assert first == {"id": "CVE-2026-0001", "affected": [[["<", "8.5.9"]]], "severity": "kritis", "source": "CVE",
                     "cvss": 9.8}  # fmt: skip
    assert second["estimated"] is True
    assert (second["severity"], second["exploited"], second["wf"], second["aliases"]) == (
        "tinggi", "2026-08-01", "u", ["SA-1"],
    )  # fmt: skip
    assert entry(made["vuln_floor"], "glpi")["affected"][0] == [["<", "2.4.6-p13"]]  # type: ignore[index]
    assert entry(made["kev"], "CVE-2026-0002")["ransomware"] is True  # type: ignore[index]
    assert entry(made["scripts"], "aa") == ["jquery-mobile", "1.4.5"]
    assert entry(made["wp_extensions"], "plugin/a") == [["CVE-2026-0004", "<=1", "m", "2026-08-20", 1]]
    assert entry(made["version_endpoints"], "php") == [["/", "header", "X-Powered-By", "exact", 90, "x"]]
    holes = entry(made["jslibs"], "a")["holes"]  # type: ignore[index]
    assert [hole["id"] for hole in holes] == ["CVE-2026-0003", "a<3.0"]


def test_tables_keep_their_order_and_ranges(made: dict[str, PackFile]) -> None:
    table = made["fingerprints/moodle"]
    assert list(table.entries) == ["versions", "/b.js", "/a.js"]
    assert entry(table, "/a.js") == [0.5, {"00": [0, 0, 2, 2]}]
    assert entry(table, "/b.js") == [1.0, {"11": [0, 2]}]
