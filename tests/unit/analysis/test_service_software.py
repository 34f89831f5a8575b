from secscan.analysis.service_software import service_software
from secscan.model.enums import Status
from secscan.model.evidence import HostLook
from secscan.model.ids import JobKey
from secscan.model.observations import Observation, PortScan, ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from tests.unit.builders import NOW, app

IP = "127.0.0.9"


def host(**services: ServiceAnswer) -> HostLook:
    answers = {int(name[1:]): answer for name, answer in services.items()}

    def seen(subject: Host | Endpoint, payload: PortScan | ServiceAnswer) -> Observation:
        return Observation(
            job_key=JobKey(f"{subject.key}"),
            subject=subject,
            taken_at=NOW,
            probe="t",
            status=Status.OK,
            payload=payload,
        )

    ports = tuple(sorted(answers))
    return HostLook(
        ip=IP,
        ports=seen(Host(IP), PortScan(method="plain", scanned=ports, open=ports)),
        services={port: seen(Endpoint(IP, port), answer) for port, answer in answers.items()},
    )


def test_banners_become_entries_with_their_distribution() -> None:
    ssh = ServiceAnswer(
        service="ssh", product="OpenSSH", version="9.2p1", banner="SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3"
    )
    (one,) = service_software(app(hosts=(host(p22=ssh),)))
    assert (one.product, one.versions, one.distribution) == ("openssh", ("9.2p1",), "Debian")
    assert one.subject == Endpoint(IP, 22)


def test_a_service_without_a_known_product_is_not_listed() -> None:
    assert service_software(app(hosts=(host(p22=ServiceAnswer(service="ssh", banner="SSH-2.0-x")),))) == ()
