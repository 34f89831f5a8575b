"""Which of the ways to fix something fits the server that an app really runs on."""

import re
from collections.abc import Iterable

import msgspec

from secscan.model.assessment import Software
from secscan.model.checks import Fact
from secscan.reports.writeups import Fix

_SYNONYMS = {
    "apache-http-server": ("apache", ".htaccess", "cpanel"),
    "apache": ("apache", ".htaccess", "cpanel"),
    "litespeed": (".htaccess", "cpanel", "litespeed"),
    "openlitespeed": (".htaccess", "cpanel", "litespeed"),
    "microsoft-iis": ("iis",),
    "windows-server": ("iis", "windows"),
    "mariadb": ("mysql", "mariadb"),
    "mysql": ("mysql", "mariadb"),
    "docker-engine": ("docker",),
    "mssqlserver": ("sql server", "mssql"),
    "ubuntu": ("debian", "ubuntu"),
    "debian": ("debian", "ubuntu"),
}
_SERVERS = ("nginx", "apache", ".htaccess", "litespeed", "iis", "tomcat", "caddy", "cpanel", "php", "debian", "ubuntu")
_GENERAL = ("umum", "general")
_NAMING_FACTS = ("product", "service", "server", "cms")


class FittedFix(msgspec.Struct, frozen=True):
    """A way to fix it; `fits` when it is for what was detected, `open` when it is to be shown unfolded."""

    fix: Fix
    fits: bool
    open: bool


def fitted(fixes: tuple[Fix, ...], software: Iterable[Software], facts: dict[str, Fact]) -> tuple[FittedFix, ...]:
    """All fixes, those that fit what was detected first (a CMS before its web server), the best of them open.

    Where nothing fits, the general one is open, or else the first.
    """
    signs = _signs(software, facts)
    fitting = [fix for fix in fixes if _words(fix.heading) & signs]
    fitting.sort(key=lambda fix: any(word in _SERVERS for word in _words(fix.heading)))
    others = [fix for fix in fixes if fix not in fitting]
    best = next(iter([*fitting, *(fix for fix in others if _words(fix.heading) & set(_GENERAL)), *others]), None)
    return tuple(FittedFix(fix, fix in fitting, fix is best) for fix in [*fitting, *others])


def _signs(software: Iterable[Software], facts: dict[str, Fact]) -> set[str]:
    names = [name.lower() for seen in software for name in (seen.product, seen.label)]
    names += [str(facts[name]).lower() for name in _NAMING_FACTS if isinstance(facts.get(name), str)]
    return {sign for name in names for sign in (name, *_SYNONYMS.get(name, ()))} - {""}


def _words(heading: str) -> set[str]:
    """`Apache (.htaccess) / cPanel` is for `apache`, `.htaccess` and `cpanel`."""
    whole = heading.lower().strip()
    return {whole, *(part.strip() for part in re.split(r"[/,()&]|\bdan\b|\band\b|\batau\b|\bor\b", whole))} - {""}
