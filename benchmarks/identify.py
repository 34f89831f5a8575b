"""What identification costs beside the network: CPU of all questions and of the answer, for apps of each product.

Run from the checkout: python -m benchmarks.identify
"""

import time

from secscan.identify.software import ask, identify
from secscan.intel.packs import load_intel
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import Intel
from tests.accuracy.fake_site import look, release
from tests.accuracy.measure_fingerprints import stratified
from tests.unit.builders import app, context

BAR = 15.0
_SAMPLE = 12


def main() -> None:
    """Print milliseconds of CPU: loading the tables, then mean and greatest per app."""
    for products in (("wordpress",), tuple(load_intel().fingerprints)):
        tables = load_intel().fingerprints
        began = time.process_time()
        for product in products:
            assert tables[product].files
        print(f"load {len(products):2} table(s): {1_000 * (time.process_time() - began):5.1f} ms")
    intel = load_intel()
    print(f"{'product':>10}  mean ms  most ms   (bar: {BAR:.0f} ms an app)")
    for product in sorted(intel.fingerprints):
        table = intel.fingerprints[product]
        costs = [_cost(product, intel, version) for version in stratified(table.versions, _SAMPLE)]
        print(f"{product:>10}  {sum(costs) / len(costs):7.2f}  {max(costs):7.2f}")


def _cost(product: str, intel: Intel, version: str) -> float:
    """Milliseconds for one app: every round asks anew, as the planner does, and the answer is worked out once."""
    played = look(product, intel, release(intel.fingerprints[product], version)).evidence
    keys = list(played.looks)
    spent = 0.0
    for count in range(1, len(keys) + 1):
        known = _first(played, keys[:count])
        began = time.process_time()
        list(ask(known, context(intel=intel)))
        spent += time.process_time() - began
    evidence = app(played)
    began = time.process_time()
    identify(evidence, intel)
    return 1_000 * (spent + time.process_time() - began)


def _first(site: SiteEvidence, keys: list[str]) -> SiteEvidence:
    return SiteEvidence(
        site=site.site,
        address=site.address,
        origins=site.origins,
        looks={key: look for key, look in site.looks.items() if key in keys},
        token=site.token,
    )


if __name__ == "__main__":
    main()
