from secscan.analysis.injection import Way, cloaking, sent_to, signs
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from tests.unit.builders import Response, answer

PLAIN = "<title>Dinas</title><p>Selamat datang</p>"


def exchange(response: Response) -> Exchange:
    payload = answer(Request(scheme="https", host="dinas.kab.go.id", port=443), response).payload
    assert isinstance(payload, Exchange)
    return payload


def test_where_an_answer_sends_its_visitor() -> None:
    assert sent_to(exchange((302, {"Location": "/masuk"}, b""))) == "https://dinas.kab.go.id/masuk"
    assert (
        sent_to(exchange('<meta http-equiv="refresh" content="3;URL=\'https://a.example/\'">')) == "https://a.example/"
    )
    assert sent_to(exchange('<meta http-equiv="refresh" content="300">')) is None
    assert sent_to(exchange(PLAIN)) is None


def test_a_script_counts_only_if_it_asks_for_the_referrer_and_leads_to_gambling() -> None:
    script = "<script>if (document.referrer) location.replace('https://%s/x')</script>"
    assert sent_to(exchange(script % "slotgacor.example")) == "https://slotgacor.example/x"
    assert sent_to(exchange(script % "portal.example")) is None
    assert sent_to(exchange("<script>location.replace('https://slotgacor.example/')</script>")) is None


def test_a_page_without_signs_has_none() -> None:
    assert list(signs(exchange(PLAIN))) == []
    assert list(cloaking(exchange(PLAIN), exchange(PLAIN))) == []


def test_what_both_views_show_is_not_cloaked() -> None:
    moved = exchange((302, {"Location": "https://slotgacor.example/"}, b""))
    assert [sign.way for sign in signs(moved)] == [Way.REDIRECT]
    assert list(cloaking(moved, moved)) == []


def test_one_hidden_link_needs_hidden_words_beside_it() -> None:
    link = '<a href="https://slotgacor.example/">slot gacor</a>'
    assert list(signs(exchange(f'{PLAIN}<div style="display:none">{link}</div>'))) == []
    words = "situs slot maxwin, rtp live, bandar togel"
    (sign,) = signs(exchange(f'{PLAIN}<div style="display:none">{link} {words}</div>'))
    assert sign.way is Way.HIDDEN_LINKS
