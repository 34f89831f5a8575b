"""Products that staff added to the data themselves, recognised by the signs that their tables declare."""

from collections.abc import Iterator

from secscan.identify.signs import Seen, cookie_names, local_paths, own_exchanges, own_pages
from secscan.identify.traces import Kind, traces
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import Intel, Sign

_LEAST_PATHS = 2
_LEAST_KNOWN = 2


def declared(site: SiteEvidence, intel: Intel) -> tuple[Seen, ...]:
    """The products whose declared signs the site's answers show, each with the folder that it lives in."""
    if not intel.signs:
        return ()
    pages = tuple(
        (exchange.page, tuple(dict.fromkeys(local_paths(exchange))))
        for exchange in own_pages(site)
        if exchange.page is not None
    )
    found: list[Seen] = []
    for product, sign in intel.signs.items():
        by_base: dict[str, list[str]] = {}
        for page, paths in pages:
            for text in page.meta("generator"):
                if text.strip().startswith(sign.generators):
                    by_base.setdefault(site.site.path, []).append("generator")
            for base, path in _by_paths(sign, paths):
                by_base.setdefault(base, []).append(f"asset {path[:80]}")
        for name in _cookies(site, sign):
            by_base.setdefault(site.site.path, []).append(f"cookie {name}")
        found += (
            Seen(product=product, base=base, evidence=tuple(dict.fromkeys(what))[:4])
            for base, what in by_base.items()
            if base == site.site.path or not base.startswith(site.foreign)
        )
    return tuple(found)


def confirmed(site: SiteEvidence, seen: Seen, intel: Intel) -> bool:
    """Whether a product is more than a likeness: paths alone may be another app's, so that two of its files must be
    those of a release."""
    sign = intel.signs.get(seen.product)
    if sign is None or any(not what.startswith("asset ") or _declares(sign, what) for what in seen.evidence):
        return True
    table = intel.fingerprints.get(seen.product)
    found = traces(site, seen, table) if table is not None else ()
    return sum(trace.kind is Kind.KNOWN for trace in found) >= _LEAST_KNOWN


def _declares(sign: Sign, what: str) -> bool:
    return any(asset in what for asset in sign.assets)


def _cookies(site: SiteEvidence, sign: Sign) -> Iterator[str]:
    for exchange in own_exchanges(site) if sign.cookies else ():
        yield from (name for name in cookie_names(exchange) if name in sign.cookies)


def _by_paths(sign: Sign, paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Folder and path of declared assets; of paths that are only in the table, where two stand in one folder."""
    plain = [path.split("?", 1)[0] for path in paths]
    for asset in sign.assets:
        for path in plain:
            place = path.find("/" + asset)
            if place >= 0:
                yield path[: place + 1], path
    folders: dict[str, set[str]] = {}
    for path in plain:
        for known in sign.paths:
            if path.endswith("/" + known):
                folders.setdefault(path.removesuffix(known), set()).add(path)
    for base, several in folders.items():
        if len(several) >= _LEAST_PATHS:
            yield from ((base, path) for path in sorted(several))
