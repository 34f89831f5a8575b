"""Log-in pages by what they are: whom they let in, and what stands before the password."""

import re
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from secscan.model.observations import Exchange
from secscan.model.pages import Form, PageFacts

_MAX_FIELDS = 6
_TYPED = frozenset(("text", "email", "password", "tel", "number", "search", "", "textarea"))
_NOT_A_LOGIN = re.compile(r"^(?:pma_|auth\[|post_password$)")
_PIN = re.compile(r"(?:no[_-]?|kode[_-]?)?pin", re.IGNORECASE)  # follows a file, opens no account
_CAPTCHA_SOURCE = re.compile(
    r"(?:google\.com|recaptcha\.net)/recaptcha/|hcaptcha\.com/|challenges\.cloudflare\.com/turnstile/|captcha",
    re.IGNORECASE,
)
_CAPTCHA_NAME = re.compile(r"captcha|cf-turnstile-response|securimage", re.IGNORECASE)
_CAPTCHA_LABEL = re.compile(
    r"captcha|kode (?:keamanan|gambar|unik|acak)|security code|hasil (?:dari|penjumlahan|perhitungan)"
    r"|ketik(?:kan)? (?:kode|angka)"
)
_CAPTCHA_SCRIPT = re.compile(r"\b(?:grecaptcha|hcaptcha|turnstile)\.(?:render|execute|ready)\b")
_SUM = re.compile(r"\b\d{1,2}\s?[+x×*-]\s?\d{1,2}\s?=")
_SECOND_FACTOR = re.compile(
    r"(?:^|[_\-\[ ])(?:otp|totp|2fa|mfa|authenticator)(?:$|[_\-\] ])|one[ -]time|kode otp|google authenticator"
)
_ADMIN_WORD = re.compile(
    r"\b(?:admin(?:istrator)?|dashboard|dasbor|back-?office|backend|panel|operator|pegawai|petugas|staff?|cms|siteman)\b",
    re.IGNORECASE,
)
_JOIN_PATH = re.compile(
    r"/(?:register|registrasi|registration|signup|sign-up|daftar|buat-akun|pendaftaran)(?:[/.?]|$)", re.IGNORECASE
)
_JOIN_TEXT = re.compile(
    r"^(?:register|sign up|create (?:an )?account|registrasi|buat akun\b.*"
    r"|daftar(?: akun| sekarang| di ?sini| baru)?)[.!]?$",
    re.IGNORECASE,
)


class Barrier(StrEnum):
    """What a robot meets before it can try passwords."""

    NONE = "none"
    CAPTCHA = "captcha"
    SECOND_FACTOR = "second_factor"
    BASIC = "basic"  # the server itself asks, before any of the app's code runs


class Audience(StrEnum):
    """Whom a log-in page is for, as far as it says."""

    ADMIN = "admin"
    UNSTATED = "unstated"
    MEMBER = "member"  # citizens: the page offers to open an account


def login_form(page: PageFacts) -> Form | None:
    """The form that logs somebody in: one password, few fields. Registrations, password changes, database consoles and
    protected articles are none."""
    for form in page.forms:
        passwords = sum(1 for field in form.fields if field.type == "password")
        if any(field.type == "password" and _PIN.fullmatch(field.name) for field in form.fields):
            continue
        typed = sum(1 for field in form.fields if field.type in _TYPED)
        if passwords == 1 and typed <= _MAX_FIELDS and not any(_NOT_A_LOGIN.match(field.name) for field in form.fields):
            return form
    return None


def barrier(page: PageFacts, form: Form) -> Barrier:
    """The extra barrier that the page shows beside the password."""
    if any(_is_captcha(page, form)):
        return Barrier.CAPTCHA
    for field in form.fields:
        if field.type != "hidden" and (_SECOND_FACTOR.search(field.name.lower()) or _SECOND_FACTOR.search(field.label)):
            return Barrier.SECOND_FACTOR
    return Barrier.NONE


def _is_captcha(page: PageFacts, form: Form) -> Iterator[bool]:
    yield any(_CAPTCHA_SOURCE.search(resource.url) for resource in page.resources)
    yield any(_CAPTCHA_NAME.search(field.name) or _CAPTCHA_LABEL.search(field.label) for field in form.fields)
    yield any(_CAPTCHA_SCRIPT.search(script) for script in page.inline_scripts)
    texts = sum(1 for field in form.fields if field.type in ("text", "number", "tel"))
    yield texts >= 2 and (bool(_SUM.search(page.text)) or any(_SUM.search(field.label) for field in form.fields))


def says_admin(text: str) -> bool:
    """Whether a title or heading says that a page is for those who run things."""
    return _ADMIN_WORD.search(text) is not None


def audience(exchange: Exchange, page: PageFacts, *, real: bool = True) -> Audience:
    """Whom the page says it is for, by its path, title, headings and whether it offers to open an account.

    The path says nothing where every path is answered so (`real` is false).
    """
    path = exchange.request.path.split("?", 1)[0].replace("_", "-") if real else ""
    said = " ".join((path, page.title, *page.headings[:5]))
    if says_admin(said):
        return Audience.ADMIN
    for link in page.links:
        if _JOIN_TEXT.match(link.text.strip()) or _JOIN_PATH.search(urlsplit(link.url).path):
            return Audience.MEMBER
    return Audience.UNSTATED


def is_login_only(page: PageFacts) -> bool:
    """Whether the page is hardly more than its log-in form, unlike a portal with a log-in box in a corner."""
    return len(page.text) <= 1500 and len(page.links) <= 20


def needs_script(page: PageFacts) -> bool:
    """Whether the page is a shell that a script fills, so that nothing on it can be read from outside."""
    return len(page.text) < 200 and not page.forms and any(resource.tag == "script" for resource in page.resources)


def identity(page: PageFacts, form: Form) -> tuple[str, tuple[str, ...], str]:
    """What tells two log-in pages apart, wherever they are shown: title, fields and where they send to."""
    return page.title, tuple(sorted(field.name for field in form.fields)), urlsplit(form.action).path
