import pytest

from secscan.analysis.consoles import Console, console
from tests.unit.builders import site

WP_INSTALL = """<title>WordPress &rsaquo; Installation</title><form id="setup" action="install.php?step=2">
<input name="weblog_title"><input name="user_name"><input type="password" name="admin_password">
<input type="password" name="admin_password2"><input name="admin_email" type="email"></form>"""
WP_INSTALLED = """<title>WordPress &rsaquo; Installation</title><h1>Already Installed</h1><p>You appear to have already
installed WordPress.</p><p class="step"><a href="/wp-login.php">Log In</a></p>"""
WP_CONFIG = """<title>WordPress &rsaquo; Setup Configuration File</title><form action="setup-config.php?step=2">
<input name="dbname"><input name="uname"><input name="pwd"><input name="dbhost"><input name="prefix"></form>"""
ZABBIX = """<title>Installation</title><link rel=stylesheet href=assets/styles/blue-theme.css>
<script src="jsLoader.php?ver=6.0.14&amp;lang=en_US"></script><main>
<form id="setup-form" method="post" action="setup.php"><button name="next[0]">Next step</button></form></main>"""
JUPYTER = """<title>JupyterLab</title><script id="jupyter-config-data" type="application/json">
{"appVersion": "4.5.0", "baseUrl": "/", "terminalsAvailable": true}</script><script src=/static/lab/main.js></script>"""
DASHBOARD = """<title>Dashboard - Admin Panel</title><h1>Dashboard</h1><nav><a href=/admin/users>Users</a>
<a href=/admin/settings>Pengaturan</a><a href=/admin/berita>Kelola Berita</a><a href=/admin/roles>Hak Akses</a>
<a href=/logout>Keluar</a></nav>"""

# conf.auth.anonymous on: the page's own start data say so (grafana/public/views/index.html)
GRAFANA = """<title>Grafana</title><script>window.grafanaBootData = {user: {"isSignedIn":false,"id":0,"login":"",
"orgId":1,"orgName":"Main Org.","orgRole":"Viewer","permissions":{}}, settings: {}};</script>"""
PROMETHEUS = """<title>Prometheus Time Series Collection and Processing Server</title>
<script>const GLOBAL_CONSOLES_LINK="";const GLOBAL_AGENT_MODE="false";</script><div id=root></div>"""
TOMCAT = """<title>/manager</title><h1>Tomcat Web Application Manager</h1>
<form method=post action="/manager/html/upload?org.apache.catalina.filters.CSRF_NONCE=x"><input type=file></form>"""
USERS = '[{"id":1,"name":"Admin","email":"admin@contoh.test","email_verified_at":null,"created_at":"2024-01-01"}]'


def found(path: str, body: str) -> Console | None:
    (exchange,) = site("https://app.contoh.go.id/", {path: body}).exchanges()
    return console(exchange)


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/wp-admin/install.php", WP_INSTALL, Console.WORDPRESS_INSTALLER),
        ("/wp-admin/setup-config.php?step=1", WP_CONFIG, Console.WORDPRESS_INSTALLER),
        (
            "/installation/index.php",
            "<form><input name='jform[site_name]'><input name='jform[admin_user]'></form>",
            Console.JOOMLA_INSTALLER,
        ),
        (
            "/core/install.php",
            "<title>Choose language | Drupal</title><form><select name=langcode></select>"
            "<input type=hidden name=form_build_id></form>",
            Console.DRUPAL_INSTALLER,
        ),
        (
            "/index.php/index/install",
            "<form><input name=databaseHost><input name=databaseName><input name=databaseUsername></form>",
            Console.INSTALLER,
        ),
        (
            "/telescope",
            "<title>Telescope - SIMPEG</title><script src='/vendor/telescope/app.js'></script>",
            Console.TELESCOPE,
        ),
        ("/horizon", "<title>Horizon - SIMPEG</title><script>window.Horizon = {};</script>", Console.HORIZON),
        ("/setup.php", ZABBIX, Console.INSTALLER),
        ("/lab", JUPYTER, Console.NOTEBOOK),
        ("/admin", DASHBOARD, Console.DASHBOARD),
        ("/", GRAFANA, Console.GRAFANA),
        ("/query", PROMETHEUS, Console.PROMETHEUS),
        ("/manager/html", TOMCAT, Console.TOMCAT_MANAGER),
    ],
)
def test_what_stands_open(path: str, body: str, expected: Console) -> None:
    assert found(path, body) is expected


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/wp-admin/install.php", WP_INSTALLED),
        (
            "/core/install.php",
            "<title>Drupal already installed | Situs</title><p>To start over, empty your database</p>",
        ),
        ("/setup.php", "<title>Installation</title><form></form><script src=/js/setup.js></script>"),
        ("/berita/instalasi", ZABBIX),
        ("/login", JUPYTER + "<form method=post><input type=password name=password></form>"),
        ("/", "<title>JupyterLab</title><script>var baseUrl = '/';</script><p>Pelatihan Jupyter"),
        ("/berita/telescope", "<title>Telescope baru di observatorium</title><p>Dasbor admin</p>"),
        (
            "/dashboard",
            "<title>Dashboard Harga Pangan</title><h1>Dashboard</h1><a href=/data>Data</a><a href=/peta>Peta</a>",
        ),
        ("/admin", DASHBOARD + "<form><input name=u><input type=password name=p></form>"),
        ("/admin", DASHBOARD.replace("<a href=/logout>Keluar</a>", "")),
        ("/admin", "<title>Admin Panel</title><a href=/logout>Keluar</a><a href=/profil>Profil</a>"),
        (
            "/blog/install",
            "<h1>Cara memasang WordPress</h1><p>Isi dbname, uname, pwd, dbhost lalu Logout dari dashboard</p>",
        ),
    ],
)
def test_near_misses(path: str, body: str) -> None:
    assert found(path, body) is None


def answered(path: str, headers: dict[str, str | list[str]], body: str) -> Console | None:
    (exchange,) = site("https://app.contoh.go.id/", {path: (200, headers, body)}).exchanges()
    return console(exchange)


def test_servers_that_sign_their_headers() -> None:
    html = {"Content-Type": "text/html"}
    assert answered("/", {**html, "X-Jenkins": "2.440"}, "<title>Dashboard [Jenkins]</title>") is Console.JENKINS
    assert answered("/", {**html, "X-Jenkins": "2.440"}, "<title>Sign in [Jenkins]</title>") is None
    assert answered("/app/home", {**html, "kbn-name": "kibana"}, "<title>Elastic</title>") is Console.KIBANA
    assert answered("/login", {**html, "kbn-name": "kibana"}, "<title>Elastic</title>") is None


def test_grafana_that_wants_a_log_in() -> None:
    assert found("/login", GRAFANA.replace('"orgRole":"Viewer"', '"orgRole":""')) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (USERS, Console.USER_LIST),
        ('{"data": [{"id": 1, "username": "budi", "email": "b@x.test", "role": "admin"}]}', Console.USER_LIST),
        ('[{"id":1,"username":"budi","password":"***password***"}]', Console.USER_LIST),
        ('[{"id":1,"nama":"Budi","jabatan":"Kepala","email":"budi@contoh.go.id"}]', None),  # a public directory
        ('[{"id":1,"name":"redaksi","slug":"redaksi"}]', None),
        ('{"message":"Unauthenticated.","email":"","password":""}', None),
        ('[{"id":1,"judul":"Cara mengganti password","role":"artikel"}]', None),
    ],
)
def test_lists_of_accounts(body: str, expected: Console | None) -> None:
    assert answered("/api/users", {"Content-Type": "application/json"}, body) is expected
