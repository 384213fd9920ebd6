"""The library, its pictures, adding, batch and corrections: empty, with one document, many, and with what is wrong."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from corpus.catalogue import Catalogue
from corpus.edits import apply_edits, edit_of
from corpus.families import FamilyLink, add_links
from corpus.home import Home
from corpus.instrument import Evidence, Value
from corpus.instruments import store_values, values_of
from corpus.readings import keep_readings
from corpus.types import Failure, PageReading
from corpus.writer import CatalogueWriter
from search import Searcher
from ui.limits import SESSION_SIZE
from ui.settings import EDITORS_FILE_VARIABLE, EDITORS_VARIABLE, PUBLIC_VARIABLE

MakeHome = Callable[..., Home]
OpenPage = Callable[..., AppTest]
Papers = tuple[Any, ...]

HOSTILE = "[x](javascript:alert(1)) <script>alert(2)</script> $x$ \u202egnp.exe " + "A" * 10_000


def told(page: AppTest) -> str:
    body = "\n".join(part.value for part in page.html if not part.value.startswith(("<style>", "<script>/*")))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def charts(page: AppTest) -> int:
    return len(page.get("arrow_vega_lite_chart")) + len(page.get("vega_lite_chart"))


def unexpected(page: AppTest) -> bool:
    return bool(page.exception) or "de notre côté" in told(page)


@pytest.fixture
def editing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDITORS_VARIABLE, "1")


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_VARIABLE, "1")


def describe(home: Home, paper: Any, *values: Value) -> None:
    with home.writing(), CatalogueWriter.create(home) as writer:
        store_values(writer, paper.doc_id, values, "1")


def charter_values(paper: Any) -> tuple[Value, ...]:
    """Kind, place, date and an organisation of the charter of conftest.py, read from its first paragraph."""
    quote = "charte est signée par douze communes"
    evidence = Evidence(3, 3 + len(quote), 3, quote)
    assert paper.text[3 : 3 + len(quote)] == quote
    return (
        Value("kind", "charter", "charter", confidence=0.95, evidence=evidence),
        Value("territory", "commune:87085", "Limoges", confidence=0.7, evidence=evidence),
        Value("date", "2022-03-14", "14 mars 2022", "signed", 0.5, evidence),
        Value("organisation", "ville de limoges", "Ville de Limoges", "signs", 0.9, evidence),
    )


# Every view without documents, with one, with hundreds


@pytest.mark.parametrize("view", ["documents", "overview", "themes", "batch", "add"])
@pytest.mark.parametrize("made", [False, True])
def test_no_documents(make_home: MakeHome, open_page: OpenPage, editing: None, view: str, made: bool) -> None:
    """This ensures that no view is a dead end in a home that is empty, or not there yet."""
    if made:
        make_home(())
    page = open_page(view)
    assert not unexpected(page)
    assert ("Ajouter des documents" if view == "add" else "Bienvenue") in told(page)


@pytest.mark.parametrize("view", ["documents", "overview", "themes", "batch", "add"])
@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_one_document(make_home: MakeHome, open_page: OpenPage, papers: Papers, view: str, locale: str) -> None:
    """This ensures that every view says something sensible of one document of which nothing is known."""
    make_home(papers[:1])
    page = open_page(view, locale=locale)
    assert not page.exception
    assert "on our side" not in told(page)
    assert not unexpected(page)


@pytest.mark.parametrize("view", ["documents", "overview", "themes", "batch"])
def test_many_documents(make_home: MakeHome, open_page: OpenPage, paper: type[Any], view: str) -> None:
    """This ensures that hundreds of documents, with titles as bad as titles get, are drawn without an error."""
    home = make_home([paper(f"{number} {HOSTILE}", (f"La charte {number} {HOSTILE[:90]}",)) for number in range(120)])
    with home.writing(), CatalogueWriter.create(home) as writer:
        for number, doc_id in enumerate(sorted(writer.doc_ids())):
            said = (
                Value("kind", "label", "label") if number % 3 else Value("kind", "charter", "charter"),
                Value("name", f"{HOSTILE[:300]} {number}", f"{HOSTILE[:300]} {number}"),
                Value("territory", "commune:87085", "Limoges"),
                Value("date", f"{1900 + number}", str(1900 + number), "signed"),
                Value("organisation", f"o {number % 37}", f"O {number % 37}", "signs"),
            )
            store_values(writer, doc_id, said, "1")
    page = open_page(view)
    assert not unexpected(page)
    assert "<script>alert" not in "".join(part.value for part in page.html)
    assert "\u202e" not in told(page)
    if view == "overview":
        assert charts(page) == 5  # kinds, organisations, the timeline, the map, the network
        assert "Langue Nombre français 120" in told(page)  # one bar would tell nothing
        assert "120 dispositifs" in told(page)


# What is known


def test_overview_of_what_is_known(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the pictures come with the same facts as tables."""
    describe(make_home(), papers[0], *charter_values(papers[0]))
    page = open_page("overview")
    assert "2 dispositifs" in told(page)
    assert "Charte de Clairval charte 14 mars 2022" in told(page)
    assert "Limoges 1 Charte de Clairval" in told(page)
    assert "Ville de Limoges la signe Charte de Clairval" in told(page)
    assert "1 dispositif n’a pas de lieu." in told(page)


def test_list_is_filtered_by_what_is_known(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the list's filters are those of the search, places with all that lies within them."""
    describe(make_home(), papers[0], *charter_values(papers[0]))
    assert "1 sur 2 documents" in told(open_page("documents", kind="charter"))
    assert "1 sur 2 documents" in told(open_page("documents", territory="region:75"))
    assert "Aucun document" in told(open_page("documents", kind="label"))
    assert "1 sur 2 documents" in told(open_page("documents", lang="en"))


def test_record_with_evidence(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that each field stands with its words and page, how sure it is, and who corrected it."""
    home = make_home()
    describe(home, papers[0], *charter_values(papers[0]))
    with home.writing(), CatalogueWriter.create(home) as writer:
        apply_edits(writer, papers[0].doc_id, [edit_of("set", "until=2026")], who="Anna")
        keep_readings(writer, papers[0].doc_id, [PageReading(3, "ocr", 42.0, 0.2)])
        add_links(writer, [FamilyLink(papers[0].doc_id, papers[1].doc_id, "translation", 0.9)])
    page = open_page("document", doc=papers[0].doc_id)
    assert not unexpected(page)
    assert "Nature charte sûr p. 3 : « charte est signée par douze communes »" in told(page).replace("\u202f", " ")
    assert "Signé le 14 mars 2022 à vérifier" in told(page)
    assert "En vigueur jusqu’à 2026 corrigé par Anna" in told(page)
    assert "page 3 difficile à lire" in told(page)
    assert "anglais · traduction" in told(page)
    assert "edit-save" not in {button.key for button in page.button}


def test_failures_have_reasons_and_advice(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that what failed is listed in the reader's language, with what to do about it."""
    make_home(failures=[Failure("/x/lent.pdf", "SourceTimeout", "It took 600 s", "Give it more with --timeout")])
    page = open_page("documents")
    assert "trop long à lire Réessayez plus tard." in told(page)
    assert "It took 600 s. Give it more with --timeout" in told(page)
    (shown,) = [part.value for part in page.html if "rp-failures" in part.value and "<ul" in part.value]
    assert "<details>" in shown
    (shown,) = [part.value for part in open_page("documents", ui="en").html if "<ul class='rp-failures'>" in part.value]
    assert "<details open>" in shown
    assert "Try again later." in shown


def test_themes_of_some_passages(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that a dozen passages become a map with its themes, and each theme a passage to open."""
    said = ("La charte", "Le label", "Le jumelage", "La charte et le label")  # four directions
    make_home([paper(f"Charte {n}", tuple(f"{each} numéro {n}." for each in said)) for n in range(6)])
    page = open_page("themes")
    assert charts(page) == 1
    assert "Thème 1" in told(page)
    assert [link for link in page.page_link if "passage=" in link.proto.query_string]


# Correcting and removing


def test_only_editors_correct(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that without the option there is no form, and the adding view refuses."""
    make_home()
    page = open_page("document", doc=papers[0].doc_id)
    assert not {button.key for button in page.button} & {"edit-save", "edit-remove", "edit-split"}
    page = open_page("add")
    assert not page.file_uploader
    assert "repere serve --editors" in told(page)


def test_correcting(make_home: MakeHome, open_page: OpenPage, papers: Papers, editing: None) -> None:
    """This ensures that a correction in the page's own words is kept and shown, and filters follow."""
    home = make_home()
    page = open_page("document", doc=papers[0].doc_id)
    page.selectbox(key="edit-slot").set_value("kind")
    page.text_input(key="edit-value").input("jumelage")
    page.button(key="edit-save").click().run()
    assert "Enregistré." in told(page)
    assert "Nature jumelage corrigé" in told(page)
    with Catalogue.open(home) as catalogue:
        assert [value.value for value in values_of(catalogue, papers[0].doc_id)] == ["twinning"]
    assert "1 sur 2 documents" in told(open_page("documents", kind="twinning"))


@pytest.mark.parametrize(
    ("slot", "value"),
    [("kind", "charade"), ("signed", "demain"), ("territory", "Atlantis"), ("name", ""), ("theme", "a|b")],
)
def test_wrong_corrections(
    make_home: MakeHome, open_page: OpenPage, papers: Papers, editing: None, slot: str, value: str
) -> None:
    """This ensures that what can't be meant is refused with its reason, what was typed stays, nothing changes."""
    home = make_home()
    page = open_page("document", doc=papers[0].doc_id)
    page.selectbox(key="edit-slot").set_value(slot)
    page.selectbox(key="edit-operation").set_value("set" if value else "add")
    page.text_input(key="edit-value").input(value)
    page.button(key="edit-save").click().run()
    assert "ne peut pas être prise en compte" in told(page)
    assert page.text_input(key="edit-value").value == value
    with Catalogue.open(home) as catalogue:
        assert values_of(catalogue, papers[0].doc_id) == []


def test_two_tabs_on_one_document(make_home: MakeHome, open_page: OpenPage, papers: Papers, editing: None) -> None:
    """This ensures that who saves second is told that the document has changed, and saves once they have seen it."""
    make_home()
    first, second = (open_page("document", doc=papers[0].doc_id) for _ in range(2))
    for page, value in ((first, "charte"), (second, "label")):
        page.selectbox(key="edit-slot").set_value("kind")
        page.text_input(key="edit-value").input(value)
    first.button(key="edit-save").click().run()
    second.button(key="edit-save").click().run()
    assert "Quelqu’un a corrigé ce document" in told(second)
    assert "Nature charte" in told(second)
    second.button(key="edit-save").click().run()
    assert "Nature label" in told(second)


def test_removing_asks_twice(make_home: MakeHome, open_page: OpenPage, papers: Papers, editing: None) -> None:
    """This ensures that one click removes nothing, two do, and the list says so."""
    home = make_home()
    page = open_page("document", doc=papers[0].doc_id)
    assert "edit-remove" not in {button.key for button in page.button}
    page.checkbox(key=f"edit-sure-{papers[0].doc_id}").check().run()
    page.button(key="edit-remove").click().run()
    assert not unexpected(page)
    assert "Le document a été retiré." in told(page)
    assert "Clairval and Lindau" in {button.label for button in page.button}
    with Catalogue.open(home) as catalogue:
        assert [each.title for each in catalogue.summaries()] == ["Clairval and Lindau"]


def test_removing_while_documents_are_added(
    make_home: MakeHome, open_page: OpenPage, papers: Papers, editing: None
) -> None:
    """This ensures that an editor is told to wait, and the document stays."""
    home = make_home()
    page = open_page("document", doc=papers[0].doc_id)
    page.checkbox(key=f"edit-sure-{papers[0].doc_id}").check().run()
    with home.writing():
        page.button(key="edit-remove").click().run()
    assert "Des documents sont en cours d’ajout." in told(page)
    assert papers[0].title in told(page)


def test_signing_in_is_offered_and_checked(
    make_home: MakeHome, open_page: OpenPage, papers: Papers, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """This ensures that with a list of editors and a sign-in, readers may sign in, and only who is listed edits."""
    file = tmp_path / "editors.txt"
    file.write_text("anna@example.org\n", encoding="utf-8")
    monkeypatch.setenv(EDITORS_FILE_VARIABLE, str(file))
    make_home()
    page = open_page("documents")
    assert "sign-in" not in {button.key for button in page.button}  # no provider is set up: nobody can
    page.secrets["auth"] = {"redirect_uri": "http://127.0.0.1:8501/oauth2callback", "cookie_secret": "x"}
    page.run()
    page.button(key="sign-in").click().run()
    assert "pas entièrement configurée" in told(page)  # a provider is missing
    for account, edits in (("eve@example.org", False), ("anna@example.org", True), ("", False)):
        monkeypatch.setattr("ui.views.roles.reader", lambda _, account=account: (True, account))
        page = open_page("add")
        assert ("ne confirme aucune adresse" in told(page)) == (not account)
        assert bool(page.file_uploader) == edits
        assert ("sign-out" in {button.key for button in page.button}) != edits
        page = open_page("document", doc=papers[0].doc_id)
        assert ("edit-save" in {button.key for button in page.button}) == edits


# Batch

QUERIES = "id;question\n1;Qui a signé la charte ?\n2;\n3;jumelage\n".encode()


def give(page: AppTest, name: str, data: bytes) -> AppTest:
    page.file_uploader(key="batch-file").set_value((name, data, "application/octet-stream"))
    return page.run()


def test_batch(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a file's queries, faulty lines and first results are shown, and the table is made."""
    make_home()
    page = give(open_page("batch"), "questions.csv", QUERIES)
    assert "2 questions" in told(page)
    assert "1 ligne ne peut pas être cherchée" in told(page)
    assert "Qui a signé la charte ? Charte de Clairval p. 3" in told(page)
    page.button(key="batch-start").click().run()
    assert "Le tableau est prêt" in told(page)
    assert not unexpected(page)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_batch_in_every_format(make_home: MakeHome, open_page: OpenPage, suffix: str) -> None:
    """This ensures that each format is offered and holds a row a result."""
    import pandas as pd

    make_home()
    page = open_page("batch")
    page.selectbox(key="batch-format").set_value(suffix)
    page = give(page, "questions.txt", b"jumelage\n")
    page.button(key="batch-start").click().run()
    ready = page.session_state["batch-ready"]
    read = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}
    stream = io.BytesIO(ready.table)
    table = pd.read_json(stream, lines=True) if suffix == ".jsonl" else read[suffix](stream)
    assert len(table) == ready.rows == 3
    assert ready.name == f"questions-results{suffix}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.csv", b""),
        ("a.csv", b"colour\nblue\n"),
        ("a.jsonl", b"\xff\xfe\x00"),
        ("a.txt", b"\n\n"),
    ],
)
def test_files_that_are_no_queries(make_home: MakeHome, open_page: OpenPage, name: str, data: bytes) -> None:
    """This ensures that a file that is not what its name says is refused with its reason, or its lines are."""
    make_home()
    page = give(open_page("batch"), name, data)
    assert not unexpected(page)
    assert re.search("ne peut pas être lu|peut pas être cherchée|ne peuvent pas être cherchées|0 question", told(page))


# A public reading room


def test_public_pages_show_no_path(make_home: MakeHome, open_page: OpenPage, papers: Papers, public: None) -> None:
    """This ensures that no view, table or failure tells where this machine keeps its files."""
    home = make_home(failures=[Failure("/secret/x.pdf", "DamagedSource", "/secret/x.pdf is damaged", "")])
    views = [
        open_page("documents"), open_page("overview"), open_page("themes"), open_page("add"), open_page(q="charte"),
        open_page("document", doc=papers[0].doc_id), open_page("document", doc="nowhere"),
        give(open_page("batch"), "q.csv", QUERIES),
    ]  # fmt: skip
    for page in views:
        assert not unexpected(page)
        shown = "\n".join([*(part.value for part in page.html), *(str(link.value) for link in page.page_link)])
        assert "/papers/" not in shown
        assert "/secret" not in shown
        assert str(home.root) not in shown
    views[-1].button(key="batch-start").click().run()
    ready = views[-1].session_state["batch-ready"]
    assert b"/papers/" not in ready.table
    assert "batch-record" not in {button.key for button in views[-1].download_button}


def test_public_home_that_is_missing(open_page: OpenPage, public: None, tmp_path: Any) -> None:
    """This ensures that not even an empty reading room says where its folder is."""
    page = open_page()
    shown = "\n".join(part.value for part in page.html)
    assert str(tmp_path) not in shown


def test_public_batches_are_short(make_home: MakeHome, open_page: OpenPage, public: None) -> None:
    """This ensures that a long file is refused in a reading room, with the number that is allowed."""
    make_home()
    page = give(open_page("batch"), "q.txt", b"charte\n" * 51)
    assert "Le fichier a 51 questions, et au plus 50" in told(page)
    assert "batch-start" not in {button.key for button in page.button}


def test_public_pages_are_limited(make_home: MakeHome, open_page: OpenPage, public: None) -> None:
    """This ensures that a reader who asks without end is told to wait, in their language, and not by an error."""
    make_home()
    page = open_page(q="charte")
    for _ in range(SESSION_SIZE + 5):
        page.run()
        if "Cela fait beaucoup" in told(page):
            break
    assert "Cela fait beaucoup en peu de temps" in told(page)


def test_page_of_a_searcher_that_fails(
    make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that what nobody has thought of is told without a traceback in the library's views, too."""

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    make_home()
    monkeypatch.setattr("ui.views.overview.instruments", broken)
    monkeypatch.setattr("ui.views.themes.passage_map", broken)
    monkeypatch.setattr(Searcher, "run_many", broken)
    for view in ("overview", "themes"):
        page = open_page(view)
        assert not page.exception
        assert "de notre côté" in told(page)
        assert "broken" not in told(page)
