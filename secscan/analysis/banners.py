"""Which product of the data packs a service's banner names, whose package it is, and whether it is still maintained."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from secscan.analysis.distributions import Package, Upkeep, carriers, end_of, package_of, upkeep
from secscan.base.versions import branch_of, is_version, version_key
from secscan.model.enums import Confidence, Outcome, Reason
from secscan.model.intel import Cycle, Intel, ProductIntel
from secscan.model.observations import ServiceAnswer

_PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "openssh": "openssh",
        "vsftpd": "vsftpd",
        "proftpd": "proftpd",
        "pure-ftpd": "pure-ftpd",
        "exim": "exim",
        "postfix": "postfix",
        "dovecot": "dovecot",
        "bind": "bind",
        "mariadb": "mariadb",
        "mysql": "mysql",
        "postgresql": "postgresql",
        "redis": "redis",
        "memcached": "memcached",
        "mongodb": "mongodb",
        "elasticsearch": "elasticsearch",
        "apache couchdb": "apache-couchdb",
        "apache solr": "solr",
        "rabbitmq": "rabbitmq",
        "grafana": "grafana",
        "kibana": "kibana",
        "prometheus": "prometheus",
        "docker": "docker-engine",
        "webmin": "webmin",
        "plesk": "plesk",
        "proxmox ve": "proxmox-ve",
        "jenkins": "jenkins",
    }
)
"""Keys of the data packs by the names that banners use, in lower case."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What a banner names. `version` is "" when hidden; `package` is None where nothing says that a distribution made
    it."""

    product: str
    label: str
    version: str = ""
    package: Package | None = None


class Maintained(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what a banner names is still maintained. `branch` and `ended_on` are the makers' or, for a package, the
    distribution's."""

    outcome: Outcome
    confidence: Confidence
    reason: Reason | None = None
    branch: str = ""
    ended_on: date | None = None


def named(answer: ServiceAnswer) -> Named | None:
    """The product behind an answer; None for web servers, which SS-UPD-03 judges, and for names not known here."""
    key = _PRODUCTS.get(answer.product.lower())
    if key is None or answer.service in ("", "http"):
        return None
    version = answer.version if is_version(answer.version) else ""
    return Named(product=key, label=answer.product, version=version, package=package_of(answer.banner, key, version))


def maintained(one: Named, intel: Intel, day: date) -> Maintained:
    """Judge by the distribution where it is a package, else by the makers' own dates.

    A banner without mark may be a package all the same (those of Red Hat and its kin carry none): where a distribution
    that is still maintained carries this version, the end of the makers' support proves nothing.
    """
    if not one.version:
        return _open(Reason.VERSION_HIDDEN)
    if one.package is not None:
        return _packaged(one.package, intel, day)
    held = carriers(one.product, one.version)
    states = {upkeep(package, intel, day) for package in held}
    cycle = _cycle(intel.products.get(one.product), one.version)
    if cycle is not None and not cycle.over(day):
        return Maintained(outcome=Outcome.PASS, confidence=Confidence.KUAT, branch=cycle.name, ended_on=cycle.eol)
    if held and states != {Upkeep.ENDED}:
        return _open(Reason.BACKPORTS)
    if cycle is not None:
        sure = Confidence.INDIKASI if held else Confidence.KUAT
        return Maintained(outcome=Outcome.FAIL, confidence=sure, branch=cycle.name, ended_on=cycle.eol)
    if held:
        return Maintained(
            outcome=Outcome.FAIL,
            confidence=Confidence.INDIKASI,
            branch=", ".join(package.release for package in held),
            ended_on=max((end for package in held if (end := end_of(package, intel))), default=None),
        )
    return _open(Reason.VERSION_UNCERTAIN)


def _packaged(package: Package, intel: Intel, day: date) -> Maintained:
    state = upkeep(package, intel, day)
    if state is Upkeep.UNKNOWN:
        return _open(Reason.BACKPORTS)
    return Maintained(
        outcome=Outcome.FAIL if state is Upkeep.ENDED else Outcome.PASS,
        confidence=Confidence.INDIKASI,
        branch=package.release,
        ended_on=end_of(package, intel),
    )


def _open(reason: Reason) -> Maintained:
    return Maintained(outcome=Outcome.INCONCLUSIVE, confidence=Confidence.KUAT, reason=reason)


def _cycle(product: ProductIntel | None, version: str) -> Cycle | None:
    """The branch by the makers' data; one older than all that it lists has ended with the oldest of them."""
    if product is None or not product.cycles or not product.support_known:
        return None
    name = branch_of(version, (cycle.name for cycle in product.cycles))
    listed = next((cycle for cycle in product.cycles if cycle.name == name), None)
    if listed is not None:
        return listed
    keys = [version_key(cycle.name) for cycle in product.cycles if is_version(cycle.name)]
    if keys and version_key(version) < min(keys):
        return Cycle(name=version, ended=True)
    return Cycle(name=version) if keys and version_key(version) > max(keys) else None
