"""Wizards as the makers' own sources and Debian's packages render them, and pages that look like one."""

import pytest

from secscan.analysis.installers import Installer, installer
from tests.unit.builders import site

ICINGA = """<title>Setup :: Icinga Web :: Icinga Web</title><meta name="application-name" content="Icinga Web 2">
<form id="setup_welcome" method="post" action="/setup"><input type="text" name="token"><input type="hidden"
name="CSRFToken"><input type="hidden" name="formUID" value="setup_welcome"></form>"""  # icingaweb2 2.11.4
ICINGA_LOGIN = ICINGA.replace("Setup :: Icinga Web :: Icinga Web", "Icinga Web 2 Login")
POSTFIX_ADMIN = """<title>Postfix Admin - Setup</title><h1>Configure and Setup Postfixadmin</h1><form name="setuppw"
method="post" action="setup.php"><input type="hidden" name="form" value="setuppw"><input type="password"
name="setup_password"><input type="password" name="setup_password2"></form>"""  # postfixadmin 3.3.13
MEDIAWIKI = """<title>MediaWiki 1.39.17</title><h1>MediaWiki 1.39.17</h1><p>LocalSettings.php not found.</p>
<p>Please <a href="/mw-config/index.php">set up the wiki</a> first.</p>"""  # includes/Output/NoLocalSettings
DOKUWIKI = """<title>DokuWiki Installer</title><form action="" method="post"><input name="d[title]">
<input name="d[superuser]"><input type="password" name="d[password]"></form>"""  # install.php, print_form
DOKUWIKI_USED = """<title>DokuWiki Installer</title><p>The installer found some problems</p><form action=""
method="get"><input type="hidden" name="l" value="en"></form>"""
SLIMS_9 = """<title>SLiMS Installer</title><div id="app"></div><script src="js/vue.min.js"></script>
<script src="js/main.js?v=1" type="module" csrf="x"></script>"""  # slims9_bulian install/index.php
GLPI = """<title>Setup GLPI</title><h2>GLPI SETUP</h2><form action="install.php" method="post"><select name="language">
</select><input type="hidden" name="install" value="lang_select"></form>"""  # glpi install/install.php
NEXTCLOUD = """<title>Nextcloud</title><form action="index.php" method="post"><input type="hidden" name="install"
value="true"><input name="adminlogin"><input type="password" name="adminpass"></form>"""  # core/templates/installation
MATOMO = """<title>Matomo 4.15.1 &rsaquo; Installation</title><link rel="stylesheet"
href="index.php?module=Installation&amp;action=getInstallationCss">"""  # plugins/Installation/templates/layout.twig
ROUNDCUBE = """<title>Roundcube Webmail Installer</title><form action="index.php" method="get"><input type="hidden"
name="_step" value="2"></form>"""  # installer/index.php
ROUNDCUBE_OFF = "<title>Roundcube Webmail Installer</title><h2 class=error>The installer is disabled!</h2>"
PHPBB = """<title>phpBB</title><a href="/forum/install/app.php/">Overview</a><a href="/forum/install/app.php/license">
License</a><a href="/forum/install/app.php/support">Support</a><a href="/forum/install/app.php/install">Install</a>"""
PRESTASHOP = """<title>PrestaShop Installation Assistant</title><script src="theme/js/install.js"></script>"""
OPENCART = """<title>License agreement</title><form action="https://a/install/index.php?route=install/step_1"
method="post"></form>"""  # upload/install/view/template/install/step_1
LARAVEL = """<title>Laravel Installer</title><h1>Laravel Installer</h1><a href="/install/requirements">Check
Requirements</a>"""  # rachidlaasri/laravel-installer, routes LaravelInstaller::
MOODLE = """<title>Installation - Moodle 4.1.2</title><form action="install.php" method="post"><input type="hidden"
name="stage"><input type="hidden" name="dbhost"><input type="hidden" name="dbname"><input type="hidden" name="dbuser">
<select name="lang"></select></form>"""  # lib/installlib.php
CACTI = """<title>Cacti Server v1.2.24 - Installation Wizard</title><script src="install/install.js"></script>"""

ODOO = """<title>Odoo</title><form action="/web/database/create" method="post"><input name="master_pwd" type="password">
<input name="name"><input name="login"><input name="password" type="password"></form>"""  # web/views/database_manager


def judged(path: str, body: str) -> Installer | None:
    (exchange,) = site("https://app.contoh.go.id/", {path: body}).exchanges()
    return installer(exchange)


@pytest.mark.parametrize(
    ("path", "body", "product"),
    [
        ("/icingaweb2/setup", ICINGA, "Icinga Web 2"),
        ("/postfixadmin/setup.php", POSTFIX_ADMIN, "Postfix Admin"),
        ("/wiki/", MEDIAWIKI, "MediaWiki"),
        ("/install.php", DOKUWIKI, "DokuWiki"),
        ("/install/", SLIMS_9, "SLiMS"),
        ("/install/install.php", GLPI, "GLPI"),
        ("/", NEXTCLOUD, "Nextcloud"),
        ("/", MATOMO, "Matomo"),
        ("/installer/", ROUNDCUBE, "Roundcube"),
        ("/forum/install/app.php", PHPBB, "phpBB"),
        ("/install/", PRESTASHOP, "PrestaShop"),
        ("/install/index.php", OPENCART, "OpenCart"),
        ("/install", LARAVEL, "Laravel"),
        ("/install.php", MOODLE, ""),
        ("/cacti/install/install.php", CACTI, "Cacti"),
        ("/web/database/manager", ODOO, "Odoo"),
    ],
)
def test_wizards(path: str, body: str, product: str) -> None:
    found = judged(path, body)
    assert found is not None
    assert found.product == product


def test_what_asks_for_a_secret_first_is_guarded() -> None:
    guarded = {product for path, body, product in (
        ("/setup", ICINGA, "Icinga Web 2"), ("/setup.php", POSTFIX_ADMIN, "Postfix Admin"), ("/", MATOMO, "Matomo")
    ) if (found := judged(path, body)) is not None and found.guarded}  # fmt: skip
    assert guarded == {"Icinga Web 2", "Postfix Admin"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/authentication/login", ICINGA_LOGIN),
        ("/install.php", DOKUWIKI_USED),
        ("/installer/", ROUNDCUBE_OFF),
        # The first page of MediaWiki's wizard is the same on a finished wiki, which its upgrade key protects.
        (
            "/mw-config/index.php",
            "<title>MediaWiki 1.39 installation</title><form><select name=uselang></select></form>",
        ),
        # Articles, menus and manuals.
        ("/berita/pasang-glpi", "<title>Setup GLPI</title><p>Langkah: buka install/install.php</p>"),
        ("/install", "<title>Panduan Instalasi Aplikasi</title><a href='/unduh'>Unduh APK</a>"),
        ("/docs/install/", "<title>Installation</title><a href='/docs/install/linux'>Linux</a>"),
        ("/install/requirements", "<title>Syarat Dokumen</title><a href='/layanan'>Layanan</a>"),
        ("/wiki/", "<title>MediaWiki 1.39</title><a href='/mw-config/index.php'>mw-config</a><p>Panduan</p>"),
        ("/", "<title>Nextcloud</title><form><input name=user><input type=password name=password></form>"),
        ("/", "<title>Toko</title><a href='/index.php?route=product/category'>Produk</a>"),
        ("/daftar", "<form><input name=nama><input name=username><input name=database_pegawai></form>"),
    ],
)
def test_near_misses(path: str, body: str) -> None:
    assert judged(path, body) is None
