from secscan.analysis.likeness import Likeness, likeness, redirect_target, similarity, words
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from tests.unit.builders import Response, answer


def exchange(path: str, response: Response) -> Exchange:
    payload = answer(Request(scheme="https", host="a.go.id", port=443, path=path), response).payload
    assert isinstance(payload, Exchange)
    return payload


def redirect(path: str, location: str) -> Exchange:
    return exchange(path, (302, {"Location": location}, b""))


def test_words_leave_out_what_holds_digits_and_what_is_ignored() -> None:
    assert words("Diminta 12:30 kode a8f3 Halaman login", frozenset({"login"})) == ("diminta", "kode", "halaman")


def test_similarity_is_the_share_of_common_shingles() -> None:
    one = ("a", "b", "c", "d")  # abc, bcd
    assert similarity(one, one) == 1.0
    assert similarity(one, ("a", "b", "c", "x")) == 1 / 3  # abc of abc, bcd, bcx
    assert similarity(one, ("p", "q", "r")) == 0.0
    assert similarity((), ()) == 1.0


def test_a_redirect_target_forgets_the_path_that_was_asked_for() -> None:
    assert redirect_target(redirect("/x/backup.zip", "/login?next=%2Fx%2Fbackup.zip")) == redirect_target(
        redirect("/x/q7.zip", "/login?next=%2Fx%2Fq7.zip")
    )
    assert redirect_target(redirect("/log", "/login")) == "/login"
    assert redirect_target(redirect("/admin", "https://a.go.id/admin/")) == redirect_target(
        redirect("/zzz", "https://a.go.id/zzz/")
    )


def test_redirects_to_different_places_differ() -> None:
    assert likeness(redirect("/admin", "/admin/login"), redirect("/q", "/")) is Likeness.DIFFERENT


def test_one_template_with_another_form_is_another_page() -> None:
    menu = "<p>" + " ".join(f"menu beranda profil layanan{i} berita" for i in range(40)) + "</p>"
    login = exchange("/login", f"<title>Portal</title>{menu}<form><input type=password name=p></form>")
    other = exchange("/q", f"<title>Portal</title>{menu}")
    assert likeness(login, other) is Likeness.DIFFERENT


def test_the_same_refusal_is_alike_whatever_page_stands_beside_it() -> None:
    assert likeness(exchange("/a", (403, {}, "<p>satu")), exchange("/b", (403, {}, "<p>dua tiga"))) is Likeness.ALIKE


def test_partial_content_is_compared_like_ok() -> None:
    zipped = b"PK\x03\x04" + b"\x00" * 40
    assert (
        likeness(exchange("/a.zip", (206, {}, zipped)), exchange("/b.zip", (200, {}, zipped + b"x"))) is Likeness.ALIKE
    )
