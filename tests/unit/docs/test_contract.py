"""docs/contract.md says what the code does: verbs, JSON keys, the gate's defaults."""

import json
import re

import click
import msgspec

from secscan.base.resources import read_text
from secscan.model.assessment import Assessment
from secscan.model.enums import DecisionKind
from secscan.reports.json_report import SCHEMA
from secscan.scoring.decision import Thresholds
from tests.unit.docs.commands import options, verbs
from tests.unit.docs.markdown import read, rows, sections

SECTIONS = sections(read("docs/contract.md"))
COMMANDS = dict(verbs())
REPORT = json.loads(read_text("templates", "schema", SCHEMA))


def test_verbs_have_the_options_that_are_promised() -> None:
    for call, promise in rows(SECTIONS["Verbs"]):
        name = next((name for name in COMMANDS if call.startswith(f"`secscan {name}")), None)
        if name is None:
            assert call.startswith("`-w DIR`")
            continue
        promised = set(re.findall(r"(?<!\w)--?[a-z][\w-]*", call + promise))
        assert promised <= options(COMMANDS[name]), name


def test_json_keys_are_those_of_the_schema() -> None:
    tables = {"apps": "app", "findings": "finding", "results": "result", "software": "software", "impact": "impact"}
    for keys, holds in rows(SECTIONS["The JSON report"]):
        name = keys.strip("`").removesuffix("[]")
        if name not in tables:
            continue
        known = REPORT["$defs"][tables[name]]["properties"] | REPORT["$defs"]["score"]["properties"]
        named = {word.removesuffix("[]") for word in re.findall(r"`([a-z_]+(?:\[\])?)`", holds)}
        assert named <= known.keys() | {"-"}, name


def test_schema_version() -> None:
    (default,) = [one.default for one in msgspec.structs.fields(Assessment) if one.name == "schema_version"]
    assert f"`schema_version` is `{default}`" in SECTIONS["The JSON report"]


def test_thresholds_are_the_gates_defaults() -> None:
    defaults = {one.opts[0]: one.default for one in COMMANDS["gate"].params if isinstance(one, click.Option)}
    thresholds = Thresholds()
    assert defaults["--fail-on"] == thresholds.fail_on == "tinggi"
    assert defaults["--min-coverage"] == thresholds.min_coverage * 100 == 60
    assert "(default `tinggi`)" in SECTIONS["The gate"]
    assert "(default 60 %)" in SECTIONS["The gate"]


def test_every_kind_of_decision_is_named() -> None:
    assert all(f"`{kind}`" in SECTIONS["The gate"] for kind in DecisionKind)
