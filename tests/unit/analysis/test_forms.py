from secscan.analysis.pages import extract
from secscan.model.pages import Field, Form

URL = "https://simpeg.contoh.go.id/masuk?dari=beranda"


def forms(html: str) -> tuple[Form, ...]:
    return extract(html.encode(), URL, "utf-8", False).forms


def test_fields_types_and_labels() -> None:
    (form,) = forms(
        "<form method=POST action='/kirim'><label for=a>NIK <em>wajib</em></label><input id=a name=nik>"
        "<label>Alamat <textarea name=alamat></textarea></label><input type=PASSWORD name=p placeholder='Kata Sandi'>"
        "<select name=kec aria-label=Kecamatan><option>Satu</select></form>"
    )
    assert (form.action, form.method) == ("https://simpeg.contoh.go.id/kirim", "post")
    assert form.fields == (
        Field("text", "nik", "nik wajib"),
        Field("textarea", "alamat", "alamat"),
        Field("password", "p", "kata sandi"),
        Field("select", "kec", "kecamatan"),
    )


def test_a_form_without_action_posts_to_its_own_page() -> None:
    (form,) = forms("<form><input name=q></form>")
    assert (form.action, form.method) == (URL, "get")


def test_a_field_may_stand_outside_its_form() -> None:
    (form,) = forms("<form id=f><input name=a></form><input form=f name=b type=tel>")
    assert [field.name for field in form.fields] == ["a", "b"]


def test_action_of_a_script_is_no_address() -> None:
    (form,) = forms("<form action='javascript:void(0)'><input name=a></form>")
    assert form.action == ""


def test_forms_in_templates_are_no_forms() -> None:
    assert forms("<template><form><input type=password></form></template>") == ()
