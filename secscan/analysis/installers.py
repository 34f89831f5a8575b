"""Set-up wizards that somebody left open, by the structure of their pages: fields, files, links, never words alone.

Shapes are those of the makers' sources and of Debian's packages. A wizard that sends its visitors away once it was used
is no wizard any more, and the first page of MediaWiki's looks alike before and after: there the missing configuration
that the home page tells of is the proof.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from secscan.base.once import once
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Installer(NamedTuple):
    """An open wizard. `product` is "" where only its fields tell; `guarded`: it asks for a secret of the server's
    administrator first, so that being reachable is not being usable."""

    product: str
    guarded: bool = False


class _Page(NamedTuple):
    """What rules look at: path without query, names of each form's fields, all field names, and where things lead."""

    path: str
    page: PageFacts
    forms: tuple[frozenset[str], ...]
    names: frozenset[str]
    links: tuple[str, ...]
    files: tuple[str, ...]

    def titled(self, pattern: str) -> bool:
        return re.fullmatch(pattern, self.page.title.strip()) is not None

    def loads(self, part: str) -> bool:
        return any(part in file for file in self.files)


_WORDPRESS_SITE = {"weblog_title", "user_name", "admin_email"}
_WORDPRESS_DATABASE = {"dbname", "uname", "pwd", "dbhost"}
_WORDPRESS_FILES = ("wp-admin/install.php", "wp-admin/setup-config.php")
_JOOMLA = ({"jform[site_name]", "jform[admin_user]"}, {"jform[db_host]", "jform[db_user]"})
_DRUPAL_STEP = re.compile(
    r"^(?:Choose language|Select an installation profile|Set up database|Database configuration)\b"
)
_STEP = re.compile(r"/install/(?:requirements|environment|permissions|server|folders|database)(?:$|[/?])")
_SAYS_SO = re.compile(r"\binstal", re.IGNORECASE)
_DATABASE_HOST = frozenset(
    ("dbhost", "dbhostname", "dbserver", "databasehost", "databasehostname", "databaseserver", "mysqlhost")
)
_DATABASE_NAME = frozenset(("dbname", "dbdatabase", "database", "databasename", "mysqldatabase"))
_DATABASE_USER = frozenset(
    ("dbuser", "dbusername", "databaseuser", "databaseusername", "databaselogin", "mysqluser", "mysqlusername")
)


@once
def installer(exchange: Exchange) -> Installer | None:
    """The wizard that this answer is; None for any other answer."""
    page = exchange.page
    if page is None or exchange.status != 200:
        return None
    forms = tuple(frozenset(field.name for field in form.fields) for form in page.forms)
    seen = _Page(
        path=exchange.request.path.split("?", 1)[0],
        page=page,
        forms=forms,
        names=frozenset().union(*forms),
        links=tuple(link.url for link in page.links),
        files=tuple(resource.url for resource in page.resources),
    )
    for product, rule in _RULES:
        if rule(seen):
            return Installer(product, product in _GUARDED)
    return Installer("") if any(_asks_for_database(names) for names in forms) else None


def _wordpress(seen: _Page) -> bool:
    if any(names >= _WORDPRESS_SITE or names >= _WORDPRESS_DATABASE for names in seen.forms):
        return True
    if seen.path.endswith(_WORDPRESS_FILES) and "language" in seen.names and seen.page.title.startswith("WordPress"):
        return True
    return seen.path.endswith(_WORDPRESS_FILES[1]) and any("setup-config.php?step=1" in url for url in seen.links)


def _joomla(seen: _Page) -> bool:
    return any(wanted <= names for names in seen.forms for wanted in _JOOMLA)


def _drupal(seen: _Page) -> bool:
    return (
        seen.path.endswith("install.php")
        and "form_build_id" in seen.names
        and _DRUPAL_STEP.match(seen.page.title) is not None
    )


def _zabbix(seen: _Page) -> bool:
    wizard = seen.path.endswith("/setup.php") and seen.titled(r"(?:Zabbix - )?Installation") and bool(seen.page.forms)
    return wizard and any(urlsplit(url).path.endswith("/jsLoader.php") for url in seen.files)


def _icinga(seen: _Page) -> bool:
    named = "Icinga Web 2" in seen.page.meta("application-name")
    return named and seen.titled(r"Setup :: Icinga Web\b.*") and {"token", "formUID"} <= seen.names


def _postfix_admin(seen: _Page) -> bool:
    return seen.titled(r"Postfix Admin - Setup") and "setup_password" in seen.names


def _cacti(seen: _Page) -> bool:
    """Before version 1 the wizard asked for no log-in; since then only whoever logged in gets it."""
    wizard = seen.titled(r"Cacti(?: Server v[\d.]+ - Installation Wizard| Installation(?: Wizard)?)|cacti")
    return wizard and "/install/" in seen.path and ("step" in seen.names or seen.loads("install/install.js"))


def _mediawiki(seen: _Page) -> bool:
    """A wiki without its configuration says so, and leads to the wizard."""
    named = seen.titled(r"MediaWiki \d[\w.-]*") and "LocalSettings.php" in seen.page.text
    return named and any(urlsplit(url).path.endswith("/mw-config/index.php") for url in seen.links)


def _dokuwiki(seen: _Page) -> bool:
    return seen.titled(r"DokuWiki Installer") and "d[title]" in seen.names


def _slims(seen: _Page) -> bool:
    named = seen.titled(r"SLiMS Installer|.{0,60}\| Slims Installer")
    return named and (seen.loads("/js/main.js") or seen.loads("styles.css"))


def _glpi(seen: _Page) -> bool:
    return (
        seen.titled(r"Setup GLPI") and seen.path.endswith("/install.php") and bool(seen.names & {"language", "install"})
    )


def _nextcloud(seen: _Page) -> bool:
    return {"adminlogin", "adminpass"} <= seen.names or (
        seen.titled(r"Nextcloud|ownCloud") and (seen.loads("/core-install.") or seen.loads("/dist/install."))
    )


def _matomo(seen: _Page) -> bool:
    return seen.titled(r"(?:Matomo|Piwik)\b.{0,20}›.*") and (
        seen.loads("module=Installation&action=get") or seen.loads("/plugins/Installation/")
    )


def _roundcube(seen: _Page) -> bool:
    return seen.titled(r"Roundcube Webmail Installer") and "_step" in seen.names | {
        part.partition("=")[0] for url in seen.links for part in urlsplit(url).query.split("&")
    }


def _phpbb(seen: _Page) -> bool:
    steps = {
        url.rpartition("/install/app.php/")[2].partition("?")[0] for url in seen.links if "/install/app.php/" in url
    }
    return len(steps & {"install", "update", "convert", "support", "license"}) >= 2


def _prestashop(seen: _Page) -> bool:
    return "PrestaShop" in seen.page.title and seen.loads("theme/js/install.js")


def _opencart(seen: _Page) -> bool:
    targets = (*seen.links, *(form.action for form in seen.page.forms))
    return "/install/" in seen.path and any(
        re.search(r"[?&]route=(?:install/)?step_\d|route=install/", url) for url in targets
    )


def _laravel(seen: _Page) -> bool:
    """Wizards that are put into applications: one page leads to the next, below `/install`."""
    said = " ".join((seen.page.title, *seen.page.headings[:3]))
    if "/install" not in seen.path or _SAYS_SO.search(said) is None:
        return False
    return any(_STEP.search(urlsplit(url).path) for url in (*seen.links, *(form.action for form in seen.page.forms)))


def _odoo(seen: _Page) -> bool:
    """Its manager of databases creates, copies and hands out whole databases for one master password."""
    return any(names >= {"master_pwd", "name"} for names in seen.forms) and "/web/database/" in seen.path


def _asks_for_database(names: frozenset[str]) -> bool:
    plain = {re.sub(r"[^a-z]", "", name.lower()) for name in names}
    return bool(plain & _DATABASE_HOST and plain & _DATABASE_NAME and plain & _DATABASE_USER)


_RULES: tuple[tuple[str, Callable[[_Page], bool]], ...] = (
    ("WordPress", _wordpress),
    ("Joomla!", _joomla),
    ("Drupal", _drupal),
    ("Zabbix", _zabbix),
    ("Icinga Web 2", _icinga),
    ("Postfix Admin", _postfix_admin),
    ("Cacti", _cacti),
    ("MediaWiki", _mediawiki),
    ("DokuWiki", _dokuwiki),
    ("SLiMS", _slims),
    ("GLPI", _glpi),
    ("Nextcloud", _nextcloud),
    ("Matomo", _matomo),
    ("Roundcube", _roundcube),
    ("phpBB", _phpbb),
    ("PrestaShop", _prestashop),
    ("OpenCart", _opencart),
    ("Odoo", _odoo),
    ("Laravel", _laravel),
)
_GUARDED = frozenset(("Icinga Web 2", "Postfix Admin", "Odoo"))
