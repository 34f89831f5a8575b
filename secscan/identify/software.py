"""What runs behind an app: products and runtimes with all versions that are possible, never more than was seen."""

from collections.abc import Iterator
from enum import Enum

from secscan.base.versions import is_version, version_key
from secscan.identify.claims import Claim, claims, file_request
from secscan.identify.declared import confirmed, declared
from secscan.identify.likelihood import Answer, weigh
from secscan.identify.neighbours import same_branch
from secscan.identify.questions import next_path, text_paths
from secscan.identify.runtimes import LABELS as RUNTIME_LABELS
from secscan.identify.runtimes import Runtime, runtimes
from secscan.identify.signatures import LABELS
from secscan.identify.signs import Seen, products
from secscan.identify.traces import Kind, Trace, fit, members, traces
from secscan.identify.version_files import Weight
from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import Fingerprints, Intel, ProductIntel
from secscan.model.register import App
from secscan.model.requests import Request
from secscan.model.subjects import Site

MAX_REQUESTS = 6
_WANTED_BY = (CheckId("cms-version"),)
_VALUE = 30.0
_TEXT_BYTES = 65_536
_FILE_BYTES = 2_097_152
_SPEAKING = (Kind.KNOWN, Kind.STRANGE)


def identify(app: AppEvidence, intel: Intel) -> tuple[Software, ...]:
    """All software seen at an app, and what its register entry attests where the outside view leaves it open."""
    return tuple(
        software for site in app.sites for software in (*packaged(app.app, site, intel), *_runtimes(app.app, site))
    )


def packaged(app: App, site: SiteEvidence, intel: Intel) -> tuple[Software, ...]:
    """The products of one site, runtimes left out. Attested versions stand in where the real one is hidden."""
    found = tuple(_software(app, site, seen, intel) for seen in _recognised(site, intel) if _is_it(site, seen, intel))
    stated = attested(app, intel)
    if stated is None:
        return found
    key, version = stated
    if any(one.product == key for one in found):
        return tuple(_with_attested(one, app, key, version, intel) for one in found)
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
            attested_on=app.version_date,
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
    """The next file of every product whose version is still open, the most telling first; of texts six in all, of
    static files as many as the profile allows."""
    found = _recognised(site, context.intel)
    texts, files = _asked(site, found, context.intel)
    for seen in found:
        path = next_path(site, seen, context.intel, context.version_files)
        if path is None:
            continue
        table = context.intel.fingerprints.get(seen.product)
        is_file = table is not None and path in table.files and path not in text_paths(seen.product)
        texts, files = (texts, files + 1) if is_file else (texts + 1, files)
        if texts > MAX_REQUESTS or files > context.version_files:
            return
        request = file_request(site, seen, path)
        yield site.request(
            request.path,
            scheme=request.scheme,
            port=request.port,
            wanted_by=_WANTED_BY,
            value=_VALUE,
            purpose="digest" if is_file else "version",
            max_bytes=_FILE_BYTES if is_file else _TEXT_BYTES,
        )


def _recognised(site: SiteEvidence, intel: Intel) -> tuple[Seen, ...]:
    return (*products(site), *declared(site, intel))


def _is_it(site: SiteEvidence, seen: Seen, intel: Intel) -> bool:
    return seen.product not in intel.signs or confirmed(site, seen, intel)


def _asked(site: SiteEvidence, found: tuple[Seen, ...], intel: Intel) -> tuple[int, int]:
    """How many texts and how many static files of the products were asked for."""
    texts = files = 0
    for seen in found:
        wanted = text_paths(seen.product)
        texts += sum(site.look(file_request(site, seen, path)) is not None for path in wanted)
        table = intel.fingerprints.get(seen.product)
        if table is not None:
            files += sum(trace.path not in wanted for trace in traces(site, seen, table))
    return texts, files


def _software(app: App, site: SiteEvidence, seen: Seen, intel: Intel) -> Software:
    known = claims(site, seen, intel)
    product = intel.products.get(seen.product) or ProductIntel(key=seen.product, label=seen.product)
    table = intel.fingerprints.get(seen.product)
    found = traces(site, seen, table) if table is not None else ()
    answer = weigh(known, product, table, fit(table, found) if table is not None and found else None)
    return Software(
        app=app.id,
        subject=_place(site, seen),
        product=seen.product,
        label=label_of(seen.product, intel),
        versions=tuple(version for version, _ in answer.versions),
        probabilities=tuple(chance for _, chance in answer.versions),
        near=answer.near,
        confidence=answer.confidence,
        evidence=(
            *seen.evidence,
            *(f"{_MARKS[_standing(claim, answer)]}{_words(claim)}" for claim in known),
            *(_told_by(trace, table) for trace in found if table is not None and trace.kind in _SPEAKING),
        ),
        contradicted=tuple(_words(claim) for claim in known if _standing(claim, answer) is _Standing.CONTRADICTED),
        left_over=tuple(_words(claim) for claim in known if _standing(claim, answer) is _Standing.LEFT_OVER),
    )


class _Standing(Enum):
    STANDS = 0
    LEFT_OVER = 1
    CONTRADICTED = 2


_MARKS = {_Standing.STANDS: "", _Standing.LEFT_OVER: "left over: ", _Standing.CONTRADICTED: "contradicted: "}


def _words(claim: Claim) -> str:
    return f"{claim.source}: {_brief(claim.versions)}"


def _standing(claim: Claim, answer: Answer) -> _Standing:
    """Whether a claim stands, is older than what runs, or contradicts it."""
    if claim not in answer.contradicted:
        return _Standing.STANDS
    likeliest = max(answer.versions, key=lambda version: version[1], default=("", 0.0))[0]
    newest = max(claim.versions, key=version_key)
    older = likeliest and version_key(newest) < version_key(likeliest) and claim.weight is not Weight.EXACT
    return _Standing.LEFT_OVER if older else _Standing.CONTRADICTED


def _told_by(trace: Trace, table: Fingerprints) -> str:
    if trace.kind is Kind.STRANGE:
        return f"file {trace.path}: no known release"
    return f"file {trace.path}: {_brief(frozenset(members(table, trace.releases)))}"


def _place(site: SiteEvidence, seen: Seen) -> Site:
    return Site(site.site.scheme, site.site.host, site.site.port, seen.base)


def _brief(versions: frozenset[str]) -> str:
    ordered = sorted(versions, key=version_key)
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} - {ordered[-1]}"


def _with_attested(one: Software, app: App, key: str, version: str, intel: Intel) -> Software:
    """The version that the register states, where none is seen and nothing that is seen speaks against it."""
    if one.product != key or not version or one.versions or not _fits(version, one.near, intel.products.get(key)):
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
        attested_on=app.version_date,
        contradicted=one.contradicted,
        left_over=one.left_over,
    )


def _fits(version: str, near: tuple[str, ...], product: ProductIntel | None) -> bool:
    """Whether a stated version is of a branch that the files resemble; without files that do, any is."""
    return not near or product is None or any(same_branch(version, other, product) for other in near)


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
            distribution=next((one.distribution for one in seen if one.distribution), ""),
        )


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
