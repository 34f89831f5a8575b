"""Zone files as BIND and hosting panels write them, and broken ones."""

from secscan.inventories.zonefile import read_zone
from secscan.model.discovery import NameList

ZONE = """$TTL 3600
$ORIGIN contoh.go.id.
@       IN SOA ns1.contoh.go.id. hostmaster.contoh.go.id. ( 2026100101
                7200 3600 1209600 3600 ) ; serial and times
        IN NS  ns1
        IN MX  10 surel
        IN A   192.0.2.1
ns1     IN A   192.0.2.2
surel   IN A   192.0.2.3
www     IN CNAME @
absen   300 IN A 192.0.2.4
lama    IN CNAME tiada
awan    IN CNAME x1.cdn.example.net.
*.uji   IN A 192.0.2.5
_dmarc  IN TXT "v=DMARC1; p=none"
DINAS   IN AAAA 2001:db8::1
"""


def names(read: NameList) -> dict[str, str]:
    return {("*." if one.wildcard else "") + one.name: one.target for one in read.names}


def test_names_with_their_aliases() -> None:
    read = read_zone("zona.db", ZONE, "")
    assert read.problems == ()
    assert names(read) == {
        "contoh.go.id": "",
        "ns1.contoh.go.id": "",
        "surel.contoh.go.id": "",
        "www.contoh.go.id": "contoh.go.id",
        "absen.contoh.go.id": "",
        "lama.contoh.go.id": "tiada.contoh.go.id",
        "awan.contoh.go.id": "x1.cdn.example.net",
        "*.uji.contoh.go.id": "",
        "dinas.contoh.go.id": "",
    }
    assert {one.name for one in read.names if one.service} == {"ns1.contoh.go.id", "surel.contoh.go.id"}
    assert read.zone == "contoh.go.id"
    assert "_dmarc.contoh.go.id" in read.owners


def test_a_broken_line_costs_that_line_alone() -> None:
    lines = ZONE.splitlines()
    lines.insert(10, "rusak IN A 999.1.1.1")
    lines.append("juga ini bukan rekaman (")
    read = read_zone("zona.db", "\n".join(lines), "")
    assert "dinas.contoh.go.id" in names(read)
    assert ("broken_record", 11) in {(one.code, one.line) for one in read.problems}


def test_the_zones_name_may_be_told() -> None:
    bare = "www 300 IN A 192.0.2.1\n"
    assert [one.code for one in read_zone("z", bare, "").problems] == ["zone_without_origin"]
    assert names(read_zone("z", bare, "contoh.go.id")) == {"www.contoh.go.id": ""}


def test_no_other_file_is_read_and_nothing_is_generated_without_end() -> None:
    text = ZONE + "$INCLUDE /etc/passwd\n$GENERATE 1-100000000 a$ A 192.0.2.9\n$GENERATE 1-3 b$ A 192.0.2.9\n"
    read = read_zone("z", text, "")
    assert [(one.code, one.line) for one in read.problems] == [("zone_include", 17), ("zone_generate", 18)]
    assert {"b1.contoh.go.id", "b3.contoh.go.id"} <= set(names(read))
    assert not any(one.name.startswith("a") and one.name[1].isdigit() for one in read.names)


def test_nonsense_is_told_in_time() -> None:
    read = read_zone("z", "\x00(((((\n" * 200, "contoh.go.id")
    assert read.names == ()
    assert read.problems
