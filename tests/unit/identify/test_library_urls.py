import pytest

from secscan.base.urls import parse_url
from secscan.identify.library_urls import names

CORE = frozenset(("6.1.9",))


def named(url: str) -> list[tuple[str, str]]:
    return [(one.library, one.version) for one in names(parse_url(url), CORE)]


@pytest.mark.parametrize(
    ("url", "library", "version"),
    [
        ("https://code.jquery.com/jquery-1.12.4.min.js", "jquery", "1.12.4"),
        ("https://code.jquery.com/jquery-3.5.1.slim.min.js", "jquery", "3.5.1"),
        ("https://code.jquery.com/ui/1.12.1/jquery-ui.min.js", "jquery-ui", "1.12.1"),
        ("https://code.jquery.com/mobile/1.4.5/jquery.mobile-1.4.5.min.js", "jquery-mobile", "1.4.5"),
        ("https://ajax.googleapis.com/ajax/libs/jqueryui/1.11.4/jquery-ui.min.js", "jquery-ui", "1.11.4"),
        ("https://ajax.googleapis.com/ajax/libs/angularjs/1.6.9/angular.min.js", "angularjs", "1.6.9"),
        ("https://cdnjs.cloudflare.com/ajax/libs/twitter-bootstrap/4.1.3/js/bootstrap.min.js", "bootstrap", "4.1.3"),
        ("https://cdnjs.cloudflare.com/ajax/libs/moment.js/2.18.1/moment.min.js", "moment.js", "2.18.1"),
        ("https://cdnjs.cloudflare.com/ajax/libs/lodash.js/4.17.11/lodash.min.js", "lodash", "4.17.11"),
        ("https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/js/bootstrap.bundle.min.js", "bootstrap", "5.3.3"),
        ("https://cdn.jsdelivr.net/npm/vue@2.6.14", "vue", "2.6.14"),
        ("https://unpkg.com/react-dom@16.13.1/umd/react-dom.production.min.js", "react-dom", "16.13.1"),
        ("https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/js/bootstrap.min.js", "bootstrap", "3.3.7"),
        ("https://ajax.aspnetcdn.com/ajax/jQuery/jquery-1.9.0.min.js", "jquery", "1.9.0"),
        ("https://cdn.datatables.net/1.10.19/js/jquery.dataTables.min.js", "jquery.datatables", "1.10.19"),
        ("https://cdn.datatables.net/v/bs4/dt-1.10.18/datatables.min.js", "jquery.datatables", "1.10.18"),
        ("https://cdn.ckeditor.com/4.16.0/standard/ckeditor.js", "ckeditor", "4.16.0"),
        ("https://cdn.tiny.cloud/1/no-api-key/tinymce/5.10.2-63/tinymce.min.js", "tinyMCE", "5.10.2"),
        ("https://a.go.id/assets/jquery-ui-1.12.1/jquery-ui.min.js", "jquery-ui", "1.12.1"),
        ("https://a.go.id/js/jquery-ui-1.10.3.custom.min.js", "jquery-ui", "1.10.3"),
        ("https://a.go.id/bootstrap-3.3.7-dist/js/bootstrap.min.js", "bootstrap", "3.3.7"),
        ("https://a.go.id/js/Chart-2.9.3.min.js", "chart.js", "2.9.3"),
        ("https://a.go.id/wp-includes/js/jquery/jquery.min.js?ver=3.6.1", "jquery", "3.6.1"),
        ("https://a.go.id/wp-includes/js/jquery/jquery.js?ver=1.12.4-wp", "jquery", "1.12.4-wp"),
        ("https://a.go.id/blog/wp-includes/js/jquery/ui/core.min.js?ver=1.13.2", "jquery-ui", "1.13.2"),
    ],
)
def test_addresses_as_libraries_and_file_networks_write_them(url: str, library: str, version: str) -> None:
    assert named(url) == [(library, version)]


@pytest.mark.parametrize(
    ("url", "library"),
    [
        ("https://a.go.id/js/jquery.min.js?v=1.4.2", "jquery"),  # the app's own number
        ("https://a.go.id/app-2.1.0/js/jquery.min.js", "jquery"),  # the app's own folder
        ("https://ajax.googleapis.com/ajax/libs/jquery/3/jquery.min.js", "jquery"),  # moves on
        ("https://cdn.jsdelivr.net/npm/bootstrap@5/dist/js/bootstrap.bundle.min.js", "bootstrap"),
        ("https://cdn.jsdelivr.net/npm/bootstrap@5.3/dist/js/bootstrap.bundle.min.js", "bootstrap"),
        ("https://cdn.jsdelivr.net/npm/vue/dist/vue.js", "vue"),
        ("https://a.go.id/wp-includes/js/jquery/jquery.min.js?ver=6.1.9", "jquery"),  # the core's number
        ("https://a.go.id/wp-includes/js/jquery/jquery.min.js?ver=1700000000", "jquery"),  # a cache-buster
    ],
)
def test_a_number_that_is_not_the_librarys_is_no_version(url: str, library: str) -> None:
    assert named(url) == [(library, "")]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.go.id/js/jquery.easing.1.3.js",
        "https://a.go.id/js/jquery.cookie-1.4.1.min.js",
        "https://a.go.id/js/bootstrap-datepicker-1.9.0.min.js",
        "https://a.go.id/js/vue-router-3.0.1.js",
        "https://a.go.id/js/chart.js",  # people name their own scripts so
        "https://a.go.id/js/main.js",
        "https://a.go.id/themes/bootstrap/1.2.3/js/custom.js",
        "https://a.go.id/modules/jquery/3.2/app.js",
        "https://cdn.jsdelivr.net/npm/lodash@4.17.15/debounce.js",
        "https://cdn.jsdelivr.net/gh/fancyapps/fancybox@3.5.7/dist/jquery.fancybox.min.js",
        "https://cdnjs.cloudflare.com/ajax/libs/moment-timezone/0.5.33/moment-timezone.min.js",
        "https://cdn.ckeditor.com/ckeditor5/36.0.1/classic/ckeditor.js",
        "https://a.go.id/bootstrap/3.3.7/css/bootstrap.min.css",
        "https://a.go.id/jquery-1.4.2.js.map",
    ],
)
def test_near_misses_name_nothing(url: str) -> None:
    assert named(url) == []


def test_one_file_of_several_packages() -> None:
    url = "https://cdn.jsdelivr.net/combine/npm/jquery@3.4.1,npm/bootstrap@3.3.7/dist/js/bootstrap.min.js,npm/x@1.0.0"
    assert named(url) == [("jquery", "3.4.1"), ("bootstrap", "3.3.7")]
