"""Which scripts of the site itself are worth a request: known libraries whose address names no version, then those that
would be blamed for what their address says, then, where the budget is wide, bundles that may hold some."""

from collections.abc import Iterator

import msgspec

from secscan.base.versions import in_range, is_version
from secscan.identify.extension_questions import core_versions
from secscan.identify.libraries import Copy, libraries, scripts
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.requests import Request

_WANTED_BY = (CheckId("js-libraries"),)
_KNOWN = 7.2
_BLAMED = 5.5
_BUNDLE = 2.0
_MAX_BYTES = 786_432
_WIDE = 8
"""From so many scripts on, a profile pays for bundles too."""

PURPOSE = "script"


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """At most `context.script_files` scripts in all, those with the most published holes first."""
    own = {request.key: request for request in scripts(site)}
    left = context.script_files - sum(key in site.looks for key in own)
    if left <= 0:
        return
    copies = libraries(site, context.intel, core_versions(site, context.intel))
    hidden = {copy.request.key: copy for copy in copies if copy.request is not None and not copy.version}
    blamed = {copy.request.key: copy for copy in copies if copy.request is not None and _is_blamed(copy, context)}
    ranked = sorted(hidden.values(), key=lambda copy: -_holes(copy.library, context))
    wanted = [(copy.request, _KNOWN) for copy in ranked if copy.request is not None and _holes(copy.library, context)]
    wanted += [(copy.request, _BLAMED) for copy in blamed.values() if copy.request is not None]
    if context.script_files >= _WIDE:
        named = {copy.request.key for copy in copies if copy.request is not None}
        wanted += [(request, _BUNDLE) for key, request in own.items() if key not in site.looks and key not in named]
    for request, value in wanted[:left]:
        yield msgspec.structs.replace(request, wanted_by=_WANTED_BY, value=value, purpose=PURPOSE, max_bytes=_MAX_BYTES)


def _is_blamed(copy: Copy, context: Context) -> bool:
    """Whether a published hole holds for the version that the address names; a file's name may be older than it."""
    known = context.intel.js_libraries.get(copy.library)
    if known is None or not is_version(copy.version) or copy.how == "integrity":
        return False
    return any(in_range(copy.version, hole.affected) for hole in known.vulnerabilities)


def _holes(library: str, context: Context) -> int:
    known = context.intel.js_libraries.get(library)
    return len(known.vulnerabilities) if known is not None else 0
