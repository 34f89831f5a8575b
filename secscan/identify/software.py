"""What runs behind an app: products and runtimes with all versions that are possible, never more than was seen."""

from collections.abc import Iterator

from secscan.base.versions import is_version, version_key
from secscan.identify.claims import ETAG_PATH, FILES, Claim, Weight, claims, file_request
from secscan.identify.runtimes import LABELS as RUNTIME_LABELS
from secscan.identify.runtimes import Runtime, runtimes
from secscan.identify.signs import LABELS, Seen, products
from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import Intel
from secscan.model.register import App
from secscan.model.requests import Request
from secscan.model.subjects import Site

MAX_REQUESTS = 6
_WANTED_BY = (CheckId("cms-version"),)
_VALUE = 30.0


def identify(app: AppEvidence, intel: Intel) -> tuple[Software, ...]:
    """All software seen at an app, and what its register entry attests where the outside view leaves it open."""
    return tuple(
        software for site in app.sites for software in (*packaged(app.app, site, intel), *_runtimes(app.app, site))
    )


def packaged(app: App, site: SiteEvidence, intel: Intel) -> tuple[Software, ...]:
    """The products of one site, runtimes left out. Attested versions stand in where the real one is hidden."""
    found = tuple(_software(app, site, seen, intel) for seen in products(site))
    stated = attested(app, intel)
    if stated is None:
        return found
    key, version = stated
    if any(one.product == key for one in found):
        return tuple(_with_attested(one, key, version) for one in found)
    if found or site.home is None or not version:
        return found
    return (
        Software(
            app=app.id,
            subject=site.site,
            product=key,
            label=label_of(key, intel),
            versions=(version,),
            confidence=Confidence.KUAT,
            evidence=("register",),
            attested=True,
        ),
    )


def attested(app: App, intel: Intel) -> tuple[str, str] | None:
    """Product key and version ("" when none is usable) that the register states, if the product is one we know."""
    wanted = _plain(app.product)
    if not wanted:
        return None
    names = {key: (key, label_of(key, intel)) for key in dict.fromkeys((*LABELS, *intel.products))}
    key = next((key for key, forms in names.items() if wanted in map(_plain, forms)), None)
    version = app.version.strip()
    return (key, version if is_version(version) else "") if key is not None else None


def label_of(key: str, intel: Intel) -> str:
    """The product's name as people write it."""
    known = intel.products.get(key)
    return LABELS.get(key) or RUNTIME_LABELS.get(key) or (known.label if known is not None else key)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The next file of every product whose version is still open, the most telling first; at most six in all."""
    asked = 0
    for seen in products(site):
        for path in _wanted_files(site, seen, context.intel):
            request = file_request(site, seen, path)
            looked = site.look(request) is not None
            asked += 1
            if asked > MAX_REQUESTS:
                return
            if not looked:
                yield site.request(
                    request.path,
                    scheme=request.scheme,
                    port=request.port,
                    wanted_by=_WANTED_BY,
                    value=_VALUE,
                    purpose="version",
                    max_bytes=65_536,
                )
                break


def _wanted_files(site: SiteEvidence, seen: Seen, intel: Intel) -> Iterator[str]:
    """Paths in the order of what they tell, ended as soon as what is known by then is enough."""
    order = (
        *((ETAG_PATH,) if seen.product == "wordpress" else ()),
        *(file.path for file in FILES.get(seen.product, ())),
    )
    known = claims(site, seen, intel)
    exact = any(claim.weight is Weight.EXACT for claim in known)
    single = len(_possible(known)) == 1
    for path in order:
        looked = site.look(file_request(site, seen, path)) is not None
        if not looked and (exact or (single and path != order[0])):
            return
        yield path


def _software(app: App, site: SiteEvidence, seen: Seen, intel: Intel) -> Software:
    known = claims(site, seen, intel)
    return Software(
        app=app.id,
        subject=_place(site, seen),
        product=seen.product,
        label=label_of(seen.product, intel),
        versions=_possible(known),
        confidence=_confidence(known),
        evidence=(*seen.evidence, *(f"{claim.source}: {_brief(claim)}" for claim in known)),
    )


def _place(site: SiteEvidence, seen: Seen) -> Site:
    return Site(site.site.scheme, site.site.host, site.site.port, seen.base)


def _brief(claim: Claim) -> str:
    ordered = sorted(claim.versions, key=version_key)
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} - {ordered[-1]}"


def _possible(known: tuple[Claim, ...]) -> tuple[str, ...]:
    """The versions left. Claims that agree narrow each other; those that contradict are all kept, and weak ones count
    only where nothing else was said."""
    strong = [claim for claim in known if claim.weight > Weight.WEAK] or list(known)
    left: list[frozenset[str]] = []
    for claim in strong:
        for index, one in enumerate(left):
            common = _common(one, claim.versions)
            if common:
                left[index] = common
                break
        else:
            left.append(claim.versions)
    return tuple(sorted(frozenset().union(*left), key=version_key)) if left else ()


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """What two sets share, 6.4 being the same as 6.4.0."""
    keys = {version_key(version) for version in other}
    return frozenset(version for version in one if version_key(version) in keys)


def _confidence(known: tuple[Claim, ...]) -> Confidence:
    """Sure when the running code said it; a lone weak claim is an indication."""
    if not known:
        return Confidence.KUAT
    return {Weight.EXACT: Confidence.PASTI, Weight.PLAIN: Confidence.KUAT}.get(known[0].weight, Confidence.INDIKASI)


def _with_attested(one: Software, key: str, version: str) -> Software:
    if one.product != key or not version or one.versions:
        return one
    return Software(
        app=one.app,
        subject=one.subject,
        product=one.product,
        label=one.label,
        versions=(version,),
        confidence=Confidence.KUAT,
        evidence=(*one.evidence, f"register: {version}"),
        attested=True,
    )


def _runtimes(app: App, site: SiteEvidence) -> Iterator[Software]:
    by_product: dict[str, list[Runtime]] = {}
    for runtime in runtimes(site):
        by_product.setdefault(runtime.product, []).append(runtime)
    for product, seen in by_product.items():
        yield Software(
            app=app.id,
            subject=site.site,
            product=product,
            label=RUNTIME_LABELS[product],
            versions=tuple(one.version for one in seen if one.version),
            confidence=Confidence.KUAT,
            evidence=tuple(dict.fromkeys(one.evidence for one in seen)),
        )


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
