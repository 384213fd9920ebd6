"""The commands on instruments, and the filters of searches, as people type them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.families import FamilyLink, add_links
from corpus.home import Home
from corpus.instrument import Evidence, Value
from corpus.instruments import store_values
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from ui.cli import main

pytestmark = pytest.mark.usefixtures("model_by_hand")


@pytest.fixture
def ingested(tmp_path: Path, encoder: Any) -> Path:
    """A home of three documents: a charter of which two values were read, its translation, a label."""
    texts = {
        "charte.md": ("fr", "La charte de Limoges engage la ville et les signataires."),
        "charter.md": ("en", "The charter of Limoges binds the town and those who sign it."),
        "label.txt": ("fr", "Un label récompense la ville et les voyageurs qui y viennent."),
    }
    found = Home(tmp_path / "home")
    found.create()
    with found.writing(), CatalogueWriter.create(found) as writer:
        writer.set_fact("model_id", encoder.model_id)
        writer.set_fact("dim", "3")
        for number, (name, (language, text)) in enumerate(texts.items()):
            doc_id, uri = f"{number:016x}", str(tmp_path / "documents" / name)
            document = Document(doc_id, uri, doc_id * 4, "text/plain", name, language, text)
            writer.put(document, [PassageDraft(0, len(text), "", language)], [name.encode()], recipe="1")
            writer.add_embeddings(encoder.model_id, [name.encode()], encoder.encode_passages([text]))
        charte, charter = writer.find_document("charte.md"), writer.find_document("charter.md")
        start = writer.document(charte).text.index("Limoges")
        evidence = Evidence(start, start + 7, 2, "Limoges")
        kind = Value("kind", "charter", "charter", confidence=0.9)
        store_values(writer, charte, [kind, Value("territory", "commune:87085", "Limoges", evidence=evidence)], "1")
        store_values(writer, charter, [kind], "1")
        store_values(writer, writer.find_document("label.txt"), [Value("kind", "label", "label")], "1")
        add_links(writer, [FamilyLink(charte, charter, "translation", 0.95, ("titles say the same",))])
        synchronise(found, writer)
    return found.root


def repere(home: Path, *arguments: object) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(main, [command, "--home", str(home), *rest])


def kinds(result: Result) -> list[str]:
    return [each["kind"] for each in json.loads(result.stdout)]


def test_instruments_are_listed_once_a_family(ingested: Path) -> None:
    """This ensures a table for people, JSON and CSV for programs, with translations as one entry."""
    table = repere(ingested, "instruments").stdout.splitlines()
    assert table[0].split() == ["kind", "name", "territory", "dates", "organisations", "documents"]
    assert [line.split()[0] for line in table[1:]] == ["charter", "label"]
    assert "2 (fr, en)" in table[1] or "2 (en, fr)" in table[1]
    assert kinds(repere(ingested, "instruments", "--json")) == ["charter", "label"]
    (charter, _) = csv.DictReader(repere(ingested, "instruments", "--csv").stdout.splitlines())
    assert (charter["territory_code"], charter["members"]) == ("commune:87085", "2")
    assert repere(ingested, "instruments", "--csv", "--json").exit_code == 2


def test_instruments_are_filtered(ingested: Path) -> None:
    """This ensures that a region finds its communes, and that nothing is said to be nothing."""
    assert kinds(repere(ingested, "instruments", "--json", "--territory", "region:75")) == ["charter"]
    assert repere(ingested, "instruments", "--kind", "plan").stdout == "No instruments.\n"
    result = repere(ingested, "instruments", "--kind", "pln")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("repere: No kind 'pln'. Use one of: charter")


def test_edit_changes_what_is_shown_and_found(ingested: Path) -> None:
    """This ensures that a correction is printed with its author, shown with the document, and filtered by at once."""
    result = repere(ingested, "edit", "label.txt", "--set", "kind=plan", "--add", "organisation=UNESCO:awards",
                    "--by", "Ana")  # fmt: skip
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("kind          plan  [corrected by Ana, 20")
    assert "organisation  UNESCO (awards)" in repere(ingested, "show", "label.txt").stdout
    assert kinds(repere(ingested, "instruments", "--json", "--organisation", "unesco")) == ["plan"]
    values = json.loads(repere(ingested, "edit", "label.txt", "--unset", "kind", "--json").stdout)["values"]
    assert [(value["value"], value["corrected_by"]) for value in values] == [("label", None), ("UNESCO", "Ana")]


def test_show_gives_evidence_and_relatives(ingested: Path) -> None:
    """This ensures that what was read is shown with its page and quote, and other versions with it."""
    shown = repere(ingested, "show", "charte.md").stdout
    assert "territory     Limoges (commune:87085)  [p. 2, « Limoges », 1.00]" in shown
    assert "same as       " in shown
    content = json.loads(repere(ingested, "show", "charte.md", "--json").stdout)
    assert content["values"][1]["evidence"]["quote"] == "Limoges"
    assert len(content["family"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("edit", "label.txt", "--set", "kind=plan", "--set", "colour=blue"), "No field 'colour'"),
        (("edit", "label.txt", "--set", "kind=plan", "--set", "from=2024", "--set", "until=2023"), "comes before"),
        (("edit", "removed.pdf", "--set", "kind=plan"), "No document 'removed.pdf' in this home"),
        (("families", "--split", "label.txt"), "is in no family"),
        (("families", "--join", "label.txt", "label.txt"), "two documents or more"),
        (("search", "charte", "--territory", "99999"), "No territory '99999' is known"),
        (("search", "charte kind:pdf"), "No kind 'pdf'"),
    ],
)
def test_fault_is_one_line_and_changes_nothing(ingested: Path, arguments: tuple[str, ...], message: str) -> None:
    """This ensures one clear line, exit code 1, and nothing half applied."""
    before = repere(ingested, "instruments", "--json").stdout
    result = repere(ingested, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert repere(ingested, "instruments", "--json").stdout == before


def test_wrong_usage_is_exit_code_2(ingested: Path) -> None:
    """This ensures that a command that says nothing, or two things, is told so."""
    assert repere(ingested, "edit", "label.txt").exit_code == 2
    assert repere(ingested, "families", "--split", "a", "--join", "b", "c").exit_code == 2


def test_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """This ensures that a correction in a mistyped home is an error."""
    result = repere(tmp_path / "nowhere", "edit", "x", "--set", "kind=plan")
    assert result.exit_code == 1
    assert not (tmp_path / "nowhere").exists()


def test_families_are_split_and_joined(ingested: Path) -> None:
    """This ensures that families are shown with their reasons, and that people have the last word."""
    shown = repere(ingested, "families").stdout
    assert "translation, 0.95: titles say the same" in shown
    assert repere(ingested, "families", "--split", "charter.md", "--by", "Ana").stdout == "No families.\n"
    assert kinds(repere(ingested, "instruments", "--json")) == ["charter", "charter", "label"]
    (family,) = json.loads(repere(ingested, "families", "--join", "charter.md", "label.txt", "--json").stdout)
    assert len(family["members"]) == 2
    assert family["decisions"][0]["decision"] == "together"


def test_searches_are_filtered_by_options_and_words(ingested: Path) -> None:
    """This ensures that both ways find the same, and that what nothing passes says so."""
    by_option = json.loads(repere(ingested, "search", "ville", "--kind", "label", "--json").stdout)["hits"]
    by_word = json.loads(repere(ingested, "search", "ville kind:label", "--json").stdout)["hits"]
    assert [hit["title"] for hit in by_option] == [hit["title"] for hit in by_word]
    assert len(by_option) == 1
    result = repere(ingested, "search", "ville", "--year", "1789", "--territory", "region:75")
    assert result.stdout == "No passage found.\n"
    assert result.stderr == "No document passes the filters: territory Nouvelle-Aquitaine; year 1789.\n"


def test_facets_count_what_was_found(ingested: Path) -> None:
    """This ensures that counts follow the query, for people and for programs."""
    result = repere(ingested, "search", "ville", "--facets")
    assert "kind          charter (2), label (1)" in result.stdout
    facets = json.loads(repere(ingested, "search", '"récompense"', "--facets", "--json").stdout)["facets"]
    assert facets["kind"] == [{"value": "label", "label": "label", "documents": 1}]


def test_corrections_are_exported_as_a_manifest(ingested: Path, tmp_path: Path) -> None:
    """This ensures that what people said can be taken to another home."""
    repere(ingested, "edit", "label.txt", "--set", "kind=plan", "--set", "name=Plan d'été")
    header, line = csv.reader(repere(ingested, "instruments", "--manifest").stdout.splitlines())
    row = dict(zip(header, line, strict=True))
    assert (row["file"], row["kind"], row["name"]) == (str(tmp_path / "documents/label.txt"), "plan", "Plan d'été")
