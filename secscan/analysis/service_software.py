"""Services beside the web as entries of the software list, by what their banners name."""

from secscan.analysis.banners import named
from secscan.analysis.exposure import exposures
from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.evidence import AppEvidence
from secscan.model.subjects import Endpoint


def service_software(app: AppEvidence) -> tuple[Software, ...]:
    """One entry for each open port whose banner names a product of the data packs."""
    return tuple(
        Software(
            app=app.app.id,
            subject=Endpoint(host.ip, one.port),
            product=found.product,
            label=found.label,
            versions=(found.version,) if found.version else (),
            confidence=Confidence.KUAT,
            evidence=(f"banner {one.answer.banner[:120]}",),
            distribution=found.package.label if found.package is not None else "",
        )
        for host in app.hosts
        for one in exposures(host)
        if (found := named(one.answer)) is not None
    )
