"""SS-INT-02: pages that are not the site's own, and shells in reach of a link or listing."""

from secscan.checks import defacement
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity, Status
from tests.unit.builders import Response, app, context, site
from tests.unit.checks.rounds import GONE, HTML, by_path, explore, serving

URL = "https://dinas.kab.go.id/"
HOME = "<title>Dinas</title><p>Selamat datang.</p><a href=/berita>Berita</a>"
DEFACED = "<title>Hacked by Mr.Kr4ken</title><h1>HACKED BY Mr.Kr4ken</h1><p>Your security is low. Greetz: AnonGhost</p>"
SHELL = "<b>Linux web01 5.15.0 #1 SMP x86_64</b><form enctype=multipart/form-data><input type=file name=f></form>"
LOCKED = "<form method=post><input type=password name=p></form>"
LISTING = (
    "<html><head><title>Index of /uploads</title></head><body><h1>Index of /uploads</h1>"
    "<a href='../'>Parent Directory</a><a href='a.pdf'>a.pdf</a><a href='x.php'>x.php</a></body></html>"
)


def judge(pages: dict[str, Response], **known: object) -> list[Verdict]:
    return list(defacement.evaluate(app(site(URL, pages)), context(**known)))


def test_a_clean_site_passes_without_a_request() -> None:
    assert by_path(judge({"/": HOME})) == {"": Outcome.PASS}
    assert explore(defacement.ask, serving({}), url=URL, home=HOME)[1] == 0


def test_a_defaced_home_is_an_indication_of_the_gravest_kind() -> None:
    found = judge({"/": DEFACED})
    assert by_path(found) == {"/": Outcome.FAIL, "": Outcome.PASS}
    assert (found[0].severity, found[0].confidence) == (Severity.KRITIS, Confidence.INDIKASI)


def test_a_message_that_every_path_answers_with_is_one_finding() -> None:
    assert by_path(judge({"/": DEFACED, "/berita": DEFACED, "/admin": DEFACED})) == {
        "/": Outcome.FAIL,
        "": Outcome.PASS,
    }


def test_a_program_that_a_listing_names_is_looked_at_by_get_alone() -> None:
    pages: dict[str, Response] = {"/": HOME, "/uploads/": LISTING}
    wanted = list(defacement.ask(site(URL, pages), context()))
    assert [(request.method, request.path) for request in wanted] == [("GET", "/uploads/x.php")]
    assert wanted[0].intensity is Intensity.PASSIVE
    assert by_path(judge({**pages, "/uploads/x.php": SHELL}))["/uploads/x.php"] is Outcome.FAIL


def test_a_shell_that_says_not_found_is_seen_all_the_same() -> None:
    assert by_path(judge({"/": HOME, "/uploads/x.php": (404, HTML, SHELL)}))["/uploads/x.php"] is Outcome.FAIL


def test_a_bare_password_field_is_a_weak_sign() -> None:
    (weak, rest) = judge({"/": HOME, "/uploads/x.php": LOCKED})
    assert (weak.outcome, weak.severity, rest.outcome) == (Outcome.FAIL, Severity.SEDANG, Outcome.PASS)


def test_near_misses() -> None:
    story = "<title>Situs diretas, muncul tulisan Hacked by Kr4ken</title><p>Polisi menyelidiki, kata pakar.</p>"
    assert by_path(judge({"/": HOME, "/berita/1": story})) == {"": Outcome.PASS}
    assert by_path(judge({"/": HOME, "/x": (404, HTML, DEFACED)})) == {"": Outcome.PASS}


def test_what_was_found_is_looked_at_again() -> None:
    known = {"open_paths": (("defacement", site(URL, {}).site.key, "/lampiran.html"),)}
    (request,) = defacement.ask(site(URL, {"/": HOME}), context(**known))
    assert request.path == "/lampiran.html"
    assert by_path(judge({"/": HOME}, **known)) == {"/lampiran.html": Outcome.NOT_TESTED, "": Outcome.PASS}


def test_what_cannot_be_seen_is_untested() -> None:
    (verdict,) = judge({"/": Status.TIMEOUT, "http://dinas.kab.go.id/": Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
    (refused,) = judge({"/": (403, HTML, "<p>Forbidden</p>"), "/x": GONE})
    assert refused.outcome is Outcome.NOT_TESTED
