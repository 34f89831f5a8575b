"""Pages that only an administrator should see, recognised by several signs of structure each, never by words alone."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from secscan.analysis.logins import login_form
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Console(StrEnum):
    """What kind of page stands open."""

    WORDPRESS_INSTALLER = "wordpress_installer"
    JOOMLA_INSTALLER = "joomla_installer"
    DRUPAL_INSTALLER = "drupal_installer"
    INSTALLER = "installer"
    TELESCOPE = "telescope"
    HORIZON = "horizon"
    NOTEBOOK = "notebook"
    DASHBOARD = "dashboard"


_WORDPRESS_SITE = {"weblog_title", "user_name", "admin_email"}
_WORDPRESS_DATABASE = {"dbname", "uname", "pwd", "dbhost"}
_WORDPRESS_FILES = ("wp-admin/install.php", "wp-admin/setup-config.php")
_JOOMLA = ({"jform[site_name]", "jform[admin_user]"}, {"jform[db_host]", "jform[db_user]"})
_DRUPAL_STEP = re.compile(
    r"^(?:Choose language|Select an installation profile|Set up database|Database configuration)\b"
)
_DATABASE_HOST = frozenset(("dbhost", "dbhostname", "dbserver", "databasehost", "databasehostname", "mysqlhost"))
_DATABASE_NAME = frozenset(("dbname", "dbdatabase", "database", "databasename", "mysqldatabase"))
_DATABASE_USER = frozenset(("dbuser", "dbusername", "databaseuser", "databaseusername", "mysqluser", "mysqlusername"))
_LOGOUT = re.compile(r"(?:^|[/?&=_-])(?:log-?out|sign-?out|keluar)(?:$|[/.?&=])", re.IGNORECASE)
_DASHBOARD = re.compile(r"\b(?:dashboard|dasbor|admin(?:istrator)?|control panel)\b", re.IGNORECASE)
_TASKS = re.compile(
    r"^(?:(?:manage |kelola |data |manajemen |user )?(users?|pengguna|roles?|hak akses|permissions?)(?: management)?"
    r"|(settings?|pengaturan|konfigurasi|configuration)|(master data|data master)|(backups?|cadangan)"
    r"|(?:manage |kelola |tambah )(posts?|berita|halaman|pages?|artikel|menu)|(?:activity )?(logs?)(?: aktivitas)?)$",
    re.IGNORECASE,
)
_MIN_TASKS = 3


def console(exchange: Exchange) -> Console | None:
    """What kind of administrator's page this is; None for any other page."""
    page = exchange.page
    if page is None:
        return None
    found = _installer(exchange, page) or _laravel(page) or (Console.NOTEBOOK if _is_notebook(page) else None)
    return found or (Console.DASHBOARD if _is_dashboard(page) else None)


def _installer(exchange: Exchange, page: PageFacts) -> Console | None:
    path = exchange.request.path.split("?", 1)[0]
    for form in page.forms:
        names = {field.name for field in form.fields}
        if names >= _WORDPRESS_SITE or names >= _WORDPRESS_DATABASE:
            return Console.WORDPRESS_INSTALLER
        if path.endswith(_WORDPRESS_FILES) and "language" in names and page.title.startswith("WordPress"):
            return Console.WORDPRESS_INSTALLER
        if any(wanted <= names for wanted in _JOOMLA):
            return Console.JOOMLA_INSTALLER
        if path.endswith("install.php") and "form_build_id" in names and _DRUPAL_STEP.match(page.title):
            return Console.DRUPAL_INSTALLER
        plain = {re.sub(r"[^a-z]", "", name.lower()) for name in names}
        if plain & _DATABASE_HOST and plain & _DATABASE_NAME and plain & _DATABASE_USER:
            return Console.INSTALLER
    if path.endswith("/setup.php") and _is_zabbix_installer(page):
        return Console.INSTALLER
    if path.endswith("wp-admin/setup-config.php") and any("setup-config.php?step=1" in link.url for link in page.links):
        return Console.WORDPRESS_INSTALLER
    return None


def _is_zabbix_installer(page: PageFacts) -> bool:
    scripts = any(urlsplit(one.url).path.endswith("/jsLoader.php") for one in page.resources)
    return scripts and bool(page.forms) and page.title.strip() in ("Installation", "Zabbix - Installation")


def _laravel(page: PageFacts) -> Console | None:
    for kind, word in ((Console.TELESCOPE, "Telescope"), (Console.HORIZON, "Horizon")):
        assets = any(f"vendor/{word.lower()}/" in resource.url for resource in page.resources)
        scripts = any(f"window.{word} =" in script for script in page.inline_scripts)
        if page.title.startswith(word) and (assets or scripts):
            return kind
    return None


def _is_notebook(page: PageFacts) -> bool:
    """Jupyter's workbench: whoever gets it without a log-in runs commands on the server."""
    if not page.title.startswith(("JupyterLab", "Jupyter Notebook", "Home")) or page.forms:
        return False
    return any('"baseUrl"' in script and '"terminalsAvailable"' in script for script in page.inline_scripts)


def _is_dashboard(page: PageFacts) -> bool:
    """A page titled as a dashboard, that offers to log out and at least three management tasks, and asks for no
    password."""
    if login_form(page) is not None or any(form.has_password for form in page.forms):
        return False
    if not _DASHBOARD.search(" ".join((page.title, *page.headings[:3]))):
        return False
    targets = [*(link.url for link in page.links), *(form.action for form in page.forms)]
    if not any(_LOGOUT.search(urlsplit(target).path + "?" + urlsplit(target).query) for target in targets):
        return False
    tasks = {link.url: match.lastindex for link in page.links if (match := _TASKS.match(link.text.strip()))}
    return len(set(tasks.values())) >= _MIN_TASKS and len(tasks) >= _MIN_TASKS
