"""What one OPD may read: an assessment cut down to its own apps, before anything is rendered.

An OPD's report names no other OPD's apps. Other apps on a shared server are counted, never named; the host names of
other OPDs' sites are taken out of facts and evidence (a shared certificate may list them).
"""

import re
from collections.abc import Iterable

import msgspec

from secscan.model.assessment import AppAssessment, Assessment, Software
from secscan.model.checks import Discriminators, Fact
from secscan.model.findings import Finding
from secscan.model.ids import AppId, Fingerprint, OpdId
from secscan.model.subjects import Domain, Site, Subject
from secscan.planning.scope import owner_of

_NAME_BEFORE, _NAME_AFTER = r"(?<![\w-])(?<![\w-]\.)", r"(?![\w-])(?!\.\w)"


class Confined(msgspec.Struct, frozen=True):
    """An assessment with one OPD's apps only.

    `others` counts, by fingerprint, the apps of other OPDs that a finding on a shared server concerns; `neighbours`,
    by address, those that use it.
    """

    assessment: Assessment
    others: dict[Fingerprint, int]
    neighbours: dict[str, int]


def confine(assessment: Assessment, opd: OpdId, hidden: str) -> Confined:
    """What that OPD may read. `hidden` stands in the place of each host name of another OPD's app."""
    apps = assessment.apps_of(opd)
    own = frozenset(entry.app.id for entry in apps)
    addresses = {address for entry in apps for address in entry.addresses}
    owners = {entry for address in addresses if (entry := owner_of(assessment.hosts, address)) is not None}
    seen_in = {entry.run.id for entry in apps if entry.run is not None}
    strip = _Redaction(assessment.apps, own, hidden)
    findings = tuple(finding for finding in assessment.findings if finding.opd == opd or own & set(finding.apps))
    kept = msgspec.structs.replace(
        assessment,
        apps=tuple(strip.app(entry) for entry in apps),
        opds=tuple(score for score in assessment.opds if score.opd == opd),
        findings=tuple(strip.finding(finding) for finding in findings),
        hosts=tuple(entry for entry in assessment.hosts if entry in owners),
        impact=tuple(receipt for receipt in assessment.impact if receipt.ip in addresses),
        refusals=tuple(refusal for refusal in assessment.refusals if refusal.app in own),
        runs=tuple(run for run in assessment.runs if run.id in seen_in),
    )
    others = {finding.fingerprint: len(set(finding.apps) - own) for finding in findings}
    neighbours = {
        ip: sum(ip in entry.addresses for entry in assessment.apps if entry.app.id not in own) for ip in addresses
    }
    return Confined(kept, others, neighbours)


class _Redaction:
    """Takes the host names and ids of other OPDs' apps out of texts."""

    def __init__(self, apps: Iterable[AppAssessment], own: frozenset[AppId], hidden: str) -> None:
        everyone = tuple(apps)
        mine = {site.host for entry in everyone if entry.app.id in own for site in entry.app.sites}
        theirs = {site.host for entry in everyone if entry.app.id not in own for site in entry.app.sites} - mine
        names = sorted((name for name in theirs if not _parent_of_any(name, mine)), key=len, reverse=True)
        joined = "|".join(re.escape(name) for name in names)
        self._names = re.compile(_NAME_BEFORE + f"(?:{joined})" + _NAME_AFTER, re.IGNORECASE) if names else None
        self._ids = frozenset(str(entry.app.id) for entry in everyone if entry.app.id not in own)
        self._own = own
        self._hidden = hidden

    def finding(self, finding: Finding) -> Finding:
        return msgspec.structs.replace(
            finding,
            app=finding.app if finding.app in self._own else None,
            apps=tuple(app for app in finding.apps if app in self._own),
            subject=self._subject(finding.subject),
            discriminators=self._discriminators(finding.discriminators),
            facts={name: self._fact(value) for name, value in finding.facts.items()},
        )

    def app(self, entry: AppAssessment) -> AppAssessment:
        verdicts = tuple(
            msgspec.structs.replace(
                verdict,
                discriminators=self._discriminators(verdict.discriminators),
                facts={name: self._fact(value) for name, value in verdict.facts.items()},
            )
            for verdict in entry.verdicts
        )
        return msgspec.structs.replace(
            entry, verdicts=verdicts, software=tuple(self._software(seen) for seen in entry.software)
        )

    def _software(self, seen: Software) -> Software:
        return msgspec.structs.replace(seen, evidence=tuple(self._text(line) for line in seen.evidence))

    def _discriminators(self, pairs: Discriminators) -> Discriminators:
        return tuple((name, self._text(value)) for name, value in pairs)

    def _subject(self, subject: Subject) -> Subject:
        if isinstance(subject, Site):
            return msgspec.structs.replace(subject, host=self._text(subject.host))
        if isinstance(subject, Domain):
            return msgspec.structs.replace(subject, name=self._text(subject.name))
        return subject

    def _fact(self, value: Fact) -> Fact:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, tuple):
            return tuple(self._text(one) for one in value)
        return value

    def _text(self, text: str) -> str:
        if text in self._ids:
            return self._hidden
        return self._names.sub(self._hidden, text) if self._names is not None else text


def _parent_of_any(name: str, hosts: set[str]) -> bool:
    """Whether a name is a domain that one of these hosts lies in: it is then the Pemda's domain, and no secret."""
    return any(host.endswith(f".{name}") for host in hosts)
