"""Virtual hosts in the words of the programs' own documentation and output."""

import pytest

from secscan.inventories.webservers import looks_like_web, read_web

NGINX = """# configuration file /etc/nginx/nginx.conf:
server { listen 80 default_server; server_name _; }
server {
    listen 443 ssl;
    server_name portal.contoh.go.id www.portal.contoh.go.id
                simpeg.contoh.go.id;   # lama
    # server_name bekas.contoh.go.id;
    proxy_pass http://10.0.0.5:8080;
}
server { server_name ~^(?<sub>.+)\\.uji\\.contoh\\.go\\.id$ *.mirror.contoh.go.id; }
"""
APACHE = """VirtualHost configuration:
*:443                  is a NameVirtualHost
         default server absen.contoh.go.id (/etc/apache2/sites-enabled/absen.conf:2)
         port 443 namevhost absen.contoh.go.id (/etc/apache2/sites-enabled/absen.conf:2)
                 alias presensi.contoh.go.id
         port 443 namevhost sippd.contoh.go.id (/etc/apache2/sites-enabled/sippd.conf:1)
*:80                   jdih.contoh.go.id (/etc/apache2/sites-enabled/000-jdih.conf:1)
ServerRoot: "/etc/apache2"
Main DocumentRoot: "/var/www/html"
"""
FILES = "<VirtualHost *:80>\n  ServerName ppid.contoh.go.id:80\n  ServerAlias www.ppid.contoh.go.id info.contoh.go.id\n"
HAPROXY = """frontend web
  acl a hdr(host) -i perizinan.contoh.go.id izin.contoh.go.id
  acl b req.hdr(host) -i x.contoh.go.id
"""
TRAEFIK = 'traefik.http.routers.a.rule: "Host(`data.contoh.go.id`, `opendata.contoh.go.id`) && PathPrefix(`/v1`)"\n'
IIS = 'SITE "Sipd" (id:2,bindings:http/*:80:sipd.contoh.go.id,https/*:443:sipd.contoh.go.id,state:Started)\n'
CPANEL = "contoh.go.id: contoh\nblog.contoh.go.id: contoh\n*: nobody\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (NGINX, {"portal", "www.portal", "simpeg", "*.mirror"}),
        (APACHE, {"absen", "presensi", "sippd", "jdih"}),
        (FILES, {"ppid", "www.ppid", "info"}),
        (HAPROXY, {"perizinan", "izin", "x"}),
        (TRAEFIK, {"data", "opendata"}),
        (IIS, {"sipd"}),
    ],
)
def test_names(text: str, wanted: set[str]) -> None:
    read = read_web("berkas", text)
    assert {("*." if one.wildcard else "") + one.name for one in read.names} == {
        f"{one}.contoh.go.id" for one in wanted
    }
    assert looks_like_web(text)


def test_a_hosting_panels_list() -> None:
    assert [one.name for one in read_web("userdomains", CPANEL).names] == ["contoh.go.id", "blog.contoh.go.id"]
    assert looks_like_web(CPANEL)


def test_places_are_lines() -> None:
    assert {one.name: one.place for one in read_web("a.conf", NGINX).names}["simpeg.contoh.go.id"] == "a.conf:6"


@pytest.mark.parametrize(
    "text", ["portal.contoh.go.id\n", "Host: a.contoh.go.id\nAccept: */*\n", "id: 3\nkunci: nilai\n"]
)
def test_other_texts_are_no_configuration(text: str) -> None:
    assert not looks_like_web(text) or not read_web("x", text).names


def test_long_and_hostile_lines_end() -> None:
    assert read_web("x", "server_name " + "a" * 5_000_000).names == ()
    assert read_web("x", "server_name\n" * 50_000).names == ()
