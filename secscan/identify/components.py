"""Extensions and script libraries as entries of the software list, beside the product that they belong to.

Their products are `plugin/<slug>` and `theme/<slug>` as in the pack of WordPress extensions, and `js/<library>`.
"""

from collections.abc import Iterator

from secscan.base.versions import version_key
from secscan.identify.extension_questions import core_versions
from secscan.identify.extensions import extensions
from secscan.identify.libraries import Copy, libraries
from secscan.identify.library_rules import RULES
from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.evidence import AppEvidence, SiteEvidence
from secscan.model.ids import AppId
from secscan.model.intel import Intel
from secscan.model.subjects import Site

MAX_LIBRARIES = 30
_MAX_EVIDENCE = 3
LIBRARY = "js/"


def components(app: AppEvidence, intel: Intel) -> tuple[Software, ...]:
    """All components that an app's pages name, bounded for each site."""
    return tuple(
        one
        for site in app.sites
        for one in (*_extensions(app.app.id, site, intel), *_libraries(app.app.id, site, intel))
    )


def _extensions(app: AppId, site: SiteEvidence, intel: Intel) -> Iterator[Software]:
    for one in extensions(site, core_versions(site, intel)):
        if not one.gone:
            yield Software(
                app=app,
                subject=Site(site.site.scheme, site.site.host, site.site.port, one.path),
                product=f"{one.kind}/{one.slug.lower()}",
                label=one.slug,
                versions=one.versions,
                confidence=one.confidence,
                evidence=one.evidence,
            )


def _libraries(app: AppId, site: SiteEvidence, intel: Intel) -> Iterator[Software]:
    """One entry for each version of a library: copies stand beside each other, none excludes another."""
    by_version: dict[tuple[str, str], list[Copy]] = {}
    for copy in libraries(site, intel, core_versions(site, intel)):
        by_version.setdefault((copy.library, copy.version), []).append(copy)
    for (library, version), copies in sorted(by_version.items(), key=_order)[:MAX_LIBRARIES]:
        whose = {copy.packaged for copy in copies}
        rule = RULES.get(library)
        yield Software(
            app=app,
            subject=site.site,
            product=f"{LIBRARY}{library}",
            label=rule.label if rule is not None else library,
            versions=(version,) if version else (),
            confidence=Confidence.KUAT,
            evidence=tuple(dict.fromkeys(f"{copy.how} {copy.url}" for copy in copies))[:_MAX_EVIDENCE],
            distribution="" if "" in whose else min(whose),
        )


def _order(item: tuple[tuple[str, str], list[Copy]]) -> tuple[str, bool, object]:
    (library, version), _ = item
    return library.lower(), not version, version_key(version) if version else ()
