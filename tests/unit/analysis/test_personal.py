"""Lists of people's numbers, and numbers that look like them. All numbers are made up."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.personal import count, is_nik, is_npwp, plain_rows

NAMES = ("Asep", "Siti", "Budi", "Dewi", "Agus", "Rina", "Ujang", "Wati", "Joko", "Sri", "Bambang", "Endang")


def nik(number: int, *, region: str = "320412", day: int = 0) -> str:
    return f"{region}{day or number % 27 + 1:02d}{number % 12 + 1:02d}{(60 + number) % 100:02d}{number % 7 + 1:04d}"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("3204120105880001", True),
        ("3204124105880001", True),  # a woman born on the 1st
        ("3171010101900002", True),  # a city of Jakarta
        ("9171010101900002", True),
        ("3204127205880001", False),  # day 32
        ("3204123102880001", False),  # 31 February
        ("3204121305880000", False),  # no serial
        ("3204120113880001", False),  # month 13
        ("3200120105880001", False),  # no regency 00
        ("3299120105880001", False),
        ("3604990105880001", False),  # no district 99
        ("2004120105880001", False),  # no province 20
        ("320412010588001", False),
        ("32041201058800012", False),
    ],
)
def test_a_nik_holds_a_region_a_birth_date_and_a_serial(digits: str, valid: bool) -> None:
    assert is_nik(digits) is valid


def test_the_check_digit_of_an_npwp() -> None:
    # The examples of python-stdnum's module on the NPWP, and each with one digit changed.
    for digits in ("013121660091000", "016090524017000"):
        assert is_npwp(digits)
        assert not is_npwp(digits[:4] + str((int(digits[4]) + 1) % 10) + digits[5:])


def test_a_table_of_people_is_counted_by_kind() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{name}</td><td>{nik(n)}</td><td>{nik(n, region='320413')}</td></tr>"
        for n, name in enumerate(NAMES, 1)
    )
    table = f"<table><tr><th>No</th><th>Nama</th><th>NIK</th><th>No. KK</th></tr>{rows}</table>"
    assert count(plain_rows(table)) == (("kk", 12), ("nik", 12))


def test_the_same_person_twice_is_one() -> None:
    lines = [f"NIK {nik(n)} {NAMES[n]}" for n in (1, 2, 3, 3, 3)]
    assert count("\n".join(lines)) == (("nik", 3),)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f'{{"nik":"{nik(n)}","nama":"{name}"}},' for n, name in enumerate(NAMES, 1)),
        "[" + ",".join(f'{{"nama":"{name}","nik":"{nik(n)}"}}' for n, name in enumerate(NAMES, 1)) + "]",
        "nama;nik\r\n" + "\r\n".join(f"{name};{nik(n)}" for n, name in enumerate(NAMES, 1)),
        "nama,nik\n" + "\n".join(f"{name},{nik(n)}" for n, name in enumerate(NAMES, 1)),
        "\n".join(f"{name}\t{nik(n)[:6]} {nik(n)[6:12]} {nik(n)[12:]}" for n, name in enumerate(NAMES, 1)),
    ],
    ids=["lines of JSON", "JSON", "CSV with semicolons", "CSV", "in groups"],
)
def test_every_form_of_list_counts(text: str) -> None:
    assert count(text) == (("nik", 12),)


def test_accounts_phones_and_tax_numbers_of_people() -> None:
    accounts = "Nama Penerima\tNo. Rekening\n" + "\n".join(
        f"{name}\t41200100{n:04d}507" for n, name in enumerate(NAMES)
    )
    assert count(accounts) == (("account", 12),)
    phones = "Nama Siswa\tAlamat\tNo HP\n" + "\n".join(
        f"{name}\tJl. Melati\t0812{n:04d}3344" for n, name in enumerate(NAMES)
    )
    assert count(phones) == (("phone", 12),)
    taxes = "Nama\tNPWP\n" + "\n".join(f"{name}\t09.254.{n:03d}.3-407.000" for n, name in enumerate(NAMES))
    assert count(taxes) == (("npwp", 12),)


NEAR_MISSES = {
    "a form": "NIK: ____________ Contoh: 3204120105880001",
    "masked": "\n".join(f"{name}\t3204********{n:04d}" for n, name in enumerate(NAMES)),
    "NIP": "Nama\tNIP\n" + "\n".join(f"{name}\t19{70 + n}0312 200501 1 00{n % 9 + 1}" for n, name in enumerate(NAMES)),
    "NIP in one piece": "\n".join(f"{name}\t19{70 + n}03122005011{n:03d}" for n, name in enumerate(NAMES)),
    "NUPTK": "Nama\tNUPTK\n" + "\n".join(f"{name}\t{4833 + n * 311}7456473000{n + 20}" for n, name in enumerate(NAMES)),
    "invoices": "\n".join(f"Faktur {n}\t20261101{n * 7919:08d}\tRp{n}.000.000" for n in range(20)),
    "digests": "penduduk\n" + "\n".join(f"surat {n}\t{n * 6364136223846793005 % 10**16:016d}" for n in range(1, 40)),
    "coordinates": "\n".join(f"Posko {n}\t-6.9174639{n:09d}\t107.6191228{n:09d}" for n in range(1, 20)),
    "prices": "\n".join(f"Paket {n}\tRp1.{n:03d}.000.000,00" for n in range(20)),
    "budget codes": "Kode Rekening\tNama\n" + "\n".join(f"5.1.02.01.01.{n:04d}\tBelanja" for n in range(20)),
    "one phone": "Nama petugas: Ani, alamat Jl. Melati, HP 0812-2233-4455",
    "officials": "Nama\tJabatan\tHP\n" + "\n".join(f"{name}\tCamat\t0812{n:04d}3344" for n, name in enumerate(NAMES)),
    "health centres": "Nama\tAlamat\tTelepon\n"
    + "\n".join(f"Puskesmas {n}\tJl. Raya\t0812{n:04d}3344" for n in range(15)),
    "companies": "Nama\tNPWP\n" + "\n".join(f"CV Maju {n}\t02.131.{n:03d}.1-421.000" for n in range(12)),
    "donations": "Nama Rekening\tNomor Rekening\nBaznas\t1234567890\nPMI\t0987654321",
    "ISBN": "\n".join(f"Buku {n}: 978-602-{n:03d}-456-7" for n in range(20)),
    "microseconds": "\n".join(f"log {n}\t17{61234567000000 + n * 999331}" for n in range(20)),
}


@pytest.mark.parametrize("text", NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_what_looks_like_personal_numbers_and_is_none(text: str) -> None:
    assert count(text) == ()


def test_numbers_in_attributes_styles_and_comments_are_not_shown() -> None:
    hidden = "".join(f"<a href='/warga/{nik(n)}'>{name}</a><!-- NIK {nik(n)} -->" for n, name in enumerate(NAMES, 1))
    assert count(plain_rows(f"<style>.a{{x:1}}</style><p>NIK</p>{hidden}")) == ()


@given(st.text(alphabet="0123456789 .,-;\t\nNIKanm", max_size=400))
def test_nothing_breaks_it(text: str) -> None:
    for kind, number in count(text):
        assert kind in ("nik", "kk", "npwp", "phone", "account")
        assert number > 0


@pytest.mark.parametrize(
    "text", ["1 " * 400_000, "3204 " * 200_000, "<" * 900_000, "<td>1" * 200_000, "0812-" * 200_000]
)
def test_hostile_texts_end_soon(text: str) -> None:
    start = time.process_time()
    count(plain_rows(text))
    count(text)
    assert time.process_time() - start < 6
