#!/usr/bin/env python3
"""Make the shipped data packs again: `script/build_packs.py FOLDER`, FOLDER holding the collected facts.

The facts are JSON files: products, vulns, vuln_floor, kev, jslibs, jquery_hashes, wp_extensions (gzip), wp_etags,
version_endpoints, fingerprints/*. `docs/intel.md` has the form of the packs, `secscan/intel/data/PROVENANCE.md` where
the facts are from. `admin_paths` is own work, and edited in the pack itself.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from secscan.base.versions import is_version
from secscan.intel.kinds import kind_of, validate
from secscan.intel.packfile import compressed, make_pack, read_pack, unpacked
from secscan.intel.retire import hole_names
from secscan.intel.rows import FloorRow, HoleRow, KevRow, LibraryRow, ProductRow
from secscan.intel.severities import severity_of_score, severity_of_word
from secscan.intel.shelf import file_name
from secscan.model.intel import Cycle, PackOrigin, Ranges

DATA = Path(__file__).parent.parent / "secscan" / "intel" / "data"
NOTICE = (
    "Copyright 2012-2026 Defiant Inc. (Wordfence Intelligence). Copyright 1999-2026 The MITRE Corporation (CVE). "
    "Records: https://www.wordfence.com/threat-intel/"
)
COURTESY = frozenset(("wordpress",))
LABELS = {
    "adminer": "Adminer",
    "avideo": "AVideo",
    "bolt": "Bolt CMS",
    "codeigniter": "CodeIgniter",
    "codeigniter4": "CodeIgniter 4",
    "cpanel": "cPanel",
    "dolibarr": "Dolibarr",
    "dompdf": "Dompdf",
    "dspace": "DSpace",
    "elfinder": "elFinder",
    "filegator": "FileGator",
    "geoserver": "GeoServer",
    "glpi": "GLPI",
    "grav": "Grav",
    "impresscms": "ImpressCMS",
    "laravel-filemanager": "Laravel File Manager",
    "laravel-ignition": "Laravel Ignition",
    "librenms": "LibreNMS",
    "liferay": "Liferay",
    "livewire": "Livewire",
    "magento1": "Magento 1",
    "mantisbt": "MantisBT",
    "nukeviet": "NukeViet",
    "october": "October CMS",
    "owncloud": "ownCloud",
    "phpmailer": "PHPMailer",
    "phpunit": "PHPUnit",
    "prestashop": "PrestaShop",
    "slims": "SLiMS",
    "smarty": "Smarty",
    "snipe-it": "Snipe-IT",
    "tinymce": "TinyMCE",
    "webmin": "Webmin",
    "yii": "Yii",
    "zimbra": "Zimbra",
}
"""Names of products that have advisories and no entry among the life cycles, or a longer name there."""

PUBLISHERS = {
    "CVE description (parsed)": "CVE",
    "CVE description, read by hand": "CVE",
    "CVE record": "CVE",
    "CVE record text": "CVE",
    "php.net changelog (branches without a fix not listed)": "php.net",
    "roundcube changelog (branches without a named fix not listed)": "roundcube.net",
}
SCRIPT_LIBRARIES = {"jquery.mobile": "jquery-mobile"}

Facts = dict[str, Any]


def main(folder: Path) -> None:
    """Make every pack, check it, and write it."""
    for name, data in packs(folder):
        validate(read_pack(data))
        place = DATA / file_name(name)
        place.parent.mkdir(exist_ok=True)
        kind = kind_of(name)
        place.write_bytes(compressed(data) if kind is not None and kind.packed else data)
        print(f"{name}: {read_pack(data).head.entries} entries, {place.stat().st_size} bytes")


def packs(folder: Path) -> Iterable[tuple[str, bytes]]:
    """Each pack's name and content."""
    facts: Facts = {
        path.name.split(".")[0]: json.loads(unpacked(path.read_bytes()))
        for path in sorted(folder.iterdir())
        if path.suffix in (".json", ".gz")
    }
    vulns, floor = vulnerabilities(facts["vulns"]), floors(facts["vuln_floor"])
    yield pack("products", products(facts["products"], {*vulns, *floor}), facts["products"]["data_date"], "MIT",
               "endoflife.date; release tags of the projects")  # fmt: skip
    newest = max(row["date"] for rows in facts["wp_extensions"]["plugins"].values() for row in as_dicts(rows))
    yield pack("vulns", vulns, newest, "facts of several sources, see PROVENANCE.md", "see PROVENANCE.md", NOTICE)
    yield pack("vuln_floor", floor, facts["vuln_floor"]["source"]["date"], "MIT", source(facts["vuln_floor"]))
    yield pack("kev", kev(facts["kev"]), facts["kev"]["source"]["date"], "CC0-1.0", "CISA KEV, " + source(facts["kev"]))
    yield pack("jslibs", libraries(facts["jslibs"]), facts["jslibs"]["source"]["date"], "Apache-2.0",
               source(facts["jslibs"]))  # fmt: skip
    scripts = {
        digest: (SCRIPT_LIBRARIES.get(name, name), version)
        for name, files in facts["jquery_hashes"]["files"].items()
        for digest, version in files.items()
    }
    yield pack("scripts", scripts, facts["jquery_hashes"]["source"]["date"], "MIT", source(facts["jquery_hashes"]))
    yield pack("wp_extensions", extensions(facts["wp_extensions"]), facts["wp_extensions"]["source"]["date"],
               "MIT; records (c) Defiant Inc., (c) The MITRE Corporation", source(facts["wp_extensions"]),
               NOTICE)  # fmt: skip
    yield pack("wp_etags", facts["wp_etags"]["md5"], facts["wp_etags"]["source"]["date"], "GPL-2.0-or-later",
               "own computation over " + source(facts["wp_etags"]))  # fmt: skip
    endpoints = {
        key: [(path, *how.partition(":")[::2], *rest) for path, how, *rest in rows]
        for key, rows in facts["version_endpoints"]["products"].items()
    }
    yield pack("version_endpoints", endpoints, newest, "AGPL-3.0-or-later", "own work")
    for path in sorted((folder / "fingerprints").glob("*.json")):
        yield table(path.stem.removesuffix("-old"), json.loads(path.read_bytes()))


def pack(
    name: str, entries: Mapping[str, object], day: str, licence: str, origin: str, notice: str = ""
) -> tuple[str, bytes]:
    """A shipped pack."""
    made = make_pack(
        name,
        entries,
        data_date=date.fromisoformat(day),
        source=origin,
        licence=licence,
        origin=PackOrigin.SHIPPED,
        notice=notice,
    )
    return name, made


def source(facts: Facts) -> str:
    """Repository and commit."""
    return f"{facts['source']['repo']}@{facts['source']['commit'][:12]}"


def as_dicts(rows: list[list[Any]]) -> list[Facts]:
    return [dict(zip(("id", "affected", "severity", "date", "kev"), row, strict=False)) for row in rows]


def products(facts: Facts, others: set[str]) -> dict[str, object]:
    """Cycles and releases; products with advisories only have their name."""
    made: dict[str, object] = {}
    for key, product in facts["products"].items():
        tagged = product["source"] != "endoflife.date"
        made[key] = ProductRow(
            label=LABELS.get(key, product["label"]),
            cycles=tuple(cycle(one) for one in product["cycles"]),
            releases=product.get("versions", {}),
            support_known=not tagged,
            courtesy=key in COURTESY,
            cpe=tuple(product.get("cpe", ())),
        )
    for key in sorted(others - set(made)):
        made[key] = ProductRow(label=LABELS[key], support_known=False)
    return made


def cycle(one: Facts) -> Cycle:
    eol, latest = one.get("eol"), one.get("latest") or ""
    return Cycle(
        name=one["cycle"],
        released=day(one.get("released")),
        eol=day(eol),
        ended=eol is True,
        latest=latest if is_version(latest) else "",
        latest_date=day(one.get("latest_date")),
        lts=one.get("lts") is True or isinstance(one.get("lts"), str),
        active_until=day(one.get("eoas")),
        extended=day(one.get("eoes")),
    )


def day(value: object) -> date | None:
    """A date where one is given; True and False say that something ended or goes on, not when."""
    return date.fromisoformat(value) if isinstance(value, str) else None


def vulnerabilities(facts: Facts) -> dict[str, object]:
    return {key: [hole(row) for row in rows] for key, rows in sorted(facts["products"].items())}


def hole(row: Facts) -> HoleRow:
    score = row.get("cvss")
    severity = severity_of_word(row.get("sev", ""))
    if severity is None and score is not None:
        severity = severity_of_score(score)
    return HoleRow(
        id=row["id"],
        affected=ranges(row["affected"]),
        severity=severity,
        published=day(row.get("date")),
        source=", ".join(dict.fromkeys(PUBLISHERS.get(one, one) for one in row["src"])),
        cvss=score,
        exploited=day(row.get("kev")),
        wf=row.get("wf", ""),
        aliases=(row["sa"],) if row.get("sa") else (),
        estimated=bool(row.get("loose")),
    )


def ranges(alternatives: list[list[list[str]]]) -> Ranges:
    return tuple(tuple((sign, bound) for sign, bound in one) for one in alternatives)


def floors(facts: Facts) -> dict[str, object]:
    return {
        key: FloorRow(package=row["package"], affected=tuple(patched(one) for one in ranges(row["affected"])))
        for key, row in facts["products"].items()
    }


def patched(one: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Composer writes 2.4.6-p13 as 2.4.6.0-patch13, which the collection split in two conditions: `< 2.4.6.0-pat` and
    `== 13`."""
    made: list[tuple[str, str]] = []
    for sign, bound in one:
        if made and made[-1][1].endswith("-pat") and sign == "==":
            made[-1] = (made[-1][0], f"{made[-1][1].removesuffix('-pat').removesuffix('.0')}-p{bound}")
        else:
            made.append((sign, bound))
    if not all(is_version(bound) for _, bound in made):
        raise ValueError(f"no range: {one}")
    return tuple(made)


def kev(facts: Facts) -> dict[str, object]:
    rows = (dict(zip(facts["columns"], row, strict=True)) for row in facts["rows"])
    return {
        row["cve"]: KevRow(
            added=date.fromisoformat(row["added"]),
            due=day(row["due"]),
            ransomware=bool(row["ransomware"]),
            vendor=row["vendor"],
            product=row["product"],
        )
        for row in sorted(rows, key=lambda row: str(row["cve"]))
    }


def libraries(facts: Facts) -> dict[str, object]:
    return {
        name: LibraryRow(npm=library["npm"] or "", holes=script_holes(name, library), sha1=library.get("sha1", {}))
        for name, library in facts["libraries"].items()
    }


def script_holes(name: str, library: Facts) -> tuple[HoleRow, ...]:
    made = []
    taken: set[str] = set()
    for row in library["vulns"]:
        first, *others = hole_names(name, row.get("cve", ()), row.get("ghsa", ""), row["lt"], taken)
        lower = ((">=", row["ge"]),) if "ge" in row else ()
        made.append(
            HoleRow(
                id=first,
                affected=((*lower, ("<", row["lt"])),),
                severity=severity_of_word(row["sev"]),
                source="retire.js",
                aliases=tuple(others),
                cwe=tuple(int(one.removeprefix("CWE-")) for one in row["cwe"]),
            )
        )
    return tuple(made)


def extensions(facts: Facts) -> dict[str, object]:
    return {
        f"{kind}/{slug}": [(*row[:4], 1) if len(row) > 4 else row for row in rows]
        for kind, plural in (("plugin", "plugins"), ("theme", "themes"))
        for slug, rows in sorted(facts[plural].items())
    }


def table(product: str, facts: Facts) -> tuple[str, bytes]:
    """A table of digests: its ranges as pairs of first and last, one behind the other."""
    entries: dict[str, object] = {"versions": facts["versions"]}
    for path in facts["order"]:
        file = facts["paths"][path]
        digests = {digest: [end for one in spans for end in (one[0], one[-1])] for digest, spans in file["h"].items()}
        entries["/" + path] = (file["w"], digests)
    sources = facts["sources"]
    origin = ", ".join(f"{one['repo']}@{one['commit'][:12]}" for one in sources)
    newest = max(one["date"] for one in sources)
    return pack(f"fingerprints/{product}", entries, newest, "own computation; see PROVENANCE.md", origin)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
