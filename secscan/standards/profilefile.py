"""The file form of a scan profile, where ports may be given by the names of groups."""

import math
from collections.abc import Mapping

import msgspec

from secscan.analysis import ports
from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.model.enums import Intensity
from secscan.model.ids import CheckId
from secscan.model.profile import ScanProfile

_MAX_PORT = 65535

GROUPS: Mapping[str, Mapping[int, str]] = {
    "database": ports.DATABASE,
    "remote-admin": ports.REMOTE_ADMIN,
    "consoles": ports.CONSOLES,
    "cleartext": ports.CLEARTEXT,
    "other": ports.OTHER,
}
"""The names that `ports` may use."""


class ProfileFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scan profile as its file says it: `ports` is `all`, `none`, or a list of port numbers and group names."""

    name: str
    title_id: str
    title_en: str
    intensity: Intensity
    checks: tuple[CheckId, ...]
    request_budget: int
    rate: float
    max_connections: int
    port_rate: float
    app_deadline: float
    linked_pages: int
    ports: str | tuple[int | str, ...]


def scan_profile(form: ProfileFile, file: str) -> ScanProfile:
    """The profile with its ports resolved. Raises UsageError for numbers that make no sense and unknown groups."""
    for name, number, least in (
        ("request_budget", form.request_budget, 1),
        ("rate", form.rate, 0.01),
        ("max_connections", form.max_connections, 1),
        ("port_rate", form.port_rate, 0.01),
        ("app_deadline", form.app_deadline, 1),
        ("linked_pages", form.linked_pages, 0),
    ):
        if not least <= number < math.inf:
            raise UsageError(
                "out_of_range", where=f"{file}: {name}", values={"value": f"{number:g}", "least": f"{least:g}"}
            )
    if len(set(form.checks)) < len(form.checks):
        raise UsageError("check_twice", where=f"{file}: checks")
    return ScanProfile(
        name=form.name,
        title_id=form.title_id,
        title_en=form.title_en,
        intensity=form.intensity,
        checks=form.checks,
        request_budget=form.request_budget,
        rate=form.rate,
        max_connections=form.max_connections,
        port_rate=form.port_rate,
        app_deadline=form.app_deadline,
        linked_pages=form.linked_pages,
        ports=_ports(form.ports, file),
    )


def _ports(given: str | tuple[int | str, ...], file: str) -> tuple[int, ...]:
    if given == "none":
        return ()
    if given == "all":
        return ports.STANDARD
    wanted: set[int] = set()
    for item in (given,) if isinstance(given, str) else given:
        if isinstance(item, int):
            if not 1 <= item <= _MAX_PORT:
                raise UsageError("no_port", where=f"{file}: ports", values={"value": str(item)})
            wanted.add(item)
        elif item in GROUPS:
            wanted.update(GROUPS[item])
        else:
            groups = ", ".join(GROUPS)
            values = {"word": item, "near": nearest(item, GROUPS), "known": groups}
            raise UsageError("unknown_port_group", where=f"{file}: ports", values=values)
    return tuple(sorted(wanted))
