"""What really went over the wire: packets by destination, read beside the program under test (needs root, Linux)."""

import contextlib
import ipaddress
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator

ETH_P_ALL, ETH_P_IP = 0x0003, 0x0800
PACKET_OUTGOING = 4
_PROTOCOLS = {6: "tcp", 17: "udp", 1: "icmp"}


class Wire:
    """The first packets of conversations to some networks: TCP segments with SYN alone, and every UDP and ICMP packet.

    `seen` counts (protocol, address, port), the port being 0 for ICMP.
    """

    def __init__(self, *networks: str) -> None:
        self._networks = [ipaddress.ip_network(network) for network in networks]
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self._socket.settimeout(0.2)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self.seen: Counter[tuple[str, str, int]] = Counter()

    def ports(self, address: str, protocol: str = "tcp") -> set[int]:
        """The ports of an address that something was sent to."""
        self._settle()
        return {port for kind, ip, port in self.seen if ip == address and kind == protocol}

    def addresses(self) -> set[str]:
        """The addresses that anything was sent to."""
        self._settle()
        return {ip for _, ip, _ in self.seen}

    def forget(self) -> None:
        """Begin anew."""
        self._settle()
        self.seen.clear()

    def _settle(self) -> None:
        time.sleep(0.4)  # the reader's own turn

    def _read(self) -> None:
        while not self._done.is_set():
            try:
                packet, place = self._socket.recvfrom(65536)
            except TimeoutError:
                continue
            if place[1] == ETH_P_IP and place[2] == PACKET_OUTGOING:
                self._note(packet)

    def _note(self, packet: bytes) -> None:
        length = (packet[0] & 15) * 4
        protocol = _PROTOCOLS.get(packet[9], str(packet[9]))
        target = ipaddress.ip_address(packet[16:20])
        if not any(target in network for network in self._networks):
            return
        port = struct.unpack("!H", packet[length + 2 : length + 4])[0] if protocol in ("tcp", "udp") else 0
        if protocol == "tcp" and packet[length + 13] & 0x12 != 0x02:
            return
        self.seen[protocol, str(target), port] += 1


@contextlib.contextmanager
def wire(*networks: str) -> Iterator[Wire]:
    """Listen for packets to these networks until the block ends."""
    found = Wire(*networks)
    found._thread.start()
    try:
        yield found
    finally:
        found._done.set()
        found._thread.join(2)
        found._socket.close()
