from secscan.analysis import ports

# The lists of the control catalogue: SS-NET-01 .. SS-NET-04.
CATALOGUE = {
    "DATABASE": (1433, 1521, 3306, 5432, 5984, 6379, 9042, 9200, 11211, 27017),
    "REMOTE_ADMIN": (22, 23, 445, 2049, 3389, 5900, 5985, 5986, 8291),
    "CONSOLES": (2083, 2087, 10000, 8443, 2375, 6443, 10250),
    "CLEARTEXT": (21, 110, 143),
}


def test_every_port_of_the_catalogue_is_in_its_group_and_asked_for() -> None:
    for group, numbers in CATALOGUE.items():
        assert set(numbers) <= set(getattr(ports, group)), group
        assert set(numbers) <= set(ports.STANDARD)


def test_what_common_port_lists_miss_is_asked_for() -> None:
    assert {6379, 11211, 27017, 1883, 2379, 2375, 10250, 2083, 2087} <= set(ports.STANDARD)


def test_the_ports_that_must_be_looked_at_are_those_of_the_catalogue() -> None:
    assert set(ports.MANDATORY_DATABASE) == set(CATALOGUE["DATABASE"])
    assert set(ports.MANDATORY_REMOTE_ADMIN) == set(CATALOGUE["REMOTE_ADMIN"])
    assert set(ports.MANDATORY_CONSOLES) == set(CATALOGUE["CONSOLES"])


def test_all_are_tcp_port_numbers_in_order() -> None:
    assert list(ports.STANDARD) == sorted(set(ports.STANDARD))
    assert all(0 < port < 65536 for port in ports.STANDARD)
