"""What stands open, each fault beside a twin that only looks like it: wizards, accounts, logs, debug modes, interfaces."""

from tests.accuracy.case import Case, Fault, fail, partial
from tests.accuracy.faults import HOME
from tests.accuracy.serve import NOT_FOUND, App, Reply, page, pages

JSON, TEXT, XML, SCRIPT = "application/json", "text/plain; charset=utf-8", "application/xml", "text/javascript"
_UNSURE = frozenset(("cms-version",))


def _with(paths: dict[str, Reply | str], home: str | Reply = HOME) -> App:
    return pages({"/": home, **paths})


def _pair(name: str, check: str, fault: Fault, broken: App, sound: App, **more: object) -> tuple[Case, Case]:
    """An app with the fault, and its twin without."""
    return Case(name, broken, {check: fault}, **more), Case(f"{name}-kembar", sound, **more)  # type: ignore[arg-type]


# ---- wizards and open functions, as the makers' sources write them ----
_ICINGA = (
    "<!DOCTYPE html><html><head><title>Setup :: Icinga Web :: Icinga Web</title><meta name='application-name' content='Icinga Web 2'></head>"
    "<body><form id='setup_welcome' method='post' action='/icingaweb2/setup'><input type='text' name='token'><input type='hidden' name='formUID' value='setup_welcome'></form></body></html>"
)
_ICINGA_LOGIN = (
    "<!DOCTYPE html><html><head><title>Icinga Web 2 Login</title><meta name='application-name' content='Icinga Web 2'></head>"
    "<body><form method='post' action='/icingaweb2/authentication/login'><input type='hidden' name='formUID' value='form_login'></form></body></html>"
)
_MATOMO = "<!DOCTYPE html><html><head><title>Matomo 4.15.1 › Installation</title><link rel='stylesheet' href='index.php?module=Installation&amp;action=getInstallationCss'></head><body><h2>Welcome!</h2></body></html>"
_WIKI = "<!DOCTYPE html><html><head><title>MediaWiki 1.39.6</title></head><body><h1>MediaWiki 1.39.6</h1><p>LocalSettings.php not found.</p><p>Please <a href='/mw-config/index.php'>set up the wiki</a> first.</p></body></html>"
_WIKI_MANUAL = page("MediaWiki 1.39.6", "<p>Cara memasang: unggah berkas, buka <code>mw-config/index.php</code>, lalu simpan LocalSettings.php.</p>")  # fmt: skip
_GLPI = "<!DOCTYPE html><html><head><title>Setup GLPI</title></head><body><h2>GLPI SETUP</h2><form action='install.php' method='post'><select name='language'></select><input type='hidden' name='install' value='lang_select'></form></body></html>"
_LARAVEL = page("Laravel Installer", "<p>Easy Installation and Setup Wizard.</p><a href='/install/requirements'>Check Requirements</a>")  # fmt: skip
_GUIDE = page("Panduan Instalasi Aplikasi Android", "<a href='/unduh/sikda.apk'>Unduh</a><a href='/install/langkah'>Langkah</a>")  # fmt: skip
_USERS = '[{"id":1,"name":"Administrator","email":"admin@contoh.test","email_verified_at":"2024-01-02T03:04:05Z","role":"admin"},{"id":2,"name":"Operator","email":"op@contoh.test","email_verified_at":null,"role":"operator"}]'
_STAFF = '[{"id":1,"nama":"Budi Santoso","jabatan":"Kepala Dinas","unit":"Sekretariat"},{"id":2,"nama":"Siti","jabatan":"Sekretaris","unit":"Sekretariat"}]'
_GRAFANA = '<!DOCTYPE html><html><head><title>Grafana</title></head><body><script nonce="">window.grafanaBootData = {{user: {{"isSignedIn":false,"id":0,"login":"","email":"","name":"","orgCount":0,"orgId":1,"orgName":"Main Org.","orgRole":"{}"}}, settings: {{}} }};</script></body></html>'

OPEN = (
    *_pair("pasang-icinga", "open-admin", fail("/icingaweb2/setup"), _with({"/icingaweb2/setup": _ICINGA}, Reply("", 302, headers=(("Location", "/icingaweb2/setup"),))), _with({"/icingaweb2/authentication/login": _ICINGA_LOGIN}, Reply("", 302, headers=(("Location", "/icingaweb2/authentication/login"),)))),
    Case("pasang-matomo", _with({}, _MATOMO), {"open-admin": fail("/"), "default-files": fail("installer")}),
    Case("pasang-mediawiki", _with({}, _WIKI), {"open-admin": fail("/"), "default-files": fail("installer")}),
    Case("pasang-mediawiki-kembar", _with({}, _WIKI_MANUAL)),
    Case("pasang-glpi", _with({"/install/install.php": _GLPI}, Reply("", 302, headers=(("Location", "/install/install.php"),))), {"open-admin": fail("/install/install.php"), "default-files": fail("installer")}),
    Case("pasang-laravel", _with({"/install/": _LARAVEL}), {"open-admin": fail("/install/"), "default-files": fail("installer")}),
    Case("pasang-laravel-kembar", _with({"/install/": _GUIDE})),
    *_pair("akun-json", "open-admin", fail("/api/users"), _with({"/api/users": Reply(_USERS, kind=JSON)}), _with({"/api/users": Reply(_STAFF, kind=JSON)})),
    *_pair("grafana", "open-admin", fail("/"), _with({}, _GRAFANA.format("Viewer")), _with({}, _GRAFANA.format(""))),
)  # fmt: skip
OPEN = (Case(OPEN[0].name, OPEN[0].app, {**OPEN[0].faults, "default-files": fail("installer")}), *OPEN[1:])

# ---- log-ins made by a script ----
_SHELL = "<!doctype html><html><head><title>{}</title><script type=module src='/assets/index-4f2a.js'></script></head><body><div id='app'></div></body></html>"
_BUNDLE = '!function(){{const r=[{{path:"/",component:h}},{}];const f=()=>h("input",{{type:"{}",name:"x"}})}}();'
_LOGIN_JS = _BUNDLE.format('{path:"/login",component:l}', "password")
_JOIN_JS = _BUNDLE.format('{path:"/login",component:l},{path:"/register",component:d}', "password")
_PUBLIC_JS = _BUNDLE.format('{path:"/berita",component:l}', "search")


def _spa(title: str, bundle: str) -> App:
    shell = _SHELL.format(title)
    return pages({"/": shell, "/assets/index-4f2a.js": Reply(bundle, kind=SCRIPT)}, Reply(shell))


SCRIPTED = (
    Case("spa-login", _spa("SIMPEG", _LOGIN_JS), {"admin-pages": fail("/"), "login-barrier": fail("/")}, unsure=frozenset(("admin-pages",))),
    Case("spa-login-captcha", _spa("SIMPEG", _LOGIN_JS + 's="https://www.google.com/recaptcha/api.js"'), {"admin-pages": partial("/")}, unsure=frozenset(("admin-pages",))),
    Case("spa-warga", _spa("Layanan Warga", _JOIN_JS), {"login-barrier": fail("/")}, unsure=frozenset(("admin-pages",))),
    Case("spa-publik", _spa("Data Terbuka", _PUBLIC_JS), unsure=frozenset(("admin-pages", "login-barrier"))),
)  # fmt: skip

# ---- logs, debug modes, error pages ----
_LARAVEL_LOG = "[2026-11-01 08:00:00] production.ERROR: SQLSTATE[HY000] [2002] Connection refused\n[stacktrace]\n#0 /var/www/x.php(12)\n"  # fmt: skip
_PHP_LOG = "[01-Nov-2026 08:00:00 Asia/Jakarta] PHP Warning:  Undefined variable $x in /home/dinas/public_html/index.php on line 3\n"  # fmt: skip
_PHPINFO = "<!DOCTYPE html><html><head><title>PHP 8.1.2 - phpinfo()</title></head><body><h1 class='p'>PHP Version 8.1.2</h1><table><tr><td>Server API</td><td>FPM</td></tr><tr><td>Build Date</td><td>x</td></tr><tr><td>Loaded Configuration File</td><td>/etc/php.ini</td></tr><tr><td>PHP Extension Build</td><td>x</td></tr></table></body></html>"  # fmt: skip
_PHPINFO_ARTICLE = page("Belajar phpinfo()", "<p>Fungsi phpinfo() menampilkan PHP Version 8.1.2, Server API, Build Date, dan Loaded Configuration File.</p>")  # fmt: skip
_STATUS = "<html><head><title>Apache Status</title></head><body><h1>Apache Server Status for {0}</h1><dl><dt>Server uptime: 1 hour</dt></dl></body></html>"
_IGNITION = "<!doctype html><html><head><title>ErrorException</title></head><body><div id='app'></div><script>window.data = {}; window.ignite(window.data);</script></body></html>"  # fmt: skip
_WERKZEUG = "<!doctype html><html><head><title>NameError // Werkzeug Debugger</title><script src='?__debugger__=yes&amp;cmd=resource&amp;f=debugger.js'></script></head><body><h1>NameError</h1></body></html>"
_TRACE = page("Galat", "<b>Fatal error</b>: Uncaught Error: Call to undefined function x() in /var/www/html/app/index.php:12")  # fmt: skip
_QUIET = page("Galat", "<p>Terjadi kesalahan. Kode: 8f2a.</p>")


def _missing(reply: Reply) -> App:
    return pages({"/": HOME}, reply)


TRACES = (
    *_pair("log-laravel", "log-files", fail("/storage/logs/laravel.log"), _with({"/storage/logs/laravel.log": Reply(_LARAVEL_LOG, kind=TEXT)}), _with({"/storage/logs/laravel.log": Reply("Berkas log ada di server.\n", kind=TEXT)})),
    *_pair("log-php", "log-files", fail("/error_log"), _with({"/error_log": Reply(_PHP_LOG, kind="application/octet-stream")}), _with({"/error_log": Reply("", 403)})),
    *_pair("phpinfo", "debug-pages", fail("phpinfo"), _with({"/phpinfo.php": _PHPINFO}), _with({"/phpinfo.php": _PHPINFO_ARTICLE})),
    *_pair("server-status", "debug-pages", fail("apache_status"), _with({"/server-status": _STATUS.format("x")}), _with({"/server-status": page("Status Server", "<p>Semua layanan berjalan.</p>")})),
    Case("ignition", _missing(Reply(_IGNITION, 500)), {"debug-pages": fail("ignition"), "error-pages": fail()}),
    Case("werkzeug", _missing(Reply(_WERKZEUG, 500)), {"debug-pages": fail("werkzeug"), "error-pages": fail()}),
    *_pair("galat-php", "error-pages", fail(), _missing(Reply(_TRACE, 500)), _missing(Reply(_QUIET, 500))),
    Case("galat-express", _missing(Reply("<!DOCTYPE html><html><head><title>Error</title></head><body><pre>Cannot GET /x</pre></body></html>", 404)), {"error-pages": partial()}),
)  # fmt: skip

# ---- interfaces ----
_BLOG = page("Puskesmas", "<p>Jadwal.</p>", "<link rel='stylesheet' href='/wp-content/themes/astra/style.css'><link rel='stylesheet' href='/wp-includes/css/dist/block-library/style.min.css'>")  # fmt: skip
_REST = '[{"id":1,"name":"Redaksi","url":"","description":"","link":"https://x/author/redaksi/","slug":"redaksi","meta":[]}]'
_OPENAPI = '{"openapi":"3.0.1","info":{"title":"API SIMPEG","version":"1"},"paths":{"/pegawai":{"get":{}}}}'
_SWAGGER = "<!DOCTYPE html><html><head><title>Swagger UI</title><script src='./swagger-ui-bundle.js'></script></head><body><div id='swagger-ui'></div><script>window.ui = SwaggerUIBundle({url: 'openapi.json'})</script></body></html>"
_GRAPHQL = '{"data":{"__schema":{"queryType":{"name":"Query"}}}}'
_GRAPHQL_OFF = '{"errors":[{"message":"GraphQL introspection is not allowed"}]}'
_ROBOTS = "User-agent: *\nDisallow: /panel-admin-rahasia/\nDisallow: /backup-2024/\n"
_ROBOTS_SHIPPED = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
_REFLECTS = (("Access-Control-Allow-Origin", "https://secscan.invalid"), ("Access-Control-Allow-Credentials", "true"))
_OWN_ORIGIN = (
    ("Access-Control-Allow-Origin", "https://portal.kabcontoh.go.id"),
    ("Access-Control-Allow-Credentials", "true"),
)
_CDN = "<script src='https://cdn.jsdelivr.net/npm/bootstrap@5.3.2/dist/js/bootstrap.bundle.min.js'{}></script>"
_DIGEST = " integrity='sha384-C6RzsynM9kWDrMNeT87bh95OGNyZPhcTNXj1NW7RuBCsyN/o0jlpcV8Qyq46cDfL' crossorigin='anonymous'"

INTERFACES = (
    *_pair("wp-pengguna", "user-enumeration", fail("rest_users"), _with({"/?rest_route=/wp/v2/users": Reply(_REST, kind=JSON)}, _BLOG), _with({"/?rest_route=/wp/v2/users": Reply('{"code":"rest_user_cannot_view"}', 401, kind=JSON)}, _BLOG), unsure=_UNSURE),
    *_pair("wp-xmlrpc", "user-enumeration", fail("xmlrpc"), _with({"/xmlrpc.php": Reply("XML-RPC server accepts POST requests only.", 405, kind=TEXT)}, _BLOG), _with({"/xmlrpc.php": Reply("", 403)}, _BLOG), unsure=_UNSURE),
    *_pair("api-openapi", "api-docs", fail("openapi"), _with({"/openapi.json": Reply(_OPENAPI, kind=JSON)}), _with({"/openapi.json": Reply('{"openapi":"tidak tersedia"}', kind=JSON)})),
    *_pair("api-swagger", "api-docs", fail("swagger_ui"), _with({"/api/documentation": _SWAGGER}), _with({"/api/documentation": page("Swagger UI", "<p>Dokumentasi API tersedia bagi mitra.</p>")})),
    *_pair("api-graphql", "api-docs", fail("graphql"), _with({"/graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D": Reply(_GRAPHQL, kind=JSON)}), _with({"/graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D": Reply(_GRAPHQL_OFF, 400, kind=JSON)})),
    *_pair("robots", "robots-admin-paths", fail(), _with({"/robots.txt": Reply(_ROBOTS, kind=TEXT)}), _with({"/robots.txt": Reply(_ROBOTS_SHIPPED, kind=TEXT)})),
    *_pair("cors", "cors-reflection", fail(), _with({}, Reply(HOME, headers=_REFLECTS)), _with({}, Reply(HOME, headers=_OWN_ORIGIN))),
    *_pair("metode", "http-methods", fail(), _with({}, Reply(HOME, headers=(("Allow", "GET, HEAD, PUT, DELETE, OPTIONS"),))), _with({}, Reply(HOME, headers=(("Allow", "GET, HEAD, POST, OPTIONS"),)))),
    *_pair("sri", "subresource-integrity", fail(), _with({}, page("Dinas", "<p>Halo</p>", _CDN.format(""))), _with({}, page("Dinas", "<p>Halo</p>", _CDN.format(_DIGEST)))),
    *_pair("sesi-di-alamat", "session-in-url", fail(), _with({}, page("Dinas", "<a href='/layanan?PHPSESSID=9a8b7c6d5e4f3a2b1c0d9e8f7a'>Layanan</a>")), _with({}, page("Dinas", "<a href='/layanan?sesi=pagi'>Layanan</a>"))),
    *_pair("samesite", "samesite-cookies", fail("PHPSESSID"), _with({}, Reply(HOME, headers=(("Set-Cookie", "PHPSESSID=9a8b7c6d5e4f3a2b1c0d9e8f7a; path=/; secure; HttpOnly"),))), _with({}, Reply(HOME, headers=(("Set-Cookie", "PHPSESSID=9a8b7c6d5e4f3a2b1c0d9e8f7a; path=/; secure; HttpOnly; SameSite=Lax"),)))),
    *_pair("bacasaya", "default-files", partial("readme"), _with({"/readme.html": "<html><head><title>WordPress &rsaquo; ReadMe</title></head><body><h1>WordPress</h1><h2>First Things First</h2></body></html>"}, _BLOG), _with({"/readme.html": page("Baca Saya", "<p>Petunjuk.</p>")}, _BLOG), unsure=_UNSURE),
)  # fmt: skip

# ---- files ----
_CONFIG = "<?php\ndefine( 'DB_NAME', 'wp' );\ndefine( 'DB_PASSWORD', 'rahasia' );\n"
_DUMP = "-- MySQL dump 10.13  Distrib 8.0.36\n--\nCREATE TABLE `pegawai` (\n `nip` char(18)\n);\n"
_SWAP = b"b0VIM 9.0\x00\x00\x00\x00\x10\x00\x00" + bytes(3000)

FILES = (
    *_pair("wp-config-lama", "secret-files", fail("/wp-config.php.old"), _with({"/wp-config.php.old": Reply(_CONFIG, kind=TEXT)}, _BLOG), _with({"/wp-config.php.old": Reply("", kind="text/html")}, _BLOG), unsure=_UNSURE),
    *_pair("wp-config-swp", "secret-files", fail("/.wp-config.php.swp"), _with({"/.wp-config.php.swp": Reply(_SWAP, kind="application/octet-stream")}, _BLOG), _with({"/.wp-config.php.swp": Reply("b0VIM", kind=TEXT)}, _BLOG), unsure=_UNSURE),
    *_pair("cadangan-nama-aplikasi", "backup-files", fail("/simpeg.sql"), _with({"/simpeg.sql": Reply(_DUMP, kind=TEXT)}, page("SIMPEG - Kepegawaian", "<p>Halo</p>")), _with({"/simpeg.sql": page("SIMPEG", "<p>Halaman SQL</p>")}, page("SIMPEG - Kepegawaian", "<p>Halo</p>"))),
    Case("cadangan-folder", pages({"/antrian/": HOME, "/antrian/antrian.sql": Reply(_DUMP, kind=TEXT)}), {"backup-files": fail("/antrian/antrian.sql")}, path="/antrian/"),
)  # fmt: skip

# ---- odd sites without any of it ----
_EVERY_WORD = page(
    "Kamus Keamanan Siber",
    "<p>phpinfo() PHP Version 8.1.2 Server API Build Date. Index of /uploads/. DB_PASSWORD=rahasia APP_KEY=base64:x. -- MySQL dump 10.13. "
    "ref: refs/heads/main. [core] repositoryformatversion = 0. -----BEGIN RSA PRIVATE KEY-----. Werkzeug Debugger, Whoops! There was an error, "
    "You're seeing this error because you have DEBUG = True in your Django settings file. Setup GLPI. WordPress Installation. phpMyAdmin pma_username. "
    "Adminer auth[driver]. Apache Server Status. XML-RPC server accepts POST requests only. Fatal error: in /var/www/html/index.php. slot gacor togel. "
    "production.ERROR: SQLSTATE[42S02]. Swagger UI openapi: 3.0.1. DokuWiki Installer. Grafana orgRole Viewer.</p>",
)
_PLAIN_WORDS = (
    "DB_PASSWORD=contoh adalah baris dalam .env; ref: refs/heads/main ada di HEAD; -- MySQL dump mengawali cadangan.\n"
)


def _by_extension(visit: object) -> Reply:
    """Its own answer for each kind of name: a page for .php, an archive's warning for .zip, 403 for dots, else 404."""
    path: str = visit.file  # type: ignore[attr-defined]
    if path == "/":
        return Reply(HOME)
    if path.endswith((".zip", ".sql", ".gz", ".rar")):
        return Reply("Unduhan tidak tersedia.\n", 200, TEXT)
    if path.endswith((".php", ".bak", "~")):
        return Reply(page("Halaman", f"<p>{path} sedang diperbarui.</p>"))
    return Reply("", 403) if "/." in path else NOT_FOUND


def _by_folder(visit: object) -> Reply:
    """Each folder is another application with another way to say no."""
    path: str = visit.file  # type: ignore[attr-defined]
    if path == "/":
        return Reply(HOME)
    first = path.split("/")[1]
    if first in ("wp-admin", "admin", "administrator", "phpmyadmin"):
        return Reply(page("Akses dibatasi", "<p>Hubungi Diskominfo.</p>"), 200)
    if first in ("storage", "api", "install"):
        return Reply("", 302, headers=(("Location", "/"),))
    return NOT_FOUND


ODD = (
    Case("kamus-keamanan", pages({"/": page("Dinas", HOME)}, Reply(_EVERY_WORD))),
    Case("kamus-polos", pages({"/": HOME}, Reply(_PLAIN_WORDS, kind=TEXT)), unsure=frozenset(("secret-files", "backup-files", "repository-metadata"))),
    Case("per-akhiran", _by_extension),
    Case("per-folder", _by_folder),
    Case("rilis-pers", _with({"/admin": page("Siaran Pers: Admin Desa Dilatih", "<p>Dashboard baru, log in, logout, kelola berita, users, settings, backup.</p>")})),
    Case("melawan-judi", _with({}, page("Stop Judi Online!", "<p>Kabupaten Contoh menolak slot gacor, togel, dan judi bola. Laporkan ke <a href='https://aduankonten.id/'>aduankonten.id</a>.</p>"))),
    Case("keluar-security-txt", _with({"/.well-known/security.txt": Reply("Contact: mailto:csirt@kabcontoh.go.id\nExpires: 2027-05-01T00:00:00Z\nPreferred-Languages: id, en\n", kind=TEXT)})),
)  # fmt: skip

CASES = (*OPEN, *SCRIPTED, *TRACES, *INTERFACES, *FILES, *ODD)
