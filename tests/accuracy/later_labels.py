"""What is true of the older cases for checks that came after them, told by what each case serves.

Log-in forms without a barrier: every case that serves a password form for people (no PIN, no database tool) without
CAPTCHA. Cookies without SameSite: those that the cases set as sessions. security.txt: none of the older cases has one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tests.accuracy.case import Case, Fault, fail, partial

_LOGINS = {
    "semua-ke-masuk": "/masuk",
    "warga-masuk": "/login",
    "wp-config-bak": "/wp-login.php",
    "admin-login": "/admin",
    "admin-pindah": "/admin/auth/login",
    "admin-di-beranda": "/",
    "admin-tertaut": "/siteman/masuk",
    "wordpress-login": "/wp-login.php",
    "admin-semua-ke-masuk": "/login",
    "login-http": "/",
    "aksi-http": "/",
    "dua-warga-di-mana-mana": "/",
    "dua-login-yii": "/index.php",
    "tiga-modal": "/",
    "tiga-slims": "/index.php",
    "tiga-panel": "/panel",
    "tiga-login-berskrip": "/",
}
_COOKIES = {
    "kuki-tanpa-secure": ("PHPSESSID",),
    "kuki-tanpa-httponly": ("ci_session",),
    "kuki-polos": ("laravel_session",),
    "kuki-dua": ("JSESSIONID", "sid"),
    "dua-sesi-yii": ("advanced-frontend",),
    "dua-sesi-odoo": ("session_id",),
    "dua-sesi-rails": ("_simpeg_session",),
}
_LEFT_OVER = {
    "pemasang-wordpress": fail("installer"),
    "halaman-bawaan": partial("default_page"),
    "dua-tomcat-bawaan": partial("default_page"),
}
_LIBRARIES = {"bicara-wordpress": "jquery"}
"""It loads the script of another site."""

_UNSEEN = frozenset(
    ("semua-403", "semua-500", "semua-503", "terlalu-banyak", "tantangan", "tantangan-200", "internet-positif")
) | frozenset(("ignition", "werkzeug", "galat-php", "galat-php-kembar", "empat-aspx"))
"""Something else answers in the app's place, or a server error does. A log-in asked of everybody (401) does hide
security.txt."""


_PUBLISHED = frozenset(("keluar-security-txt", "empat-security-txt"))
"""These have a sound security.txt."""


def labelled(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases with their later labels."""
    for case in cases:
        yield replace(case, later=_of(case))


def _of(case: Case) -> Mapping[str, Fault]:
    found: dict[str, Fault] = {}
    if case.name in _LOGINS:
        found["login-barrier"] = fail(_LOGINS[case.name])
    if case.name in _COOKIES:
        found["samesite-cookies"] = fail(*_COOKIES[case.name])
    if case.name in _LIBRARIES:
        found["js-libraries"] = fail(_LIBRARIES[case.name])
    if case.name in _LEFT_OVER:
        found["default-files"] = _LEFT_OVER[case.name]
    if case.path == "/" and case.name not in _UNSEEN | _PUBLISHED:
        found["security-txt"] = fail()
    return found
