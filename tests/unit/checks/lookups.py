"""DNS look-ups, as the probe would have recorded them."""

from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.subjects import Domain
from tests.unit.builders import NOW


def resolved(
    name: str, *addresses: str, chain: tuple[str, ...] = (), rcode: str = "NOERROR", status: Status = Status.OK
) -> dict[str, Observation]:
    """A name with these addresses, by way of these aliases."""
    answer = DnsAnswer(
        name=name, records={"A": addresses} if addresses else {}, rcodes={"A": rcode, "AAAA": rcode}, cname_chain=chain
    )
    seen = Observation(
        job_key=JobKey(f"dns|{name}|A"),
        subject=Domain(name),
        taken_at=NOW,
        probe="dns",
        status=status,
        reason=None if status is Status.OK else Reason.DNS,
        payload=answer,
    )
    return {name: seen}
