import pytest

from secscan.analysis.sensitive import asks_for
from secscan.model.pages import Field, Form


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        (Field("password", "p"), ("password",)),
        (Field("text", "nik"), ("nik",)),
        (Field("text", "noKtp"), ("nik",)),
        (Field("text", "f1", "nomor induk kependudukan"), ("nik",)),
        (Field("text", "no_kk"), ("kk",)),
        (Field("text", "f", "no. kartu keluarga *"), ("kk",)),
        (Field("tel", "no_hp"), ("phone",)),
        (Field("number", "x", "nomor telepon/wa"), ("phone",)),
        (Field("text", "nomorRekening"), ("account",)),
        (Field("textarea", "alamat_rumah"), ("address",)),
        (Field("text", "teknik"), ()),
        (Field("text", "unik"), ()),
        (Field("hidden", "nik"), ()),
        (Field("search", "nik"), ()),
        (Field("text", "q", "cari alamat"), ()),
        (Field("text", "email", "alamat surel"), ()),
        (Field("text", "alamat_web"), ()),
        (Field("checkbox", "alamat"), ()),
        (Field("text", "shopping"), ()),
    ],
)
def test_fields(field: Field, kinds: tuple[str, ...]) -> None:
    assert asks_for(Form("", "post", (field,))) == kinds


def test_a_form_asks_for_all_that_its_fields_ask_for() -> None:
    form = Form("", "post", (Field("text", "alamat"), Field("text", "nik"), Field("text", "nik_ibu")))
    assert asks_for(form) == ("address", "nik")
