"""SS-INT-01: injections as they are met on hacked sites, and pages that speak of gambling with good reason."""

import pytest

from secscan.checks import gambling_content
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Status
from secscan.model.requests import Request, View
from tests.unit.builders import Response, app, context, site, with_looks
from tests.unit.checks.rounds import HTML, explore

URL = "https://dinas.kab.go.id/"
NEWS = "<p>" + "Dinas melayani perizinan, informasi publik, dan pengaduan warga setiap hari kerja. " * 12 + "</p>"
HOME = f"<html lang=id><title>Dinas Kabupaten</title><h1>Selamat datang</h1>{NEWS}<a href=/berita>Berita</a></html>"
HIDDEN = (
    '<div style="display:none"><a href="https://slotgacor88.example/">slot gacor</a>'
    '<a href="https://fkip.kampus.ac.id/x/">situs slot maxwin</a>'
    '<a href="https://totomacau.example/">toto macau</a></div>'
)
LANDING = (
    "<html><title>SLOT GACOR: Situs Slot Online Maxwin Resmi Hari Ini</title>"
    '<meta name=description content="Situs slot gacor bonus new member 100 deposit pulsa">'
    "<h1>Slot Gacor Hari Ini</h1><p>"
    + "Situs slot gacor dengan RTP live tertinggi, pragmatic play, mahjong ways, bonus new member. " * 10
    + '</p><a href="https://s.example/abc">DAFTAR</a><a href="https://s.example/abc">LOGIN</a></html>'
)


def judge(
    ordinary: Response = HOME,
    *,
    engine: Response | None = None,
    referrer: Response | None = None,
    linked: dict[str, Response] | None = None,
    intensity: Intensity = Intensity.STANDARD,
) -> list[Verdict]:
    def serve(request: Request) -> Response:
        other = {View.SEARCH_ENGINE: engine, View.SEARCH_REFERRER: referrer}.get(request.view)
        return other if other is not None else ordinary

    seen, _ = explore(gambling_content.ask, serve, url=URL, home=ordinary, intensity=intensity)
    seen = with_looks(seen, *site(URL, linked or {}).looks.values())
    return list(gambling_content.evaluate(app(seen), context()))


def failed(verdicts: list[Verdict]) -> set[str]:
    """The ways of the finding; it is always only an indication."""
    found = [verdict for verdict in verdicts if verdict.outcome is Outcome.FAIL]
    assert all(verdict.confidence is Confidence.INDIKASI for verdict in found)
    return {way for verdict in found for way in verdict.facts["ways"]}  # type: ignore[union-attr]


def test_a_clean_site_passes_with_two_requests_that_a_passive_permit_allows() -> None:
    (verdict,) = judge(intensity=Intensity.PASSIVE)
    assert verdict.outcome is Outcome.PASS
    _, asked = explore(gambling_content.ask, lambda _request: HOME, url=URL, home=HOME)
    assert asked == 2


def test_hidden_links_are_an_indication() -> None:
    assert failed(judge(HOME.replace("</html>", HIDDEN))) == {"hidden_links"}


def test_live_links_are_defanged() -> None:
    (verdict,) = judge(HOME.replace("</html>", HIDDEN))
    assert "hxxps://slotgacor88[.]example" in repr(verdict.facts["examples"])
    assert "https://slotgacor88" not in repr(verdict.facts)


@pytest.mark.parametrize(
    "style",
    ["display:none", "position:absolute;left:-9999px", "font-size:0", "visibility:hidden;height:0;overflow:hidden"],
)
def test_every_way_of_hiding_counts(style: str) -> None:
    assert failed(judge(HOME.replace("</html>", HIDDEN.replace("display:none", style)))) == {"hidden_links"}


def test_a_title_only_for_search_engines_is_cloaking() -> None:
    assert failed(judge(engine=LANDING)) == {"cloaked"}


def test_links_only_for_search_engines_are_cloaking() -> None:
    links = "".join(f'<a href="https://slot{n}gacor.example/">slot gacor {n}</a>' for n in range(3))
    assert failed(judge(engine=HOME.replace("</html>", links))) == {"cloaked"}


def test_visitors_from_a_search_sent_to_a_gambling_host() -> None:
    assert failed(judge(referrer=(302, {"Location": "https://slotgacor88.example/daftar"}, b""))) == {"redirect"}
    refresh = '<meta http-equiv=refresh content="0; url=https://slotgacor88.example/"><title>x</title>'
    assert failed(judge(referrer=refresh)) == {"redirect"}


def test_a_script_that_sends_search_visitors_away() -> None:
    script = (
        "<script>if(document.referrer.indexOf('google')>0){location.href='https:\\/\\/slotgacor88.example\\/'}</script>"
    )
    assert failed(judge(HOME.replace("</html>", script))) == {"redirect"}


def test_a_replaced_page() -> None:
    assert "title" in failed(judge(LANDING))
    assert "title" in failed(judge(linked={"/berita/slot/": LANDING}))


def test_a_foreign_canonical_and_alternates() -> None:
    canonical = '<link rel=canonical href="https://slotgacor88.example/"><title>Dinas'
    assert failed(judge(HOME.replace("<title>Dinas", canonical))) == {"canonical"}
    alternates = "".join(
        f'<link rel=alternate hreflang={c} href="https://slot{c}gacor.example/">' for c in ("en", "th")
    )
    assert failed(judge(HOME.replace("<title>", alternates + "<title>"))) == {"alternates"}


def test_many_visible_links() -> None:
    links = "".join(f'<a href="https://slot{n}gacor.example/">slot gacor {n}</a>' for n in range(8))
    assert failed(judge(HOME.replace("</html>", links))) == {"visible_links"}


TERMS = (
    "slot gacor, maxwin, rtp live, scatter hitam, situs slot, bandar togel, toto macau, mahjong ways, sbobet, slot dana"
)

NEAR_MISSES = {
    "news": "<title>Polisi tangkap bandar judi online</title><h1>Polisi bongkar situs slot gacor</h1>"
    f"{NEWS}<p>Tersangka mengelola {TERMS}.</p>",
    "campaign": "<title>Stop Judi Online</title><h1>Waspada slot gacor dan maxwin</h1><p>"
    + f"Kenali istilah {TERMS}. Laporkan ke aduankonten.id. " * 20
    + '<a href="https://aduankonten.id/">Laporkan situs slot</a></p>',
    "campaign in a hidden window": HOME.replace(
        "</html>",
        f'<div class=modal style="display:none"><h2>Kenali bahaya judi online</h2><p>Istilah: {TERMS}</p>'
        '<a href="https://aduankonten.id/">Laporkan situs slot</a>'
        '<a href="https://www.komdigi.go.id/">Bahaya slot gacor</a></div>',
    ),
    "block list": "<title>Daftar situs yang diblokir</title><ul>"
    + "".join(f"<li>slot{n}gacor.example" for n in range(200))
    + "</ul>",
    "dictionary": "<title>Arti slot gacor, maxwin, dan scatter hitam</title><h1>Arti slot gacor</h1>"
    f"{NEWS}<p>{TERMS}</p>",
    "regulation": "<title>Perda Ketertiban Umum</title><p>"
    + "Dilarang togel, judi bola, dan permainan lain di tempat umum. " * 30,
    "parking": "<title>Slot parkir online</title><p>" + "Slot parkir tersedia, daftar slot parkir di loket. " * 20,
    "bird contest": "<title>Lomba burung gacor</title><p>" + "Burung gacor milik Toto juara. " * 20,
    "hidden menu": HOME.replace(
        "</html>",
        '<nav style="display:none"><a href="/tag/judi-online">judi online</a><a href="/tag/slot-gacor">slot gacor</a>'
        '<a href="https://www.lapor.go.id/">LAPOR</a><a href="https://facebook.com/dinas">Facebook</a></nav>',
    ),
    "press release in a hidden list": HOME.replace(
        "</html>",
        '<div style="display:none">'
        + "".join(
            f'<a href="https://news.example/{n}">Pemerintah blokir {n} ribu situs slot gacor di seluruh Indonesia</a>'
            for n in range(6)
        )
        + "</div>",
    ),
    "comment of a reader": HOME.replace(
        "</html>", '<div class=komentar>main di slot gacor yuk <a href="https://x.example/">x</a></div>'
    ),
    "log-in elsewhere": HOME.replace(
        "</html>", '<a href="https://sso.example/">LOGIN</a><a href="https://oss.example/">DAFTAR</a>'
    ),
}


@pytest.mark.parametrize("page", NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_who_speaks_of_gambling_with_good_reason_is_not_blamed(page: str) -> None:
    assert [verdict.outcome for verdict in judge(page)] == [Outcome.PASS]
    assert [verdict.outcome for verdict in judge(linked={"/berita/satu": page})] == [Outcome.PASS]


@pytest.mark.parametrize("page", NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_news_that_rotate_between_views_are_no_cloaking(page: str) -> None:
    assert [verdict.outcome for verdict in judge(engine=page, referrer=page)] == [Outcome.PASS]


def test_ordinary_differences_between_views_pass() -> None:
    other = HOME.replace("Selamat datang", "Berita hari ini").replace("</html>", "<p>Kunjungan ke-1234</p>")
    assert [verdict.outcome for verdict in judge(engine=other, referrer=other)] == [Outcome.PASS]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((403, HTML, "Forbidden"), Reason.BLOCKED),
        (Status.TIMEOUT, Reason.TIMEOUT),
        (Status.SKIPPED, Reason.BUDGET),
        ((502, HTML, "x"), Reason.ERROR),
    ],
)
def test_without_a_view_nothing_passes(answer: Response, reason: Reason) -> None:
    (unseen,) = judge(engine=answer)
    assert (unseen.outcome, unseen.reason, unseen.discriminators) == (Outcome.NOT_TESTED, reason, ())
    assert unseen.facts["view"] == "search_engine"


def test_visitors_sent_to_an_unknown_domain_cannot_be_judged() -> None:
    (unclear,) = judge(referrer=(302, {"Location": "https://entah.example/"}, b""))
    assert unclear.outcome is Outcome.INCONCLUSIVE


def test_a_site_without_pages_is_not_judged() -> None:
    (verdict,) = judge((200, {"Content-Type": "application/json"}, '{"status": "ok"}'))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_HTML)


def test_an_unreachable_site_is_untested() -> None:
    seen = site(URL, {"/": Status.TIMEOUT, "http://dinas.kab.go.id/": Status.TIMEOUT})
    (verdict,) = gambling_content.evaluate(app(seen), context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_the_answer_to_a_baseline_is_not_judged() -> None:
    seen = site(
        URL,
        {"/": HOME},
        requests={Request(scheme="https", host="dinas.kab.go.id", port=443, path="/q", purpose="soft404"): LANDING},
    )
    assert Outcome.FAIL not in {verdict.outcome for verdict in gambling_content.evaluate(app(seen), context())}


@pytest.mark.parametrize("status", [401, 403])
def test_what_stands_behind_a_refusal_is_untested(status: int) -> None:
    refused: Response = (status, {"WWW-Authenticate": "Basic"}, "<h1>Maaf</h1>")
    found = judge(refused, linked={"/x": (404, HTML, "tidak ada")})
    assert {verdict.outcome for verdict in found} == {Outcome.NOT_TESTED}


def links(*pairs: tuple[str, str]) -> str:
    return "".join(f'<a href="https://{url}">{text}</a> ' for url, text in pairs)


HEADLINES = links(
    ("kabar.example/bandar-slot-gacor-ditangkap", "Bandar slot gacor"),
    ("warta.example/situs-togel-diblokir", "Situs togel"),
    ("suara.example/judi-bola-piala-dunia", "Judi bola"),
    ("tribun.example/rtp-live-menipu-warga", "RTP live"),
    ("pos.example/agen-judi-dibongkar", "Agen judi"),
    ("radar.example/scatter-hitam-modus-baru", "Scatter hitam"),
)
PARTNERS = links(*((f"mitra{number}.example/", f"Mitra {number}") for number in (77, 88, 99, 138, 168)))


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Pantauan media</title><p>Kliping.</p>{HEADLINES}",
        "<title>Slot Gacor dan Togel Online: Tinjauan Sosiologi</title><p>Makalah.</p>"
        + links(("jurnal.example/daftar", "Daftar"), ("jurnal.example/login", "Login")),
        f"<title>Dinas</title><div style='display:none'>{PARTNERS}</div>",
        f"<title>Dinas</title>{links(('slot-gacor.example/', 'slot gacor'), ('togel-resmi.example/', 'togel online'))}",
        "<title>Dinas</title><script>var blokir = ['https://slot-gacor.example/', 'https://togel4d.example/'];</script>",
    ],
)
def test_near_misses_of_links_pass(page: str) -> None:
    assert [verdict.outcome for verdict in judge(page)] == [Outcome.PASS]


BRANDS = links(("koitoto.example/", "KOITOTO"), ("mpo007.example/", "MPO007"), ("dewa33.example/", "dewa33"))
THREE = links(
    ("slot-gacor-maxwin.example/", "slot gacor"),
    ("togel-resmi.example/", "togel online"),
    ("rtp-slot.example/", "rtp slot"),
)


@pytest.mark.parametrize(
    ("page", "way"),
    [
        (f"<title>Dinas</title><div style='display:none'>{BRANDS}</div>", "hidden_links"),
        (f"<title>Dinas</title><p>Selamat datang</p>{THREE}", "visible_links"),
        (f"<title>Bandar Toto Macau dan Situs Togel</title>{links(('rajatoto.example/', 'Daftar'))}", "title"),
        (f"<title>Dinas</title><script>document.write('<p style=display:none>{THREE}</p>')</script>", "hidden_links"),
    ],
)
def test_brands_plain_links_and_written_links_are_told(page: str, way: str) -> None:
    assert failed(judge(page)) == {way}


WORDS = "slot gacor maxwin rtp live pragmatic play togel online scatter hitam deposit pulsa slot dana bonus new member"
OWN_LANDING = (
    "<title>Slot Gacor Maxwin: Situs Slot Online RTP Live</title><h1>Slot gacor</h1>"
    "<p>Slot gacor, rtp live, mahjong ways, scatter hitam, deposit pulsa.</p><a href=/go/main>DAFTAR</a>"
)
FOLDERS = (
    "<html><head><title>Index of /uploads</title></head><body><h1>Index of /uploads</h1>"
    "<a href='/'>Parent Directory</a><a href='slot-gacor/'>slot-gacor/</a>"
    "<a href='situs-togel-online/'>x</a><a href='laporan.pdf'>y</a></body></html>"
)
SITEMAP = "".join(
    f"<url><loc>{URL}{name}/</loc></url>" for name in ("profil", "slot-gacor-hari-ini", "togel-online", "rtp-live-slot")
)
HEADLINE_MAP = "".join(
    f"<url><loc>{URL}{name}/</loc></url>"
    for name in ("polisi-tangkap-bandar-slot-gacor", "bahaya-judi-slot-online", "kominfo-blokir-situs-togel")
)


def xml(body: str) -> Response:
    return (200, {"Content-Type": "application/xml"}, f"<?xml version='1.0'?><urlset>{body}</urlset>")


def test_hidden_words_without_links_are_an_indication() -> None:
    hidden = f"<div style='position:absolute;left:-9999px'>{WORDS}</div></html>"
    assert failed(judge(HOME.replace("</html>", hidden))) == {"hidden_text"}
    warned = hidden.replace("slot gacor", "Bahaya judi: slot gacor", 1)
    assert failed(judge(HOME.replace("</html>", warned))) == set()


def test_a_landing_page_that_links_only_to_itself() -> None:
    assert failed(judge(linked={"/promo/": OWN_LANDING})) == {"title"}


def test_selling_addresses_in_sitemaps_and_upload_folders() -> None:
    assert failed(judge(linked={"/sitemap.xml": xml(SITEMAP)})) == {"sitemap"}
    assert failed(judge(linked={"/sitemap.xml": xml(HEADLINE_MAP)})) == set()
    assert failed(judge(linked={"/uploads/": FOLDERS})) == {"folder"}


def test_the_sitemap_that_robots_txt_names_is_asked_for() -> None:
    robots: Response = (200, {"Content-Type": "text/plain"}, f"User-agent: *\nSitemap: {URL}peta.xml\n")
    asked = list(gambling_content.ask(site(URL, {"/": HOME, "/robots.txt": robots}), context()))
    assert [request.path for request in asked if request.purpose == "sitemap"] == ["/peta.xml"]
    assert not [one for one in gambling_content.ask(site(URL, {"/": HOME}), context()) if one.purpose == "sitemap"]


def test_what_is_sold_and_whether_it_is_kept_from_readers_is_told() -> None:
    pills = (
        "<div style='display:none'><a href='https://rx.example/'>buy viagra online</a>"
        "<a href='https://pill.example/'>cheap cialis without prescription</a></div></html>"
    )
    (verdict,) = judge(HOME.replace("</html>", pills))
    assert (verdict.facts["topics"], verdict.facts["structural"]) == (("medicines",), True)
    japanese = (
        "<title>【激安】ブランド財布 公式通販 送料無料</title><h1>スーパーコピー 通販</h1><p>正規品 最安値 楽天</p>"
    )
    (cloaked,) = judge(engine=japanese)
    assert cloaked.facts["topics"] == ("shops",)
