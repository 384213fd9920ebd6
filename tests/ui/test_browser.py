"""The page in a real browser: found, read, shared, switched, opened; and nobody outside is asked for anything."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest

from corpus.home import Home

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser

HOSTILE = "[x](javascript:alert(1)) <script>alert(2)</script> :smile: $x$ -> ![i](http://x.org/i.png)"


@pytest.fixture
def address(
    make_home: Callable[..., Home],
    papers: tuple[Any, ...],
    paper: type,
    charter_pdf: bytes,
    serve_page: Callable[..., str],
) -> str:
    """The address of the page over a home of three documents."""
    home = make_home([*papers, paper(HOSTILE, (f"Un label {HOSTILE}",), uri=f"/x/{HOSTILE}")])
    home.keep_original(papers[0].sha256, charter_pdf)
    return serve_page(home)


def new_page(chromium: Any, requests: list[str], locale: str = "fr-FR", width: int = 1280) -> Any:
    """A reader who comes for the first time; what their browser asks for is written down."""
    page = chromium.new_context(locale=locale, viewport={"width": width, "height": 900}).new_page()
    page.set_default_timeout(30_000)
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda websocket: requests.append(websocket.url))
    page.on("dialog", lambda dialog: pytest.fail(f"A document ran a script: {dialog.message}"))
    return page


def wait_for_address(page: Any, **params: str) -> None:
    """Until the address has these parameters and no others."""
    page.wait_for_function(
        """wanted => {
            const params = [...new URLSearchParams(location.search)];
            const alike = params.every(([name, value]) => wanted[name] === value);
            return alike && params.length === Object.keys(wanted).length;
        }""",
        arg=params,
    )


def test_a_reader_and_a_colleague(chromium: Any, address: str) -> None:
    """This ensures that the page works from the Enter key to the document, in both languages, alone on its machine."""
    requests: list[str] = []
    page = new_page(chromium, requests)
    page.goto(address)

    # A question is typed, and the passage that answers it is the first, its words marked.
    page.get_by_label("Votre question ou quelques mots-clés").fill("Qui a signé la charte ?")
    page.keyboard.press("Enter")
    page.locator(".rp-hit").nth(3).wait_for()
    assert "La charte est signée par douze communes" in page.locator(".rp-hit").first.inner_text()
    assert page.locator(".rp-hit").first.locator("mark").all_inner_texts() == ["charte", "signée"]
    wait_for_address(page, q="Qui a signé la charte ?")
    assert page.title() == "Qui a signé la charte ? – Repère"
    assert page.evaluate("document.documentElement.lang") == "fr"

    # A colleague opens the shared address and sees the same.
    found = page.locator(".rp-hit").all_inner_texts()
    colleague = new_page(chromium, requests, width=360)
    colleague.goto(page.url)
    colleague.locator(".rp-hit").nth(3).wait_for()
    assert colleague.locator(".rp-hit").all_inner_texts() == found
    playwright.expect(colleague.get_by_label("Votre question ou quelques mots-clés")).to_have_value(
        "Qui a signé la charte ?"
    )
    main = colleague.locator("[data-testid=stMain]")
    assert main.evaluate("box => box.scrollWidth <= box.clientWidth")

    # The page is switched to English, and the question stays.
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="What do the documents say?").wait_for()
    wait_for_address(page, q="Qui a signé la charte ?", ui="en")
    assert page.locator(".rp-hit").count() == 4

    # The document opens at the passage; back leads to the results, and a link in the page does too.
    page.get_by_role("link", name="Open page 3").click()
    page.locator(".rp-mark").wait_for()
    page.get_by_text("Text", exact=True).click()
    asked = page.locator(".rp-asked")
    asked.wait_for()
    page.wait_for_function("document.activeElement.classList.contains('rp-asked')")
    assert "La charte est signée par douze communes" in asked.inner_text()
    assert asked.locator("mark").all_inner_texts() == ["charte", "signée"]
    assert page.get_by_role("heading", name="Charte de Clairval", level=1).is_visible()
    page.go_back()
    page.locator(".rp-mark").wait_for()
    page.go_back()
    page.locator(".rp-hit").nth(3).wait_for()
    wait_for_address(page, q="Qui a signé la charte ?", ui="en")
    playwright.expect(page.get_by_label("Your question or some keywords")).to_have_value("Qui a signé la charte ?")
    page.go_back()
    page.get_by_role("heading", name="Que disent les documents").wait_for()
    wait_for_address(page, q="Qui a signé la charte ?")

    outside = [url for url in requests if urlsplit(url).scheme not in {"data", "blob"} and "127.0.0.1" not in url]
    assert not outside
    assert len(requests) > 10


def test_from_a_search_to_a_shared_page(chromium: Any, address: str) -> None:
    """This ensures that a passage is found, filtered, seen on its page, and that its link shows anyone the same."""
    requests: list[str] = []
    page = new_page(chromium, requests)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_label("Votre question ou quelques mots-clés").fill("charte")
    page.keyboard.press("Enter")
    page.locator(".rp-hit").nth(3).wait_for()

    # A filter is chosen from what is counted, stands in the address, and is taken away and put back by “back”.
    page.locator("[data-test-script-state=notRunning]").wait_for(state="attached")  # counts are drawn after the hits
    page.get_by_text("Filtres", exact=True).click()
    page.wait_for_timeout(1000)  # while the fold opens, a list in it closes again
    page.get_by_role("combobox", name=re.compile("Langue")).press_sequentially("français")
    page.locator("[role=option]").first.wait_for(state="attached")
    page.keyboard.press("Enter")
    wait_for_address(page, q="charte", lang="fr")
    page.wait_for_function("document.querySelectorAll('.rp-hit').length === 3")
    page.keyboard.press("Escape")

    taken_along(page, address)

    # The first hit opens its page: the mark lies on the words, 50 mm down a page of 297 mm, and can be seen.
    page.get_by_role("link", name="Ouvrir la page 3").click()
    mark = page.locator(".rp-mark")
    playwright.expect(mark).to_be_in_viewport()
    sheet, box = page.locator(".rp-sheet img").bounding_box(), mark.bounding_box()
    middle = (box["y"] + box["height"] / 2 - sheet["y"]) / sheet["height"]
    assert abs(middle - 49 / 297) < 0.02
    assert page.get_by_text("page 3 sur 4").is_visible()

    # The link is copied, and a colleague who reads English opens it elsewhere: the same page, the same mark.
    page.get_by_role("button", name="Citer").click()
    dialog = page.get_by_role("dialog")
    code = dialog.locator("[data-testid=stCode]").last
    code.hover()
    code.get_by_role("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{address}/document?doc=")
    colleague = new_page(chromium, requests, locale="en-GB", width=360)
    colleague.goto(copied)
    playwright.expect(colleague.locator(".rp-mark")).to_be_in_viewport()
    assert colleague.get_by_text("page 3 of 4").is_visible()
    assert colleague.locator("[data-testid=stMain]").evaluate("box => box.scrollWidth <= box.clientWidth")

    # The page is turned, and “back” turns it back, then leads to the results with their filter.
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Page suivante").click()
    page.get_by_text("page 4 sur 4").wait_for()
    playwright.expect(page.locator(".rp-mark")).to_have_count(0)  # drawn after the number
    page.go_back()
    page.get_by_text("page 3 sur 4").wait_for()
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.rp-hit').length === 3")
    wait_for_address(page, q="charte", lang="fr")
    assert not [url for url in requests if urlsplit(url).scheme not in {"data", "blob"} and "127.0.0.1" not in url]


def taken_along(page: Any, address: str) -> None:
    """The three results are downloaded for a word processor, and lead back here."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Document (Word)").click()
    assert download.value.suggested_filename == "resultats.docx"
    written = docx.Document(download.value.path()).paragraphs
    headings = [each.text for each in written if each.style.name == "Heading 1"]
    assert headings[0] == "1. Charte de Clairval"
    assert len(headings) == 3
    links = [link.address for each in written for link in each.hyperlinks]
    assert links[0].startswith(f"{address}/document?")


def test_a_conversation_in_the_browser(chromium: Any, address: str) -> None:
    """This ensures that questions are answered with their sources, that these open, and that one comes back."""
    requests: list[str] = []
    page = new_page(chromium, requests)
    page.goto(f"{address}/ask")
    page.get_by_label("Posez une question…").fill("Qui a signé la charte ?")
    page.keyboard.press("Enter")
    page.locator(".rp-quote").first.wait_for()
    assert "douze communes" in page.locator(".rp-quote").first.inner_text()
    wait_for_address(page, ask="Qui a signé la charte ?")
    page.get_by_role("link", name=re.compile(r"Ouvrir \W+1\W")).first.click()
    page.locator(".rp-mark").wait_for()
    page.get_by_role("link", name="Retour à la conversation").click()
    page.locator(".rp-quote").first.wait_for()
    page.get_by_label("Posez une question…").fill("Et le jumelage ?")
    page.keyboard.press("Enter")
    page.locator(".rp-question").nth(1).wait_for()
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Ask the documents").wait_for()
    assert page.locator(".rp-question").count() == 2


def test_hostile_document_in_the_browser(chromium: Any, address: str) -> None:
    """This ensures that what the browser shows of a hostile title is the title as typed, in every place it stands."""
    requests: list[str] = []
    page = new_page(chromium, requests)
    page.goto(f"{address}/?q=javascript&mode=lexical")
    assert page.locator(".rp-hit h3 bdi").inner_text() == HOSTILE
    assert page.locator(".rp-hit blockquote").inner_text() == f"Un label {HOSTILE}"
    page.goto(f"{address}/documents?filter=javascript")
    link = page.locator("[class*=st-key-rp-line] a")
    link.wait_for()
    assert shown(link.inner_text()) == HOSTILE
    link.click()
    page.locator(".rp-facts").wait_for()
    assert page.locator("h1 bdi").inner_text() == HOSTILE
    page.goto(f"{address}/?ui=en")
    example = page.get_by_role("button").filter(has_text=re.compile("javascript"))
    assert shown(example.inner_text()) == HOSTILE
    assert not page.locator("a[href^=javascript]").count()
    assert not [url for url in requests if "x.org" in url and "127.0.0.1" not in url]


def shown(text: str) -> str:
    """What a reader sees of a text: characters without width left out."""
    return html.unescape(text).replace("\u2060", "").strip()
