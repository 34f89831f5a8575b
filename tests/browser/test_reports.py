"""The reports in a real browser, offline: nothing is asked for, nothing overflows, nothing runs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from secscan.model.assessment import Decision
from secscan.model.enums import DecisionKind, Language, Severity
from secscan.model.ids import AppId, OpdId
from secscan.reports.decision import decision_html
from secscan.reports.html import opd_report, overview
from secscan.reports.hygiene_files import hygiene_html
from secscan.reports.tlp import Tlp
from secscan.reports.write import write_private
from tests.unit.reports import sample, test_hygiene_view

CHROMIUM = shutil.which("chromium")
PHONE, DESKTOP, A4 = {"width": 390, "height": 844}, {"width": 1280, "height": 900}, {"width": 680, "height": 962}
NAMES = ("dinkes", "ringkasan", "putusan", "kebersihan")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    made = sample.assessment()
    verdict = Decision(kind=DecisionKind.REJECTED, app=AppId("puskesmas"), reasons=(("incident", {}),))
    weighed = hygiene_html(test_hygiene_view.report(title=sample.HOSTILE), Language.ID, Tlp.AMBER_STRICT)
    texts = (opd_report(made, OpdId("dinkes")), overview(made), decision_html(verdict, made), weighed)
    hsts = sample.of_site("hsts", sample.TEST, Severity.SEDANG, facts={"cause": "absent"})
    pages = dict(zip(NAMES, texts, strict=True))
    pages["unknown server"] = opd_report(sample.assessment((hsts,)), OpdId("dinkes"))
    return {name: write_private(folder / f"{name}.html", text) for name, text in pages.items()}


def opened(browser: Browser, file: Path, size: dict[str, int]) -> tuple[Page, list[str], list[str]]:
    """The page, the addresses it asked for beside itself, and what the browser complained about."""
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    return page, [url for url in asked if url != file.as_uri()], said


def overflow(page: Page) -> list[str]:
    """What sticks out of the page to the right, unless it lies in a box that scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter(e => !e.closest('.scroll, pre, svg, .skip, thead') && e.getBoundingClientRect().width > 0
                && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 60))"""
    )
    return found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_for_and_nothing_runs(browser: Browser, files: dict[str, Path], name: str) -> None:
    page, asked, said = opened(browser, files[name], DESKTOP)
    assert asked == []
    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('.mark')).backgroundColor") == "rgb(0, 0, 0)"
    page.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_overflows(browser: Browser, files: dict[str, Path], name: str, size: dict[str, int]) -> None:
    page, _, _ = opened(browser, files[name], size)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    assert overflow(page) == []
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_the_printed_page_holds_everything(browser: Browser, files: dict[str, Path], name: str) -> None:
    page, _, _ = opened(browser, files[name], A4)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    assert overflow(page) == []
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.close()


def test_the_summary_for_the_head_fits_the_first_sheet(browser: Browser, files: dict[str, Path]) -> None:
    page, _, _ = opened(browser, files["dinkes"], A4)
    page.emulate_media(media="print")
    bottom = page.evaluate("document.querySelector('main > section').getBoundingClientRect().bottom")
    assert bottom <= A4["height"]
    page.close()


def test_paper_holds_the_fix_for_the_server_detected_and_names_the_others(
    browser: Browser, files: dict[str, Path]
) -> None:
    page, _, _ = opened(browser, files["dinkes"], A4)
    page.emulate_media(media="print")
    known = page.locator("article", has=page.locator("details.aside")).first
    assert known.locator("details[open] > summary").is_visible()
    assert [one.is_visible() for one in known.locator("details.aside").all()].count(True) == 0
    for one in known.locator("details.aside > summary").all():
        assert one.inner_text() == "" or one.inner_text() in known.locator(".print-only").inner_text()
    page.close()


def test_paper_holds_every_fix_where_the_server_is_not_known(browser: Browser, files: dict[str, Path]) -> None:
    page, _, _ = opened(browser, files["unknown server"], A4)
    page.emulate_media(media="print")
    folded = page.locator("article", has_text="HSTS belum aktif").locator("details:not([open])")
    assert folded.count() > 2
    for one in folded.all():
        assert one.bounding_box()["height"] > 2 * one.locator("summary").bounding_box()["height"]  # type: ignore[index]
    page.close()


def test_small_print_is_smaller_than_the_text(browser: Browser, files: dict[str, Path]) -> None:
    page, _, _ = opened(browser, files["dinkes"], A4)
    page.emulate_media(media="print")
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    text = page.locator("body").evaluate(size)
    assert all(one.evaluate(size) < text for one in page.locator(".small, .meta, thead th").all()[:40])
    page.close()


def test_ways_to_fix_it_unfold_without_script(browser: Browser, files: dict[str, Path]) -> None:
    page, _, _ = opened(browser, files["dinkes"], DESKTOP)
    folded = page.locator("article details:not([open])").first
    folded.locator("summary").click()
    assert folded.evaluate("element => element.open") or page.locator("article details[open]").count() > 1
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_readable(browser: Browser, files: dict[str, Path], name: str) -> None:
    """Contrast of all texts against what lies behind them is at least 4.5 (WCAG 2.2, 1.4.3)."""
    page, _, _ = opened(browser, files[name], DESKTOP)
    weak = page.evaluate(
        """() => {
            const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = e => {
                for (; e; e = e.parentElement) {
                    const c = rgb(getComputedStyle(e).backgroundColor);
                    if (c.length === 3 || c[3] > 0) return c;
                }
                return [255, 255, 255];
            };
            const out = [];
            for (const e of document.body.querySelectorAll('*')) {
                if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
                const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
                if ((a + 0.05) / (b + 0.05) < 4.5) out.push(e.className + ': ' + e.textContent.slice(0, 40));
            }
            return out;
        }"""
    )
    assert weak == []
    page.close()
