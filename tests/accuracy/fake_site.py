"""A site of one release that answers only by the digests of its table: no text names a version anywhere."""

from collections.abc import Callable

import msgspec

from secscan.identify.software import ask, identify
from secscan.model.assessment import Software
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.intel import Fingerprints, Intel
from secscan.model.observations import Exchange, FileKind, Observation
from secscan.model.requests import Request
from tests.unit.builders import TODAY, answer, app, site

HOMES = {
    "atom": "<link rel=stylesheet href=/plugins/arDominionPlugin/css/main.css>",
    "backdrop": "<script src=/core/misc/backdrop.js></script>",
    "dokuwiki": "<script src=/lib/exe/js.php></script>",
    "drupal": "<link rel=stylesheet href=/sites/default/files/css/css_abc.css>",
    "joomla": "<script src=/media/system/js/core.js></script><script src=/media/jui/js/jquery.min.js></script>",
    "matomo": "<script src='/index.php?module=Proxy&action=getCoreJs'></script><img src=/plugins/Morpheus/a.png>",
    "mediawiki": "<script src='/load.php?modules=startup'></script>",
    "moodle": "<script src=/lib/javascript.php/1/lib/javascript-static.js></script>",
    "ojs": "<script src=/lib/pkp/js/a.js></script><script src=/plugins/generic/staticPages/a.js></script>",
    "omeka-s": "<link rel=stylesheet href=/application/asset/css/a.css><img src=/application/asset/vendor/b.png>",
    "opencart": "<script src=/catalog/view/javascript/a.js></script><img src=/catalog/view/theme/default/b.png>",
    "opendk": "<link rel=stylesheet href=/css/slider.css><a href=https://github.com/OpenSID/OpenDK>OpenDK</a>",
    "openmage": "<script src=/js/prototype/prototype.js></script><img src=/skin/frontend/base/default/a.png>",
    "opensid": "<link rel=stylesheet href=/desa/themes/a.css><a href=https://github.com/OpenSID/OpenSID>OpenSID</a>",
    "roundcube": "<script src=/program/js/app.js></script><link rel=stylesheet href=/skins/elastic/a.css>",
    "slims": "<meta name=generator content='SLiMS'><link rel=stylesheet href=/template/default/assets/css/a.css>"
    "<script src='/js/chat.js?v=1'></script>",
    "typo3": "<script src=/typo3temp/assets/a.js></script><script src=/typo3conf/ext/news/a.js></script>",
    "wordpress": "<script src=/wp-includes/js/jquery/jquery.min.js></script>",
}
"""For each product a home page that shows the product and hides its version."""

_MAX_ROUNDS = 60
Serve = Callable[[str], str | int]
"""From a path to the digest of the file there, or to a status code."""


class Look(msgspec.Struct, frozen=True):
    """What identification made of a site: its answer, the requests beside the home page, and the CPU time in seconds
    that the caller measured."""

    software: Software
    requests: int
    evidence: SiteEvidence


def release(table: Fingerprints, version: str) -> Serve:
    """The unmodified files of a release; 404 for all else."""
    place = table.versions.index(version)

    def serve(path: str) -> str | int:
        file = table.files.get(path)
        found = (digest for digest, releases in file.releases.items() if releases >> place & 1) if file else iter(())
        return next(found, 404)

    return serve


def look(product: str, intel: Intel, serve: Serve, *, base: str = "/", budget: int = 15) -> Look:
    """Ask and answer until nothing more is asked for."""
    home = HOMES[product].replace("=/", f"={base}").replace("='/", f"='{base}")
    evidence = site("https://app.contoh.go.id/", {"/": f"<p>Beranda</p>{home}"})
    context = Context(as_of=TODAY, intel=intel, version_files=budget)
    looks: dict[JobKey, Observation] = dict(evidence.looks)
    sent = 0
    for _ in range(_MAX_ROUNDS):
        wanted = [request for request in ask(evidence, context) if request.key not in looks]
        if not wanted:
            break
        for request in wanted:
            looks[request.key] = _answer(request, serve(request.path.removeprefix(base)))
            sent += 1
        evidence = msgspec.structs.replace(evidence, looks=dict(looks))
    found = identify(app(evidence), intel)
    return Look(next(one for one in found if one.product == product), sent, evidence)


def _answer(request: Request, served: str | int) -> Observation:
    if isinstance(served, int):
        return answer(request, (served, {"Content-Type": "text/html"}, "<title>Galat</title><p>Galat</p>"))
    seen = answer(request, (200, {"Content-Type": "text/javascript"}, "x"))
    assert isinstance(seen.payload, Exchange)
    payload = msgspec.structs.replace(
        seen.payload, digest=served, raw_digest=served, file_kind=FileKind.SCRIPT, length=1_000
    )
    return msgspec.structs.replace(seen, payload=payload)
