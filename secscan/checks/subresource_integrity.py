"""SS-HDR-05: versioned scripts and styles of other parties carry a digest (W3C Subresource Integrity).

Only files whose address names a version can carry one: what changes by design (a tag manager, a map, a CAPTCHA, a font
service) would break with the next change.
"""

import re
from collections.abc import Iterator

from secscan.analysis.gambling import is_foreign
from secscan.analysis.looks import judged_home
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId

SPEC = CheckSpec(
    id=CheckId("subresource-integrity"),
    severity=Severity.RENDAH,
    cwe=(353, 829),
    references=("W3C Subresource Integrity", "ASVS 4.0.3 14.2.3"),
    effort_minutes=20,
)
# A whole version: `@5` and `@5.3` follow new releases, so that their content changes.
_VERSIONED = re.compile(r"[@/_.-]v?\d{1,4}\.\d{1,4}\.\d{1,5}[\w.-]{0,30}(?:/.{0,300}\.(?:m?js|css)|\.(?:m?js|css))$")
# Optional whitespace around expressions, options after a question mark (SRI section 3.5).
_DIGEST = re.compile(
    r"(?:^|\s)(?:sha256-[A-Za-z0-9+/_-]{43}=?|sha384-[A-Za-z0-9+/_-]{64}|sha512-[A-Za-z0-9+/_-]{86}={0,2})(?:\?\S*)?(?=\s|$)"
)
_MAX_TOLD = 10


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, over all its pages that were seen."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        files = _files(site)
        if not files:
            reason = Reason.NO_HTML if home.page is None else Reason.NO_THIRD_PARTY
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=reason, evidence=(home.request.key,))
            continue
        bare = tuple(url for url, (protected, _) in files.items() if not protected)
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if not bare else Outcome.FAIL if len(bare) == len(files) else Outcome.PARTIAL,
            evidence=(home.request.key,),
            url=files[bare[0]][1] if bare else home.request.url,
            missing=bare[:_MAX_TOLD],
            count=len(bare),
            files=len(files),
        )


def _files(site: SiteEvidence) -> dict[str, tuple[bool, str]]:
    """The versioned files of other parties by address: whether any element that loads them carries a digest (a preload
    beside it needs none), and the page that loads them."""
    found: dict[str, tuple[bool, str]] = {}
    for exchange in site.pages():
        if exchange.request.host != site.site.host or exchange.challenge or exchange.page is None:
            continue
        for one in exchange.page.resources:
            url = resolve(exchange.request.url, one.url) if one.tag in ("script", "style") else None
            if url is None or not is_foreign(str(url), site.site.host):
                continue
            if not _VERSIONED.search(url.path):
                continue
            address = f"{url.origin}{url.path}"[:300]
            known, page = found.get(address, (False, exchange.request.url))
            found[address] = (known or bool(_DIGEST.search(one.integrity)), page)
    return found
