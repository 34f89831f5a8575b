"""security.txt against RFC 9116, its own examples in other names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.securitytxt import security_txt

SIGNED = """-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

# Pelaporan kerentanan
Contact: https://contoh.go.id/lapor
CONTACT: tel:+62-21-555-0100
Expires: 2026-12-31T23:59:59+07:00
Encryption: https://contoh.go.id/kunci.txt
-----BEGIN PGP SIGNATURE-----
Expires: 2020-01-01T00:00:00Z
-----END PGP SIGNATURE-----"""


def test_a_signed_file() -> None:
    found = security_txt(SIGNED.splitlines())
    assert found is not None
    assert (found.contacts, found.faults, found.signed) == (
        ("https://contoh.go.id/lapor", "tel:+62-21-555-0100"),
        (),
        True,
    )
    assert found.expires == date(2026, 12, 31)


@pytest.mark.parametrize(("day", "over"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_its_last_day_still_counts(day: date, over: bool) -> None:
    found = security_txt(SIGNED.splitlines())
    assert found is not None
    assert found.over(day) is over


@pytest.mark.parametrize(
    "expires", ["besok", "2027-01-01", "2027-13-01T00:00:00Z", "2027-01-01T00:00:00", "Fri, 01 Jan 2027 00:00:00 GMT"]
)
def test_other_forms_of_time(expires: str) -> None:
    found = security_txt(["Contact: mailto:a@contoh.go.id", f"Expires: {expires}"])
    assert found is not None
    assert (found.expires, found.faults) == (None, ("bad_expires",))


def test_what_may_stand_only_once() -> None:
    twice = ["Contact: mailto:a@contoh.go.id", *["Expires: 2027-01-01T00:00:00Z"] * 2]
    found = security_txt(twice)
    assert found is not None
    assert found.faults == ("repeated",)


@pytest.mark.parametrize("lines", [[], ["# Contact: mailto:a@b.id"], ["User-agent: *", "Disallow: /"], ["Contact us"]])
def test_other_texts(lines: list[str]) -> None:
    assert security_txt(lines) is None


@given(st.lists(st.text(max_size=80), max_size=20), st.datetimes(min_value=__import__("datetime").datetime(2000, 1, 1)))
def test_any_lines_are_survived_and_good_ones_found_among_them(noise: list[str], moment: object) -> None:
    import datetime

    assert isinstance(moment, datetime.datetime)
    noise = [
        line for line in noise if not line.lstrip().lower().startswith(("expires", "contact", "-----", "preferred"))
    ]
    wanted = moment.replace(microsecond=0).isoformat() + "Z"
    found = security_txt([*noise, "Contact: mailto:a@contoh.go.id", f"Expires: {wanted}"])
    assert found is not None
    assert (found.expires, found.faults) == (moment.date(), ())
