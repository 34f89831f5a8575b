"""Products by their pages, headers, cookies and error pages, as their makers write them."""

import re

import pytest

from secscan.identify.signatures import LABELS, SIGNATURES
from secscan.identify.software import identify
from secscan.model.intel import Intel
from tests.unit.builders import Response, app, site

BASE = "https://aplikasi.contoh.go.id/"
HTML = {"Content-Type": "text/html"}


def seen(response: Response, path: str = "/", *, base: str = BASE) -> dict[str, tuple[str, ...]]:
    known = site(base, {"/": "<p>Beranda</p>", path: response})
    return {one.product: one.versions for one in identify(app(known), Intel())}


@pytest.mark.parametrize(
    ("product", "version", "body"),
    [
        ("phpmyadmin", "5.2.1", "<script src='js/vendor/jquery/jquery.min.js?v=5.2.1deb1%2Bdeb12u1'></script>"
                                "<form><input name=pma_username><input type=password name=pma_password></form>"),
        ("adminer", "4.8.1", "<link rel=stylesheet href='?file=default.css&amp;version=4.8.1'>"
                             "<form><select name='auth[driver]'></select><input name='auth[username]'></form>"),
        ("zabbix", "6.0.14", "<script src='jsLoader.php?ver=6.0.14&amp;lang=en_US'></script>"),
        ("cacti", "1.2.24", "<script>var cactiVersion='1.2.24';</script>"),
        ("glpi", "9.5.7", "<link rel=stylesheet href=/front/css.php?file=a>"
                          "<script src=/js/common.js?v=9.5.7></script>"),
        ("grafana", "10.2.3", "<script>window.grafanaBootData = {\"settings\":{\"buildInfo\":{\"commit\":\"a\","
                              "\"version\":\"10.2.3\"}}}</script>"),
        ("phpldapadmin", "1.2.6.3", "<title>phpLDAPadmin (1.2.6.3) - </title><img src=images/default/logo-small.png>"
                                    "<script src=js/layersmenu-browser_detection.js></script>"),
        ("dspace", "7.6.1", "<meta name=Generator content='DSpace 7.6.1'>"),
        ("eprints", "3.4.5", "<link rel=stylesheet href=/style/auto-3.4.5.css>"
                             "<meta name=Generator content='EPrints 3.4.5'>"),
        ("omeka", "3.1", "<script src='/application/views/scripts/javascripts/vendor/jquery.js?v=3.1'></script>"),
        ("omeka-s", "4.0.4", "<link rel=stylesheet href='/application/asset/css/iconfonts.css?v=4.0.4'>"
                             "<script src='/application/asset/js/global.js?v=4.0.4'></script>"),
        ("concrete-cms", "8.5.2", "<meta name=generator content='concrete5 - 8.5.2'>"),
        ("gitweb", "2.39.5", "<meta name=generator content='gitweb/2.39.5 git/2.39.5'>"),
        ("roundcube", "1.6.11", "<script>rcmail.set_env({\"task\":\"login\",\"rcversion\":10611});</script>"
                                "<form><input name=_user><input type=password name=_pass><input name=_task></form>"),
        ("opensid", "2408.0.0", "<link rel=stylesheet href=/desa/themes/esensi/a.css>"
                                "<a href=https://github.com/OpenSID/OpenSID>OpenSID 2408.0.0</a>"),
        ("moodle", "4.1", "<script src=/lib/javascript.php/1/lib/javascript-static.js></script>"
                          "<a href=https://docs.moodle.org/401/en/login>Bantuan</a>"),
        ("moodle", "3.9", "<script src=/lib/javascript.php/1/lib/javascript-static.js></script>"
                          "<a href=https://docs.moodle.org/39/en/login>Bantuan</a>"),
        ("slims", "", "<link rel=stylesheet href=/template/default/assets/css/a.css>"
                      "<script src='/js/chat.js?v=1'></script>"),
        ("magento", "", "<script src=/static/version169/frontend/Magento/luma/en_US/requirejs.js></script>"),
        ("prestashop", "", "<script>var prestashop = {\"cart\":{}};</script>"),
        ("django", "", "<form method=post><input type=hidden name=csrfmiddlewaretoken></form>"),
        ("wagtail", "", "<link rel=stylesheet href=/static/wagtailadmin/css/core.css>"),
        ("zimbra", "", "<script src='/js/Startup1_1_all.js?v=240118'></script>"),
        ("laravel", "", "<script src=/vendor/livewire/livewire.js?id=87e1046f></script>"),
        ("plone", "", "<meta name=generator content='Plone - https://plone.org/'>"),
        ("codeigniter4", "", "<script id=debugbar_loader>x</script><script>var debugbar_loader = 1;</script>"),
    ],
)  # fmt: skip
def test_products_and_versions_by_pages(product: str, version: str, body: str) -> None:
    assert seen(body)[product] == ((version,) if version else ())


@pytest.mark.parametrize(
    ("product", "version", "headers"),
    [
        ("jenkins", "2.426.1", {"X-Jenkins": "2.426.1"}),
        ("webmin", "1.890", {"Server": "MiniServ/1.890"}),
        ("cpanel", "", {"Server": "cpsrvd"}),
        ("kibana", "7.17.3", {"kbn-version": "7.17.3"}),
        (
            "liferay",
            "7.3.5",
            {"Liferay-Portal": "Liferay Community Edition Portal 7.3.5 CE GA6 (Athanasius / Build 7305)"},
        ),
        ("express", "", {"X-Powered-By": "Express"}),
        ("flask", "", {"Server": "Werkzeug/2.2.2 Python/3.11.2"}),
        ("werkzeug", "2.2.2", {"Server": "Werkzeug/2.2.2 Python/3.11.2"}),
        ("python", "3.11.2", {"Server": "Werkzeug/2.2.2 Python/3.11.2"}),
        ("spring-boot", "", {"X-Application-Context": "application:8080"}),
        ("aspnet", "", {"X-AspNet-Version": "4.0.30319"}),
        ("aspnet", "", {"Set-Cookie": "ASP.NET_SessionId=a; path=/"}),
        ("cakephp", "", {"Set-Cookie": "CAKEPHP=a; path=/"}),
        ("yii", "", {"Set-Cookie": "_csrf-frontend=a; path=/"}),
        ("gitlab", "", {"Set-Cookie": "_gitlab_session=a; path=/"}),
        ("zabbix", "", {"Set-Cookie": "zbx_session=a; path=/"}),
        ("glpi", "", {"Set-Cookie": "glpi_8ac3914e6055f1dc4d1023c9bbf5ce82=a; path=/"}),
        ("prestashop", "", {"Set-Cookie": "PrestaShop-" + "a" * 32 + "=b; path=/"}),
        ("aapanel", "", {"Set-Cookie": "BT_PANEL_6=a; path=/"}),
        ("grafana", "", {"Set-Cookie": "grafana_session=a; path=/"}),
        ("magento", "", {"Set-Cookie": "mage-messages=a; path=/"}),
    ],
)
def test_products_and_versions_by_headers(product: str, version: str, headers: dict[str, str]) -> None:
    assert seen((200, HTML | headers, "<p>x</p>"))[product] == ((version,) if version else ())


@pytest.mark.parametrize(
    ("product", "body"),
    [
        ("codeigniter", "<title>404 Page Not Found</title><div id=container><h1>404 Page Not Found</h1>"
                        "<p>The page you requested was not found.</p></div>"),
        ("codeigniter4", "<title>404 Page Not Found</title><div class=wrap><h1>404 - File Not Found</h1>"
                         "<p>Sorry! Cannot seem to find the page you were looking for.</p></div>"),
        ("yii", "<title>Not Found (#404)</title><h1>Not Found (#404)</h1><p>Page not found.</p>"),
        ("flask", "<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on the server. "
                  "If you entered the URL manually please check your spelling and try again.</p>"),
        ("spring-boot", "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, "
                        "so you are seeing this as a fallback.</p>"),
    ],
)  # fmt: skip
def test_products_by_their_error_pages(product: str, body: str) -> None:
    assert product in seen((404, HTML, body), "/tidak-ada")
    assert product not in seen((200, HTML, body), "/berita")  # a page about it


@pytest.mark.parametrize(
    "body",
    [
        "<title>phpLDAPadmin (1.2.6.3)</title><p>Panduan phpLDAPadmin</p>",
        "<p>Whitelabel Error Page. Laravel v9.1.0 (PHP v8.1.2). Version 1.2.24 | (c) 2004-2023 - The Cacti Group</p>",
        "<script>var x = 'prestashop'; // grafana 9.1</script>",
        "<meta name=description content='DSpace 7.6'><meta name=generator content='Blog tentang Plone'>",
        "<script src=/static/js/main.js?v=5.2.1></script><link rel=stylesheet href=/themes/dinas/style.css?v=9.5.7>",
        "<script src=https://lain.example/jsLoader.php?ver=6.0.14></script>",
    ],
)
def test_words_and_common_names_prove_nothing(body: str) -> None:
    assert seen(body) == {}


def test_a_welcome_text_counts_only_where_laravel_was_recognised() -> None:
    body = "<title>Laravel</title><p>Laravel v9.52.16 (PHP v8.1.2)</p>"
    assert seen((200, HTML | {"Set-Cookie": "laravel_session=a"}, body))["laravel"] == ("9.52.16",)


def test_every_signature_has_a_mark_and_every_rule_is_anchored_or_specific() -> None:
    assert set(LABELS) == set(SIGNATURES)
    for key, one in SIGNATURES.items():
        marks = (one.assets, one.generator, one.headers, one.cookies, one.fields, one.scripts, one.errors)
        assert any(marks), key
        for rule in (one.generator, one.cookies, one.errors):
            assert rule is None or not re.match(rule, "")
        assert one.assets is None or not one.assets.match("/assets/js/app.js")
