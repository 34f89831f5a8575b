"""Pages that only an administrator should see, recognised by several signs of structure each, never by words alone."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from secscan.analysis.installers import installer
from secscan.analysis.logins import login_form
from secscan.base.once import once
from secscan.model.observations import Exchange, FileKind
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
    GRAFANA = "grafana"
    JENKINS = "jenkins"
    KIBANA = "kibana"
    PROMETHEUS = "prometheus"
    TOMCAT_MANAGER = "tomcat_manager"
    USER_LIST = "user_list"
    DASHBOARD = "dashboard"


WIZARDS = frozenset(
    (Console.WORDPRESS_INSTALLER, Console.JOOMLA_INSTALLER, Console.DRUPAL_INSTALLER, Console.INSTALLER)
)
_WIZARDS = {
    "WordPress": Console.WORDPRESS_INSTALLER,
    "Joomla!": Console.JOOMLA_INSTALLER,
    "Drupal": Console.DRUPAL_INSTALLER,
}
_GRAFANA_ANONYMOUS = re.compile(r'"isSignedIn" ?: ?false\b.{0,1500}?"orgRole" ?: ?"(?:Viewer|Editor|Admin)"')
_LIST = re.compile(r'(?:\{ ?"(?:data|users|result|results|items)" ?: ?)?\[ ?\{ ?"')
_KEY = re.compile(r'"([A-Za-z_]{2,40})" ?:')
_KEPT_KEYS = frozenset(("password", "password_hash", "passwd", "remember_token", "is_admin", "email_verified_at"))
_LOGOUT = re.compile(r"(?:^|[/?&=_-])(?:log-?out|sign-?out|keluar)(?:$|[/.?&=])", re.IGNORECASE)
_DASHBOARD = re.compile(r"\b(?:dashboard|dasbor|admin(?:istrator)?|control panel)\b", re.IGNORECASE)
_TASKS = re.compile(
    r"^(?:(?:manage |kelola |data |manajemen |user )?(users?|pengguna|roles?|hak akses|permissions?)(?: management)?"
    r"|(settings?|pengaturan|konfigurasi|configuration)|(master data|data master)|(backups?|cadangan)"
    r"|(?:manage |kelola |tambah )(posts?|berita|halaman|pages?|artikel|menu)|(?:activity )?(logs?)(?: aktivitas)?)$",
    re.IGNORECASE,
)
_MIN_TASKS = 3


@once
def console(exchange: Exchange) -> Console | None:
    """What kind of administrator's page this is; None for any other page."""
    if exchange.file_kind is FileKind.JSON:
        return Console.USER_LIST if _lists_users(exchange) else None
    page = exchange.page
    if page is None:
        return None
    wizard = installer(exchange)
    if wizard is not None:
        return _WIZARDS.get(wizard.product, Console.INSTALLER)
    found = _laravel(page) or (Console.NOTEBOOK if _is_notebook(page) else None) or _server(exchange, page)
    return found or (Console.DASHBOARD if _is_dashboard(page) else None)


def _lists_users(exchange: Exchange) -> bool:
    """Accounts with what only their keeper should know: passwords, rights, or how far an address was verified."""
    if exchange.status != 200 or not _LIST.match(exchange.excerpt):
        return False
    keys = {key.lower() for key in _KEY.findall(exchange.excerpt)}
    return bool(keys & {"username", "email"}) and (bool(keys & _KEPT_KEYS) or {"username", "email", "role"} <= keys)


def _server(exchange: Exchange, page: PageFacts) -> Console | None:
    """Consoles of servers that a proxy puts on a web port, rendered for somebody who did not log in."""
    if exchange.status != 200:
        return None
    scripts = "\n".join(page.inline_scripts)
    if page.title.startswith("Grafana") and _GRAFANA_ANONYMOUS.search(scripts):
        return Console.GRAFANA
    if exchange.header("x-jenkins") and page.title.startswith("Dashboard"):
        return Console.JENKINS
    if exchange.header("kbn-name") and "/app/" in exchange.request.path:
        return Console.KIBANA
    if page.title.startswith("Prometheus Time Series Collection") and (
        "GLOBAL_CONSOLES_LINK" in scripts or "GLOBAL_AGENT_MODE" in scripts
    ):
        return Console.PROMETHEUS
    if page.title == "/manager" and any(form.action.partition("?")[0].endswith("/html/upload") for form in page.forms):
        return Console.TOMCAT_MANAGER
    return None


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
