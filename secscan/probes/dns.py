"""The DNS probe: the records of names, with what the resolver said of each type."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from secscan.base.clock import Clock
from secscan.base.urls import is_ip_literal
from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import Cost, DnsAnswer, Observation
from secscan.model.subjects import Domain
from secscan.net.resolver import DnsFailed, Resolver

_WORKERS = 8
_SILENT = 8
"""So many names without any answer show that the resolver itself is silent."""


def dns_key(name: str, types: Iterable[str]) -> JobKey:
    """The job key of a look-up."""
    return JobKey(f"dns|{name}|{','.join(types)}")


def look_up(name: str, types: tuple[str, ...], resolver: Resolver, clock: Clock) -> Observation:
    """Look up these record types of a name.

    NXDOMAIN is an answer (`ok`); a name of which no type was answered is `error` or `timeout`, reason `dns`; where only
    some types failed, their rcode says so. Signatures of the types that are asked for with them stand under RRSIG. An
    IP literal is answered without asking anybody.
    """
    start = clock.monotonic()
    records: dict[str, tuple[str, ...]] = {}
    rcodes: dict[str, str] = {}
    signatures: list[str] = []
    chain: tuple[str, ...] = ()
    failure: DnsFailed | None = None
    if is_ip_literal(name):
        records = {"AAAA" if ":" in name else "A": (name,)}
    else:
        for rdtype in types:
            try:
                reply = resolver.query(name, rdtype)
            except DnsFailed as failed:
                failure = failed
                rcodes[rdtype] = "TIMEOUT" if failed.timed_out else "ERROR"
                if failed.timed_out:
                    break  # a silent resolver is not asked once more for each type
                continue
            rcodes[rdtype] = reply.rcode
            if reply.records:
                records[rdtype] = reply.records
            signatures.extend(reply.signatures)
            chain = chain or reply.chain
    if signatures:
        records["RRSIG"] = tuple(signatures)
    status, detail = _judge(rcodes, failure)
    return Observation(
        job_key=dns_key(name, types),
        subject=Domain(name),
        taken_at=clock.now(),
        probe="dns",
        status=status,
        reason=None if status is Status.OK else Reason.DNS,
        detail=detail,
        payload=DnsAnswer(name=name, records=records, rcodes=rcodes, cname_chain=chain, resolver=resolver.label),
        cost=Cost(requests=len(rcodes), seconds=clock.monotonic() - start),
    )


def _judge(rcodes: dict[str, str], failure: DnsFailed | None) -> tuple[Status, str]:
    """A look-up is ok when at least one type got an answer, be it that the name does not exist."""
    if not rcodes or any(rcode in ("NOERROR", "NXDOMAIN") for rcode in rcodes.values()):
        return Status.OK, ""
    if failure is not None:
        return (Status.TIMEOUT if failure.timed_out else Status.ERROR), failure.detail
    return Status.ERROR, ", ".join(sorted(set(rcodes.values())))


def look_up_all(names: Iterable[str], types: tuple[str, ...], resolver: str, clock: Clock) -> dict[str, Observation]:
    """Look up many names, a few at a time, at the resolver "ip[:port]" ("" is the system's).

    A resolver that left the first so many names without any answer is not waited for again. Raises UsageError for a
    malformed resolver.
    """
    wanted = tuple(dict.fromkeys(names))
    asked = Resolver(resolver, clock)
    found: dict[str, Observation] = {}
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="dns") as pool:
        try:
            for name, seen in zip(
                wanted, pool.map(lambda name: look_up(name, types, asked, clock), wanted), strict=True
            ):
                found[name] = seen
                if len(found) == _SILENT and all(one.status is Status.TIMEOUT for one in found.values()):
                    asked.cancel()
        except BaseException:
            asked.cancel()
            raise
    return found
