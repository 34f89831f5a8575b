import msgspec
import pytest

from secscan.identify.signs import pages_of, products
from secscan.model.evidence import SiteEvidence
from tests.unit.builders import Response, site

BASE = "https://desa.contoh.go.id/"
WORDPRESS = "<link rel=stylesheet href=/wp-includes/css/dist/block-library/style.min.css?ver=6.4.2><p>Beranda</p>"


def known(site_evidence: SiteEvidence) -> set[tuple[str, str]]:
    return {(seen.product, seen.base) for seen in products(site_evidence)}


def at_home(body: Response, url: str = BASE) -> set[tuple[str, str]]:
    return known(site(url, {url: body}))


@pytest.mark.parametrize(
    ("product", "body"),
    [
        ("wordpress", WORDPRESS),
        ("wordpress", "<meta name=generator content='WordPress 6.4.2'>"),
        ("wordpress", "<form><input name=log><input type=password name=pwd><input type=submit name=wp-submit></form>"),
        ("joomla", "<script src=/media/system/js/core.js></script><script src=/media/vendor/joomla-x/js/a.js></script>"
                   "<link rel=stylesheet href=/media/templates/site/cassiopeia/css/t.css>"),
        ("drupal", "<script src=/core/misc/drupal.js?v=10.2.1></script>"),
        ("drupal", "<link rel=stylesheet href=/sites/default/files/css/css_abc.css>"),
        ("opensid", "<link rel=stylesheet href=/desa/themes/esensi/a.css>"
                    "<a href=https://github.com/OpenSID/OpenSID>OpenSID 2408.0.0</a>"),
        ("slims", "<meta name=generator content='SLiMS 9 (Bulian)'>"),
        ("ojs", "<meta name=generator content='Open Journal Systems 3.3.0.8'>"),
        ("moodle", "<script src=/lib/javascript.php/1/lib/javascript-static.js></script>"),
        ("mediawiki", "<meta name=generator content='MediaWiki 1.39.3'>"),
        ("dokuwiki", "<meta name=generator content=DokuWiki>"),
        ("phpmyadmin", "<form><input name=pma_username><input type=password name=pma_password></form>"),
        ("adminer", "<form><select name='auth[driver]'></select><input name='auth[username]'></form>"),
        ("roundcube", "<form><input name=_user><input type=password name=_pass><input type=hidden name=_task></form>"),
        ("opendk", "<link rel=stylesheet href=/css/slider.css><a href=https://github.com/OpenSID/OpenDK>OpenDK</a>"),
        ("matomo", "<form><input name=form_login><input type=password name=form_password>"
                   "<input type=hidden name=form_nonce></form>"),
        ("typo3", "<meta name=generator content='TYPO3 CMS'>"),
        ("typo3", "<script src=/typo3temp/assets/js/a.js></script><link rel=stylesheet href=/typo3conf/ext/x/a.css>"),
        ("opencart", "<script src=/catalog/view/javascript/common.js></script>"
                     "<link rel=stylesheet href=/catalog/view/theme/default/stylesheet/stylesheet.css>"),
        ("openmage", "<script src=/js/varien/js.js></script>"
                     "<link rel=stylesheet href=/skin/frontend/rwd/default/css/styles.css>"),
        ("omeka-s", "<link rel=stylesheet href=/application/asset/css/iconfonts.css>"
                    "<script src=/application/asset/js/global.js></script>"),
        ("atom", "<link rel=stylesheet href=/plugins/arDominionPlugin/css/main.css>"),
        ("backdrop", "<script src=/core/misc/backdrop.js></script>"),
    ],
)  # fmt: skip
def test_products_by_their_pages(product: str, body: str) -> None:
    assert product in {name for name, _ in at_home(body)}


@pytest.mark.parametrize(
    ("product", "headers"),
    [
        ("wordpress", {"Link": '<https://desa.contoh.go.id/wp-json/>; rel="https://api.w.org/"'}),
        ("drupal", {"X-Generator": "Drupal 10 (https://www.drupal.org)"}),
        ("laravel", {"Set-Cookie": ["XSRF-TOKEN=a; path=/", "simpeg_session=b; path=/; httponly"]}),
        ("laravel", {"Set-Cookie": "laravel_session=b; path=/; httponly"}),
        ("codeigniter", {"Set-Cookie": "ci_session=b; path=/"}),
        ("moodle", {"Set-Cookie": "MoodleSession=b; path=/"}),
        ("ojs", {"Set-Cookie": "OJSSID=b; path=/"}),
        ("backdrop", {"X-Generator": "Backdrop CMS 1 (https://backdropcms.org)"}),
        ("matomo", {"Set-Cookie": "MATOMO_SESSID=b; path=/"}),
        ("opencart", {"Set-Cookie": "OCSESSID=b; path=/"}),
        ("nextcloud", {"Set-Cookie": "__Host-nc_sameSiteCookielax=true; path=/"}),
    ],
)
def test_products_by_their_headers(product: str, headers: dict[str, str | list[str]]) -> None:
    assert product in {name for name, _ in at_home((200, {"Content-Type": "text/html"} | headers, "<p>x</p>"))}


NEWS = """<title>WordPress 4.7 diretas, 1.500 situs desa diubah</title>
<meta name=description content="WordPress 4.7.1">
<p>Peretas memakai celah WordPress 4.7 lewat /wp-json/wp/v2/posts dan /wp-content/plugins/. Joomla 3.4 juga.</p>
<a href="https://wordpress.org/download/">WordPress 4.7</a><a href="/wp-content/panduan">panduan</a>
<img src="https://lain.example/wp-content/themes/x/a.png">
<pre>&lt;meta name=generator content="WordPress 4.7"&gt;</pre>"""


@pytest.mark.parametrize(
    "body",
    [
        NEWS,
        "<title>Masuk</title><form><input name=username><input type=password name=password></form>",
        "<div id=root></div><script src=/static/js/main.1a2b.js></script>",
        "<script src=/assets/js/jquery.min.js?ver=3.6.1></script><p>Powered by Joomla! dan OpenSID 2408.0.0</p>",
        "<img src=/wp-content/uploads/2016/01/logo.png>",
        "<script src=/modules/mod_x/a.js></script>",
        "<script src=//statistik.contoh.go.id/matomo.js></script><script src=/js/piwik.js></script>",
        "<link rel=stylesheet href=/css/slider.css><a href=https://github.com/lain/OpenDK>OpenDK</a>",
        "<script src=/js/prototype/prototype.js></script>",
        "<script src=/plugins/Login/a.js></script>",
    ],
)
def test_pages_that_only_talk_of_products_show_none(body: str) -> None:
    assert at_home(body) == set()


def test_a_session_cookie_alone_is_no_laravel() -> None:
    response: Response = (200, {"Content-Type": "text/html", "Set-Cookie": "user_session=b"}, "<p>x</p>")
    assert at_home(response) == set()


def test_products_below_a_folder() -> None:
    home = "<p>Portal</p><link rel=stylesheet href=/blog/wp-includes/css/dashicons.min.css?ver=6.4.2>"
    assert at_home(home) == {("wordpress", "/blog/")}
    both = home + "<script src=/core/misc/drupal.js?v=10.2.1></script>"
    assert at_home(both) == {("wordpress", "/blog/"), ("drupal", "/")}


def test_a_generator_joins_the_folder_that_the_assets_name() -> None:
    page = "<meta name=generator content='WordPress 6.4.2'><script src=/portal/wp-includes/js/wp-embed.min.js></script>"
    assert at_home(page) == {("wordpress", "/portal/")}


def test_soft_404_answers_and_other_hosts_do_not_count() -> None:
    away = site(
        BASE,
        {"/": (302, {"Location": "https://lain.contoh.go.id/"}, ""), "https://lain.contoh.go.id/": WORDPRESS},
    )
    assert known(away) == set()


def test_backdrop_is_no_drupal() -> None:
    page = "<script src=/core/misc/backdrop.js></script><script src=/core/misc/jquery.js></script>"
    assert at_home(page) == {("backdrop", "/")}


TWO = (
    "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.2>",
    "<link rel=stylesheet href=/blog/wp-includes/css/dashicons.min.css?ver=5.8.1>",
)


def test_pages_belong_to_the_installation_below_whose_folder_they_stand() -> None:
    both = site(BASE, {"/": TWO[0], "/blog/": TWO[1], "/blog/arsip": "<p>x</p>", "/profil": "<p>x</p>"})
    main, blog = sorted(products(both), key=lambda one: one.base)
    assert [page.request.path for page in pages_of(both, main)] == ["/", "/profil"]
    assert [page.request.path for page in pages_of(both, blog)] == ["/blog/", "/blog/arsip"]


def test_the_front_page_above_the_only_installation_speaks_of_it() -> None:
    front = site(BASE, {"/": TWO[1]})
    (blog,) = products(front)
    assert [page.request.path for page in pages_of(front, blog)] == ["/"]


def test_pages_of_another_registered_app_do_not_count() -> None:
    shared = site(BASE, {"/": "<p>Portal</p>", "/blog/": TWO[1] + "<meta name=generator content='WordPress 5.8.1'>"})
    assert known(shared) == {("wordpress", "/blog/")}
    assert known(msgspec.structs.replace(shared, foreign=("/blog/",))) == set()
