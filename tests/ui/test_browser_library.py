"""The library in a real browser, by an editor: added, found, searched by lot; shown as typed, fit for everyone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values
from corpus.writer import CatalogueWriter
from ui.settings import EDITORS_VARIABLE
from ui.streamlit_options import APP

AXE = APP.parents[1] / ".cache" / "axe" / "axe.min.js"

pytestmark = pytest.mark.browser

# 10,000 characters of a title that would do harm: run a script, follow an address, turn text around, load a picture.
HARM = "[x](javascript:alert(1)) <script>alert(2)</script> <img src=x onerror=alert(3)> \u202egnp.exe $x$ :red[x]"
LONG = HARM + " " + "label " * 1_650


@pytest.fixture(scope="module")
def requests() -> list[str]:
    """What the browser asks for in this whole file."""
    return []


@pytest.fixture
def address(
    make_home: Callable[..., Home], papers: tuple[Any, ...], paper: type, serve_page: Callable[..., str]
) -> str:
    """The address of the page for editors, over a home of three documents."""
    harmful = paper(LONG, (f"Un label {HARM}",), uri=f"/x/{HARM}.txt")
    home = make_home([*papers, harmful])
    with home.writing(), CatalogueWriter.create(home) as writer:
        for each in (papers[0], harmful):
            name = HARM if each is harmful else "Charte de Clairval"
            values = (
                Value("kind", "charter", "charter"),
                Value("name", name, name),
                Value("territory", "commune:87085", "Limoges"),
                Value("date", "2022-03-14", "2022", "signed"),
                Value("organisation", name, name, "signs"),
            )
            store_values(writer, each.doc_id, values, "1")
    return serve_page(home, "--server.maxUploadSize", "5", **{EDITORS_VARIABLE: "1"})


@pytest.fixture
def new_page(chromium: Any, requests: list[str]) -> Callable[..., Any]:
    """Opens the browser for a reader who comes for the first time; what it asks for is written down."""

    def open_page(locale: str = "fr-FR", width: int = 1200, height: int = 900, **screen: Any) -> Any:
        page = chromium.new_context(locale=locale, viewport={"width": width, "height": height}, **screen).new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("websocket", lambda websocket: requests.append(websocket.url))
        page.on("dialog", lambda dialog: pytest.fail(f"A document ran a script: {dialog.message}"))
        return page

    return open_page


def settled(page: Any) -> None:
    """Until all is drawn."""
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton]')
            && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"""
    )


def pdf(text: str) -> bytes:
    """A PDF of one page with this text."""
    from fpdf import FPDF

    file = FPDF()
    file.add_page()
    file.set_font("helvetica", size=12)
    file.multi_cell(0, 6, text)
    return bytes(file.output())


def upload(page: Any, name: str, data: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.locator("[data-testid=stFileUploaderFile], [data-testid=stFileChip]").first.wait_for()


def test_an_editor_at_work(new_page: Callable[..., Any], address: str) -> None:
    """This ensures the way of a document: added beside one that lies, found, corrected in two tabs, taken away."""
    page = new_page()
    page.goto(f"{address}/add")
    settled(page)
    text = "Le jumelage avec la ville de Lindau est conclu le 3 mai 1987 par les deux maires. " * 4
    page.locator("input[type=file]").first.set_input_files(
        [
            {"name": "jumelage.pdf", "mimeType": "application/pdf", "buffer": pdf(text)},
            {
                "name": f"<script>alert(4)</script>{'x' * 300}.pdf",
                "mimeType": "application/pdf",
                "buffer": b"MZ\x90\x00" * 99,
            },
        ]
    )
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_text("Ajoutés : 1", exact=False).wait_for(timeout=120_000)
    failed = page.locator(".rp-failures li")
    assert failed.count() == 1
    assert "script.pdf" in failed.inner_text() or "xxx" in failed.inner_text()
    assert "/uploads/" not in page.locator("[data-testid=stMain]").inner_text()

    page.goto(f"{address}/?q=jumelage+Lindau")
    settled(page)
    assert "conclu le 3 mai 1987" in page.locator(".rp-hit").first.inner_text()

    # Two tabs on one document: who saves second is told.
    page.goto(f"{address}/documents?filter=jumelage.pdf")
    settled(page)
    page.locator("[class*=st-key-rp-line] a").first.click()
    page.get_by_text("Corriger ou retirer").wait_for()
    settled(page)
    other = new_page()
    other.goto(page.url)
    for tab, value in ((page, "jumelage"), (other, "label")):
        settled(tab)
        tab.get_by_text("Corriger ou retirer").click()
        tab.get_by_label("Valeur").fill(value)
    for tab in (page, other):
        tab.get_by_role("button", name="Enregistrer la correction").click()
    page.get_by_text("Enregistré.", exact=False).wait_for()
    other.get_by_text("Quelqu’un a corrigé ce document", exact=False).wait_for()

    # Removing asks twice.
    settled(page)
    page.get_by_text("Je veux le retirer pour de bon").click()
    page.get_by_role("button", name="Retirer pour de bon").click()
    page.get_by_role("button", name="Retirer pour de bon").wait_for(state="detached")
    page.goto(f"{address}/documents?filter=jumelage.pdf")
    settled(page)
    assert page.locator("[class*=st-key-rp-line] a").count() == 0


def test_a_batch(new_page: Callable[..., Any], address: str, tmp_path: Path) -> None:
    """This ensures that a file of queries, one line harmful and one empty, is downloaded as a table."""
    page = new_page(locale="en-GB")
    page.goto(f"{address}/batch")
    settled(page)
    rows = ["id;query", "1;Who signed the charter?", f'2;"{HARM.replace(chr(34), "")}"', "3;", f"4;{'long ' * 2000}"]
    upload(page, f"{HARM[:60]}.csv", "\n".join(rows).encode())
    page.get_by_role("heading", name="First results").wait_for()
    settled(page)
    assert (
        "1 line can’t be searched" in page.locator("[data-testid=stMain]").inner_text()
        or page.get_by_text("lines can’t be searched").count()
    )
    assert "<script>alert(2)</script>" in page.locator(".rp-table").last.inner_text()
    page.get_by_role("button", name="Search all queries").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").first.click()
    download.value.save_as(tmp_path / "table.csv")
    assert "Charte de Clairval" in (tmp_path / "table.csv").read_text(encoding="utf-8")
    upload_again = new_page()
    upload_again.goto(f"{address}/batch")
    settled(upload_again)
    upload(upload_again, "workbook.xlsx", b"this is no workbook")
    upload_again.get_by_text("ne peut pas être lu comme des questions", exact=False).wait_for()


VIEWS = ("/", "/?q=charte", "/documents", "/overview", "/themes", "/batch", "/add", "/ask", "/document?doc={doc}")


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_every_view_is_fit_for_everyone(
    new_page: Callable[..., Any], address: str, papers: tuple[Any, ...], locale: str
) -> None:
    """This ensures that axe finds nothing serious or critical that is ours, wide and on a telephone."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here: make axe")
    page, found = new_page(locale=locale, width=1200 if locale == "fr-FR" else 360), []
    for view in VIEWS:
        page.goto(address + view.format(doc=papers[0].doc_id))
        settled(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        told = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        found += [
            (view, each["id"], node["target"], node["html"][:200])
            for each in told
            if each["impact"] in {"serious", "critical"} and each["id"] not in STREAMLITS
            for node in each["nodes"]
        ]
    assert not found, json.dumps(found, indent=1)


# Texts that are cut at an edge: of the page, or of a box around them that hides what goes over it. What scrolls by
# itself may be wider (tables, pages as printed, code), and what is for screen readers alone is a pixel wide.
CUT = """() => {
    const found = [], main = document.querySelector('[data-testid=stMain]');
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const owner = node.parentElement;
        if (!node.data.trim() || !owner.checkVisibility({visibilityProperty: true})) continue;
        if (owner.closest('style, script, svg, pre, .rp-table, .rp-sheet-frame, [data-testid=stIconMaterial]'))
            continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width < 2) continue;
        let right = innerWidth, left = 0, bottom = Infinity, hidden = false;
        for (let each = owner; each && each !== main; each = each.parentElement) {
            const edge = each.getBoundingClientRect();
            hidden ||= edge.width <= 1 || edge.height <= 1;
            if (getComputedStyle(each).overflowX !== 'visible') {
                right = Math.min(right, edge.right); left = Math.max(left, edge.left);
            }
            if (['hidden', 'clip'].includes(getComputedStyle(each).overflowY)) bottom = Math.min(bottom, edge.bottom);
        }
        const cut = box.right > right + 1 || box.left < left - 1 || box.bottom > bottom + 4;
        if (!hidden && cut) found.push(node.data.trim().slice(0, 80));
    }
    return found;
}"""
# Everything of the main part that a keyboard must reach; of radio buttons the one that is chosen, as browsers have it.
CONTROLS = """() => {
    const all = 'a[href], button, input:not([type=file]), select, textarea, summary, [tabindex="0"]';
    window.controls = [...document.querySelector('[data-testid=stMain]').querySelectorAll(all)].filter((each) =>
        !each.disabled && each.tabIndex >= 0 && each.checkVisibility({visibilityProperty: true})
        && (each.type !== 'radio' || each.checked));
    const look = (each) => {
        const looks = [];
        for (let up = 0; each && up < 4; up += 1, each = each.parentElement) {
            const style = getComputedStyle(each);
            looks.push([style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join());
        }
        return looks.join('|');
    };
    window.look = look;
    window.before = new Map(window.controls.map((each) => [each, look(each)]));
    document.activeElement?.blur();
    return window.controls.length;
}"""
FOCUSED = """() => {
    const each = document.activeElement, place = window.controls.indexOf(each), box = each.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const says = (each.getAttribute('aria-label') || each.innerText || each.outerHTML).slice(0, 60);
    return {place, says, seen, marked: place < 0 || window.look(each) !== window.before.get(each)};
}"""


@pytest.mark.parametrize(("width", "height", "ratio"), [(600, 450, 2), (360, 740, 3)], ids=["200 %", "telephone"])
def test_every_view_enlarged(
    new_page: Callable[..., Any], address: str, papers: tuple[Any, ...], width: int, height: int, ratio: int
) -> None:
    """This ensures that at 200 % nothing is cut, nothing scrolls sideways, and the Tab key reaches and shows all.

    A browser's zoom of 200 % makes each CSS pixel two of the screen's: a window of 1200 × 900 becomes one of 600 × 450
    at a ratio of 2, and that is what is opened here. In French, whose words are the longer ones.
    """
    page, wrong = new_page(width=width, height=height, device_scale_factor=ratio), []
    for view in (*VIEWS, "/ask?ask=Qui+a+sign%C3%A9+la+charte+%3F", "/document?doc={doc}&form=text"):
        page.goto(address + view.format(doc=papers[0].doc_id))
        settled(page)
        page.wait_for_timeout(500)  # charts are drawn a moment after their data have come
        if page.locator("[data-testid=stMain]").evaluate("box => box.scrollWidth > box.clientWidth"):
            wrong.append((view, "scrolls sideways"))
        wrong += [(view, "cut", text) for text in page.evaluate(CUT)]
        count, reached = page.evaluate(CONTROLS), set()
        for _ in range(count + 12):  # Streamlit has some of its own before and after
            page.keyboard.press("Tab")
            now = page.evaluate(FOCUSED)
            if now["place"] < 0:
                continue
            reached.add(now["place"])
            wrong += [(view, fault, now["says"]) for fault in ("seen", "marked") if not now[fault]]
        missed = page.evaluate("places => places.map((place) => window.controls[place].outerHTML.slice(0, 150))",
                               [place for place in range(count) if place not in reached])  # fmt: skip
        wrong += [(view, "not reached", each) for each in missed]
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


STREAMLITS: frozenset[str] = frozenset()
"""What axe says of Streamlit's own parts, which a page can't change."""


def test_streamlits_words_in_the_readers_language(new_page: Callable[..., Any], address: str) -> None:
    """This ensures that boxes, lists and what they refuse speak the page's language, and files keep their names."""
    page = new_page()
    page.goto(f"{address}/batch")
    settled(page)
    page.get_by_role("button", name="Parcourir…").wait_for()
    upload(page, "Upload", b"MZ")
    page.get_by_text("les fichiers de ce type ne peuvent pas servir ici").wait_for(state="attached")
    assert page.get_by_role("button", name="Retirer Upload").count() == 1
    assert page.locator("[data-testid=stFileChipName]").inner_text() == "Upload"
    page.get_by_role("button", name="English").click()
    page.get_by_text("files of this kind can’t be used here").wait_for(state="attached")
    page.goto(f"{address}/?q=charte")
    settled(page)
    page.get_by_text("Filtres", exact=True).click()
    page.wait_for_timeout(1000)  # while the fold opens, a list in it closes again
    page.get_by_role("combobox", name="Langue").press_sequentially("zzz")
    page.get_by_text("Rien à choisir").wait_for()


def test_harm_is_shown_as_text(new_page: Callable[..., Any], address: str) -> None:
    """This ensures that a title that would do harm is read as it was typed, in charts, lists, tables and addresses."""
    page = new_page()
    for view in (
        "/documents",
        "/overview",
        "/themes",
        f"/documents?filter={'%3Cscript%3E' * 20}",
        "/?q=label&kind=%3Cb%3E",
    ):
        page.goto(address + view)
        settled(page)
        assert not page.locator("a[href^=javascript], img[src=x]").count()
        assert "\u202e" not in page.locator("[data-testid=stMain]").inner_text()
    page.goto(f"{address}/documents?filter=javascript")
    settled(page)
    assert "<script>alert(2)</script>" in page.locator("[class*=st-key-rp-line] a").first.inner_text().replace(
        "\u2060", ""
    )
    main = page.locator("[data-testid=stMain]")
    page.set_viewport_size({"width": 360, "height": 800})
    assert main.evaluate("box => box.scrollWidth <= box.clientWidth + 1")


def test_nobody_outside_was_asked(requests: list[str]) -> None:
    """This ensures that in all of the above no request left loopback."""
    if not requests:
        pytest.skip("nothing was opened")
    assert not [
        url
        for url in requests
        if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).hostname != "127.0.0.1"
    ]
