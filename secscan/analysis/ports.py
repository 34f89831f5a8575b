"""The TCP ports that the controls SS-NET-01..05 are about, by group, each with the service usually found there.

The number alone judges nothing: what answers does (`analysis.exposure`). Numbers are those of the IANA registry and the
makers' manuals; those in `MANDATORY_DATABASE` are named by the catalogue.
"""

from collections.abc import Mapping
from types import MappingProxyType

DATABASE: Mapping[int, str] = MappingProxyType(
    {
        1433: "mssql",
        1521: "oracle",
        3306: "mysql",
        5432: "postgresql",
        5984: "couchdb",
        6379: "redis",
        9042: "cassandra",
        9200: "elasticsearch",
        11211: "memcached",
        27017: "mongodb",
        1434: "mssql",
        2424: "orientdb",
        3307: "mysql",
        5433: "postgresql",
        6380: "redis",
        7474: "neo4j",
        8086: "influxdb",
        8123: "clickhouse",
        9300: "elasticsearch",
        27018: "mongodb",
        28015: "rethinkdb",
        33060: "mysql",
        50000: "db2",
    }
)

MANDATORY_DATABASE: tuple[int, ...] = (1433, 1521, 3306, 5432, 5984, 6379, 9042, 9200, 11211, 27017)

REMOTE_ADMIN: Mapping[int, str] = MappingProxyType(
    {
        22: "ssh",
        23: "telnet",
        445: "smb",
        2049: "nfs",
        3389: "rdp",
        5900: "vnc",
        5985: "winrm",
        5986: "winrm",
        8291: "winbox",
        139: "smb",
        2222: "ssh",
        2323: "telnet",
        5901: "vnc",
    }
)

MANDATORY_REMOTE_ADMIN: tuple[int, ...] = (22, 23, 445, 2049, 3389, 5900, 5985, 5986, 8291)

CONSOLES: Mapping[int, str] = MappingProxyType(
    {
        2082: "cpanel",
        2083: "cpanel",
        2086: "whm",
        2087: "whm",
        2095: "cpanel-webmail",
        2096: "cpanel-webmail",
        2222: "directadmin",
        2375: "docker",
        2376: "docker",
        2379: "etcd",
        3000: "grafana",
        4848: "glassfish",
        5000: "docker-registry",
        5601: "kibana",
        6443: "kubernetes",
        7800: "aapanel",
        8006: "proxmox",
        8080: "jenkins",
        8083: "hestia",
        8090: "cyberpanel",
        8443: "plesk",
        8500: "consul",
        8880: "plesk",
        8888: "aapanel",
        9000: "portainer",
        9090: "cockpit",
        9443: "portainer",
        10000: "webmin",
        10250: "kubelet",
        10255: "kubelet",
        15672: "rabbitmq",
        20000: "usermin",
    }
)

MANDATORY_CONSOLES: tuple[int, ...] = (2083, 2087, 2375, 6443, 8443, 10000, 10250)

CLEARTEXT: Mapping[int, str] = MappingProxyType({21: "ftp", 110: "pop3", 143: "imap"})

OTHER: Mapping[int, str] = MappingProxyType(
    {
        25: "smtp",
        53: "domain",
        80: "http",
        111: "rpcbind",
        135: "msrpc",
        389: "ldap",
        443: "https",
        465: "smtps",
        514: "shell",
        554: "rtsp",
        587: "submission",
        636: "ldaps",
        873: "rsync",
        993: "imaps",
        995: "pop3s",
        1080: "socks",
        1723: "pptp",
        1883: "mqtt",
        2181: "zookeeper",
        3128: "http-proxy",
        5060: "sip",
        5671: "amqps",
        5672: "amqp",
        6000: "x11",
        6667: "irc",
        7001: "weblogic",
        8000: "http-alt",
        8001: "http-alt",
        8008: "http-alt",
        8009: "ajp",
        8081: "http-alt",
        8082: "http-alt",
        8181: "http-alt",
        8728: "mikrotik-api",
        8883: "mqtt-tls",
        8983: "solr",
        9001: "http-alt",
        9092: "kafka",
        9100: "jetdirect",
        9870: "hadoop",
        9999: "http-alt",
        50070: "hadoop",
    }
)

STANDARD: tuple[int, ...] = tuple(sorted({*DATABASE, *REMOTE_ADMIN, *CONSOLES, *CLEARTEXT, *OTHER}))
"""All of them: the list of the standard profile. No well-known list holds them all, so it is our own."""
