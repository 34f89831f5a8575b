"""Hypothesis strategies: registers as they may stand in a workspace."""

import ipaddress
from datetime import date, time

from hypothesis import strategies as st

from secscan.base.text import clean
from secscan.model.enums import AppKind, AppStatus, Criticality, Environment, HostKind, Intensity
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, Contact, HostEntry, Hours, Opd, Permit, Register
from secscan.model.subjects import Site
from secscan.registry.cells import guard, text_of

# Text as the register keeps it: what a cell gives back of any text.
_texts = st.text(max_size=30).map(lambda text: text_of(guard(clean(text, 300))))
_names = st.one_of(
    _texts.filter(bool), st.sampled_from(["=1+1", "+62 811", "@SUM", "-2 derajat", '"kutip", koma; titik'])
)
_ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,11}", fullmatch=True)
_words = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
_hosts = st.builds("{}.contoh{}.go.id".format, _words, _words)
_sites = st.builds(
    Site,
    st.sampled_from(["http", "https"]),
    st.one_of(_hosts, st.just("103.10.0.9"), st.just("2001:db8::9")),
    st.integers(1, 65_535),
    st.sampled_from(["/", "/app/", "/a/b/"]),
)
_ports = st.lists(st.integers(1, 65_535), max_size=3, unique=True).map(tuple)
_days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
_times = st.times().map(lambda moment: time(moment.hour, moment.minute))
_networks = st.one_of(
    st.integers(0, 2**32 - 1).map(lambda number: str(ipaddress.IPv4Address(number))),
    st.integers(0, 2**16 - 1).map(lambda n: f"103.10.{n >> 8}.0/24"),
)
_targets = st.one_of(_ids, _hosts, _hosts.map("*.{}".format), _networks)


def _tuple(values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=most, unique=True).map(tuple)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A register that refers only to what it holds."""
    opd_ids = draw(st.lists(_ids, min_size=1, max_size=4, unique=True))
    opds = tuple(
        Opd(
            OpdId(name),
            draw(_names),
            OpdId(draw(st.sampled_from(opd_ids[:index]))) if index and draw(st.booleans()) else None,
            Contact(draw(_texts), draw(_texts), draw(_texts)),
        )
        for index, name in enumerate(opd_ids)
    )
    apps = tuple(_app(draw, name, opd_ids) for name in draw(st.lists(_ids, max_size=4, unique=True)))
    letters = draw(st.lists(_names, max_size=3, unique_by=str.casefold))
    permits = tuple(_permit(draw, letter, [app.id for app in apps]) for letter in letters)
    hosts = tuple(
        HostEntry(net, draw(st.sampled_from(opd_ids)), draw(st.sampled_from(HostKind)), draw(_texts), draw(_ports))
        for net in draw(st.lists(_networks, max_size=3, unique=True))
    )
    return Register(opds=opds, apps=apps, permits=permits, hosts=hosts)


def _app(draw: st.DrawFn, name: str, opd_ids: list[str]) -> App:
    return App(
        id=AppId(name),
        opd=OpdId(draw(st.sampled_from(opd_ids))),
        name=draw(_names),
        sites=tuple(draw(st.lists(_sites, min_size=1, max_size=3, unique=True))),
        criticality=draw(st.sampled_from(Criticality)),
        environment=draw(st.sampled_from(Environment)),
        kind=draw(st.sampled_from(AppKind)),
        status=draw(st.sampled_from(AppStatus)),
        product=draw(_texts),
        version=draw(_texts),
        version_date=draw(st.none() | _days),
        approved_ports=draw(_ports),
        approved_exposures=draw(_tuple(_words.map("/{}".format))),
        tags=draw(_tuple(_words)),
    )


def _permit(draw: st.DrawFn, letter: str, apps: list[str]) -> Permit:
    first, last = sorted((draw(_days), draw(_days)))
    targets = draw(st.lists(st.one_of(_targets, *map(st.just, apps)), min_size=1, max_size=4, unique_by=str.casefold))
    return Permit(
        letter=letter,
        signer=draw(_texts),
        valid_from=first,
        valid_until=last,
        targets=tuple(targets),
        intensity=draw(st.sampled_from(Intensity)),
        hours=Hours(draw(_times), draw(_times)) if draw(st.booleans()) else None,
        extras=draw(_tuple(_words)),
        file=draw(_texts),
    )
