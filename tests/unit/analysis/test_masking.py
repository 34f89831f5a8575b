import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis import masking
from secscan.analysis.masking import Counts, mask, mask_url, merge

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret", "kind"),
    [
        ("DB_PASSWORD=r4h4s1a!", "r4h4s1a!", "password"),
        ("APP_KEY=base64:b2hsYWxh", "b2hsYWxh", "password"),
        ("'password' => 'r4h4s1a'", "r4h4s1a", "password"),
        ('{"api_key": "r4h4s1a"}', "r4h4s1a", "password"),
        ("define('DB_PASSWORD', 'r4h4s1a');", "r4h4s1a", "password"),
        ("define( 'AUTH_SALT', 'r4h4s1a' );", "r4h4s1a", "password"),
        ("$sandi = 'r4h4s1a';", "r4h4s1a", "password"),
        ("spring.datasource.password=r4h4s1a", "r4h4s1a", "password"),
        ("database:\n  password: r4h4s1a\n  host: localhost", "r4h4s1a", "password"),
        ("mysql://simpeg:r4h4s1a@10.0.0.5/simpeg", "r4h4s1a", "dsn"),
        ("Authorization: Bearer 8f14e45fceea167a5a36", "8f14e45fceea167a5a36", "token"),
        ("Authorization: Basic YWRtaW46cmFoYXNpYQ==", "YWRtaW46cmFoYXNpYQ", "token"),
        (f"token {JWT}", JWT, "jwt"),
        ("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7", "cloud_key"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "MIIEow", "private_key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r", "b3BlbnNzaC1r", "private_key"),
        ('<input type="hidden" name="csrf_token" value="a1b2c3d4e5f6">', "a1b2c3d4e5f6", "token"),
        ("/beranda;jsessionid=0A1B2C3D4E5F", "0A1B2C3D4E5F", "token"),
        ("https://contoh.go.id/?halaman=2&PHPSESSID=q1w2e3r4t5", "q1w2e3r4t5", "token"),
    ],
)
def test_secrets_are_masked_and_counted(text: str, secret: str, kind: str) -> None:
    masked, counts = mask(text)
    assert secret not in masked
    assert counts == ((kind, 1),)
    assert f"***{kind}***" in masked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # Province 35, regency 78, district 01; born 10-10-1990, a woman's day + 40 (Permendagri on NIK).
        ("NIK: 3578011010900001", "nik"),
        ("3578015010900001", "nik"),
        ("35 78 01 101090 0001", "nik"),
        ("NPWP 09.254.294.3-407.000", "npwp"),
        ("npwp: 0925429434070000", "npwp"),
        ("hubungi 0812-3456-7890", "phone"),
        ("+62 812 3456 7890", "phone"),
        ("https://wa.me/6281234567890", "phone"),
        ("budi.santoso@contoh.com", "email"),
    ],
)
def test_personal_data_is_masked_and_counted(text: str, kind: str) -> None:
    masked, counts = mask(text)
    assert counts == ((kind, 1),)
    assert masked != text


def test_a_mail_address_keeps_its_domain() -> None:
    assert mask("budi.santoso@contoh.com")[0] == "bu***@contoh.com"


@pytest.mark.parametrize(
    "text",
    [
        "Lupa password? Hubungi admin.",
        "Kata sandi: minimal 8 karakter",
        '<input type="password" name="password" placeholder="Password" required>',
        "var password = document.getElementById('password').value;",
        "const token = response.data.token;",
        "password: true",
        "{\n  secret: secret\n}",
        'fetch(url, {"credentials":"include"})',
        "Basic information-technology-training",
        "9978011010900001",  # no province 99
        "3578013210900001",  # no day 32
        "3578011013900001",  # no month 13
        "3578011010900000",  # serial numbers begin with 1
        "135780110109000012",  # 18 digits
        "0.3578011010900001",
        "app.js?v=1700000000000",
        "logo@2x.png",
        "https://cdn.example/jquery@3.6.0/dist/jquery.min.js",
        "layanan@simpeg.contoh.go.id",
        "telepon (031) 5343000",
        "INV-081234567890-A",
        "/berita?page=2&kategori=umum&tag=sid",
        "eyJ.pendek",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert mask(text) == (text, ())


def test_urls_keep_their_parameters() -> None:
    masked = mask_url("https://contoh.go.id/masuk?kembali=/a&access_token=q1w2e3r4t5y6")
    assert masked == "https://contoh.go.id/masuk?kembali=/a&access_token=***token***"


def test_counts_add_up() -> None:
    assert merge(((("nik", 1),), (("nik", 2), ("phone", 1)))) == (("nik", 3), ("phone", 1))


_PIECES = st.sampled_from(
    [
        "password=",
        "rahasia1",
        "'",
        '"',
        " ",
        "\n",
        ":",
        "3578011010900001",
        "a@b.id",
        "081234567890",
        "://",
        "@",
        "&sid=",
        JWT,
    ]
)


@given(st.lists(_PIECES, max_size=20).map(" ".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    once, _ = mask(text)
    assert mask(once)[0] == once


@pytest.mark.parametrize(
    "piece",
    [
        "eyJ-",
        "password_",
        "a-b.",
        "a@a.",
        "12 ",
        "-----BEGIN PRIVATE KEY-----",
        "x://y:z@",
        "'key',",
        'token"',
        "\n- ",
        "  ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 1_048_576)[:1_048_576]
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 4  # about four times what it takes


def in_whole(text: str) -> tuple[str, Counts]:
    """The same by each rule on the whole text, without looking first where it may match."""
    counts: Counter[str] = Counter()
    for rule in masking._RULES:
        text = masking._apply(rule, text, ((0, len(text)),), counts)
    return text, tuple(sorted(counts.items()))


LONGEST = (
    f"{'x' * 60}_passphrase'] \t => '{'v' * 300}'",
    f"{'x' * 60}_encryption_keys   =   {'v' * 290}",
    f"\n{' ' * 40}{'x' * 60}_credentials:    {'v' * 200}        \r\n",
    f"define('{'x' * 40}passphrase'   ,   '{'v' * 200}'",
    f"csrf{'x' * 20}' {'y' * 78} content  =  '{'v' * 500}'",
    f"&aspsessionid{'x' * 12}={'v' * 1_000}",
    f"https{'+' * 15}://{'u' * 64}:{'p' * 128}@host",
    f"github_pat_{'A' * 120}",
    f"xoxb-{'A' * 120}",
    f"{'a' * 64}@{'.'.join(['d' * 63] * 5)}.{'z' * 24}",
    "npwp : \"'#.no=  123456789012345",
    "12.345.678.9-012.345",
    "3578 01 10-1090-00-01 3578 01.10-109000-0001 3578011010900001",
    "+62 812-3456-78901",
    "https://wa.me/6281234567890",
)


@pytest.mark.parametrize("found", LONGEST)
@pytest.mark.parametrize("beside", ["", "kata " * 400, "x" * 3_000, "pass = key: @ 08 " * 100, "12.345.678 sandi='a' "])
def test_what_is_looked_at_holds_the_longest_of_what_is_masked(found: str, beside: str) -> None:
    for text in (f"{beside}{found}{beside}", f"{beside} {found} {beside}", f"{beside}\n{found}\n{found} {found}"):
        assert mask(text) == in_whole(text)
    assert mask(f"\n{found}\n")[1]


@given(
    st.lists(
        st.one_of(
            _PIECES, st.sampled_from((*LONGEST, "ß", " kata" * 90, "key", "token", "salt'", ",", "=", "\r\n", "-"))
        ),
        max_size=14,
    ).map("".join)
)
def test_nothing_is_missed_where_nothing_is_looked_at(text: str) -> None:
    assert mask(text) == in_whole(text)


@pytest.mark.parametrize("letter", ["ß", "\u0130", "\ufb01"])  # two letters, when they are folded
def test_letters_that_grow_when_folded_move_nothing(letter: str) -> None:
    text = f"{letter * 500} password = 'rahasia99' {letter * 500} budi@contoh.com"
    assert mask(text) == in_whole(text)
    assert dict(mask(text)[1]) == {"email": 1, "password": 1}
