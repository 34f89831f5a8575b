import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from secscan.model.observations import PortState
from secscan.probes import nmap
from secscan.probes.nmap import NmapFailed, _states

XML = """<?xml version="1.0"?><nmaprun scanner="nmap" args="nmap">
<scaninfo type="syn" protocol="tcp" numservices="4" services="22,80,443,3306"/>
<host starttime="1" endtime="2"><status state="up" reason="user-set"/><address addr="127.0.0.2" addrtype="ipv4"/>
<hostnames></hostnames><ports>
<port protocol="tcp" portid="22"><state state="open" reason="syn-ack" reason_ttl="64"/><service name="ssh"/></port>
<port protocol="tcp" portid="80"><state state="closed" reason="reset" reason_ttl="64"/><service name="http"/></port>
<port protocol="tcp" portid="443"><state state="filtered" reason="no-response"/></port>
<port protocol="tcp" portid="3306"><state state="open|filtered" reason="no-response" reason_ttl="0"/></port>
</ports></host>
<runstats><finished time="1" timestr="x" elapsed="0.10" exit="success"/><hosts up="1" down="0" total="1"/></runstats>
</nmaprun>"""


def test_states_are_read_and_doubt_is_never_closed() -> None:
    assert _states(XML.encode(), "") == {
        22: PortState.OPEN,
        80: PortState.CLOSED,
        443: PortState.FILTERED,
        3306: PortState.FILTERED,
    }


def test_a_host_that_timed_out_is_no_result() -> None:
    gone = XML[: XML.index("<ports>")] + XML[XML.index("</ports>") + 8 :]
    with pytest.raises(NmapFailed):
        _states(gone.encode(), "")


@pytest.mark.parametrize("output", [b"", b"not xml", XML[:300].encode()])
def test_broken_output_carries_nmap_s_own_complaint(output: bytes) -> None:
    with pytest.raises(NmapFailed) as failed:
        _states(output, "dnet: Failed to open device eth0")
    assert "Failed to open device" in str(failed.value)


def test_one_scan_at_a_time_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-nmap keeps what it reads in the reader, which all port scans share."""

    class Reader:
        readers = 0

        def analyse_nmap_xml_scan(self, xml: str) -> dict[str, dict[str, dict[str, dict[int, dict[str, str]]]]]:
            self.readers += 1
            time.sleep(0.01)
            assert self.readers == 1
            self.readers -= 1
            return {"scan": {"127.0.0.2": {"tcp": {int(xml): {"state": "open"}}}}}

    reader = Reader()
    monkeypatch.setattr(nmap, "_reader", lambda: reader)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda port: _states(str(port).encode(), ""), range(9000, 9008)))
    assert found == [{port: PortState.OPEN} for port in range(9000, 9008)]
