from secscan.analysis.logins import Barrier
from secscan.analysis.scripted import bundles, scripted_login
from secscan.model.evidence import SiteEvidence
from tests.unit.builders import Response, site

BASE = "https://simpeg.contoh.go.id/"
SHELL = """<title>SIMPEG</title><div id=app></div><script src=/assets/vendor.js></script>
<script src=/assets/main.4f2a.js></script>"""
# What Vue's and React's compilers make of a form: a property, and a switch to show what was typed.
VUE = 'e("input",{attrs:{type:"password",autocomplete:"current-password"}});routes=[{path:"/login",component:a}]'
REACT = 'jsx("input",{type:t?"text":"password"});createBrowserRouter([{path:"/auth/login"}])'


def script(text: str) -> Response:
    return (200, {"Content-Type": "text/javascript"}, "!function(){" + text + "}();")


def web(responses: dict[str, Response]) -> SiteEvidence:
    return site(BASE, {"/": SHELL, **responses})


def login(known: SiteEvidence) -> tuple[Barrier, bool] | None:
    home = known.home
    assert home is not None
    found = scripted_login(known, home)
    return (found.barrier, found.joins) if found is not None else None


def test_the_main_script_of_a_shell_is_asked_for() -> None:
    assert [one.path for one in bundles(web({}), ())] == ["/assets/main.4f2a.js"]
    page = "<title>Dinas</title><p>" + "Berita hari ini. " * 30 + "</p><script src=/main.js></script>"
    assert list(bundles(site(BASE, {"/": page}), ())) == []
    foreign = "<title>X</title><script src=https://cdn.example/main.js></script>"
    assert list(bundles(site(BASE, {"/": foreign}), ())) == []


def test_scripts_that_make_a_log_in() -> None:
    assert login(web({"/assets/main.4f2a.js": script(VUE)})) == (Barrier.NONE, False)
    assert login(web({"/assets/main.4f2a.js": script(REACT)})) == (Barrier.NONE, False)
    with_captcha = VUE + ';s.src="https://www.google.com/recaptcha/api.js?render=explicit"'
    assert login(web({"/assets/main.4f2a.js": script(with_captcha)})) == (Barrier.CAPTCHA, False)
    joining = VUE + ',{path:"/register",component:b}'
    assert login(web({"/assets/main.4f2a.js": script(joining)})) == (Barrier.NONE, True)


def test_scripts_that_make_none() -> None:
    assert login(web({})) is None
    for text in (
        'jsx("input",{type:"text"});[{path:"/login"}]',  # sends on to a single sign-on
        'jsx("input",{type:"password"});icons={"login":1,"logout":2}',  # a library of parts
        'console.log("type password to login")',
    ):
        assert login(web({"/assets/main.4f2a.js": script(text)})) is None
    gone: Response = (404, {"Content-Type": "text/javascript"}, VUE)
    assert login(web({"/assets/main.4f2a.js": gone})) is None
    # The same shell for every path is no script.
    assert login(web({"/assets/main.4f2a.js": SHELL})) is None
