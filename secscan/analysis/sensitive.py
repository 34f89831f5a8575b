"""Forms that ask for log-in secrets or personal data, by their fields' names and labels, in Indonesian and English."""

import re

from secscan.model.pages import Field, Form

_TYPED = frozenset(("text", "tel", "number", "textarea", "password"))
_WORDS = re.compile(r"[a-z]+|[0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATA: tuple[tuple[str, frozenset[str]], ...] = (
    ("nik", frozenset(("nik", "ktp", "kependudukan", "noktp", "nonik"))),
    ("kk", frozenset(("kk", "nokk"))),
    ("phone", frozenset(("telepon", "telp", "tlp", "hp", "nohp", "handphone", "ponsel", "phone", "wa"))),
    ("account", frozenset(("rekening", "norek", "norekening"))),
    ("address", frozenset(("alamat", "domisili"))),
)  # fmt: skip
_PHRASES = (("kk", re.compile(r"kartu\W{0,3}keluarga")), ("nik", re.compile(r"induk\W{0,3}kependudukan")))
# "Alamat email", "alamat situs" ask for no home; a search box asks for nothing of its user's own.
_NOT_A_HOME = frozenset(("email", "e", "mail", "surel", "situs", "web", "website", "url", "ip"))
_SEARCH = frozenset(("cari", "search", "pencarian", "keyword", "kata", "filter", "q", "query"))


def asks_for(form: Form) -> tuple[str, ...]:
    """What a form asks for that must not travel in clear text: password, nik, kk, phone, account, address; sorted."""
    found = {kind for field in form.fields for kind in _kinds(field)}
    return tuple(sorted(found))


def _kinds(field: Field) -> set[str]:
    if field.type == "password":
        return {"password"}
    if field.type not in _TYPED:
        return set()
    words = set(_WORDS.findall(_CAMEL.sub(" ", field.name).lower())) | set(_WORDS.findall(field.label))
    if words & _SEARCH:
        return set()
    kinds = {kind for kind, known in _DATA if words & known}
    kinds |= {kind for kind, phrase in _PHRASES if phrase.search(field.label)}
    return kinds - {"address"} if words & _NOT_A_HOME else kinds
