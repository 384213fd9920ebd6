"""Commands that look things up: search, similar, documents, show, status."""

from __future__ import annotations

from typing import Any

import click

from ui.options import COUNT, filter_options, home_option, json_option, model_option, search_options
from ui.settings import Settings


@click.command()
@click.argument("query")
@click.option("-k", type=COUNT, default=10, show_default=True, help="How many passages")
@click.option("--by-document", is_flag=True, help="Each document once, at its best passage")
@click.option("--explain", is_flag=True, help="Say why each passage was found")
@click.option("--facets", "facets_", is_flag=True, help="Count kinds, territories, years… of the documents found")
@search_options
@home_option
@model_option
@json_option
def search(query: str, home: str | None, model: str | None, *, json_: bool, facets_: bool, **options: Any) -> None:
    """Find the passages that answer a question or hold some words, in any language.

    "membres fondateurs" in quotes: only these very words. -Paris: without that word (first in a query, write
    repere search -- "-Paris label"). attractiv*: every word that begins so. kind:label territory:Limoges year:2023:
    only such documents, as by the options.
    """
    from ui.assembly import open_searcher
    from ui.printing import as_json, result_json, result_lines
    from ui.values import facet_json, facet_lines

    explained, rerank = options.pop("explain"), options.pop("rerank")
    with open_searcher(Settings.read(home=home, model=model), rerank=rerank) as searcher:
        result = searcher.search(query, **options)
        explanations = searcher.explain(result) if explained else ()
        facets = searcher.facets(result.query) if facets_ else {}
    for notice in result.notices:
        click.echo(notice, err=True)
    if json_:
        told = result_json(result, explanations)
        click.echo(as_json(told | ({"facets": facet_json(facets)} if facets_ else {})))
    else:
        click.echo("\n".join([*result_lines(result, explanations), *([""] if facets else []), *facet_lines(facets)]))


@click.command()
@click.argument("passage_id", type=int)
@click.option("-k", type=COUNT, default=10, show_default=True, help="How many passages")
@click.option("--same-document", is_flag=True, help="Passages of its own document too")
@click.option("--by-document", is_flag=True, help="Each document once, at its nearest passage")
@filter_options
@home_option
@model_option
@json_option
def similar(
    passage_id: int, home: str | None, model: str | None, *, same_document: bool, json_: bool, **options: Any
) -> None:
    """Find the passages most like one, in any language.

    PASSAGE_ID is what search --json and show --passages give. Scores are 1 for the same, 0 for any two passages.
    """
    from ui.assembly import open_searcher
    from ui.printing import as_json, result_lines

    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        found = searcher.similar(passage_id, other_documents=not same_document, **options)
    click.echo(as_json(found.as_json()) if json_ else "\n".join(result_lines(found)))


@click.command()
@click.option("--lang", "language", metavar="LANG", help="Only documents in this language")
@home_option
@json_option
def documents(language: str | None, home: str | None, *, json_: bool) -> None:
    """List the documents."""
    from dataclasses import asdict

    from corpus.web import gone_pages
    from ui.assembly import open_catalogue
    from ui.gone import gone_at, gone_json
    from ui.printing import as_json, document_lines

    with open_catalogue(Settings.read(home=home)) as catalogue:
        found, gone = catalogue.summaries(language=language), gone_pages(catalogue)
    if json_:
        click.echo(as_json([asdict(each) | {"gone": gone_json(gone_at(gone, [each.uri]))} for each in found]))
    else:
        for line in document_lines(found, {page.address for page in gone}) or ["No documents."]:
            click.echo(line)


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--passages", is_flag=True, help="Show how the text was cut, with sections and pages")
@home_option
@json_option
def show(document: str, home: str | None, *, passages: bool, json_: bool) -> None:
    """Show a document: DOC is its id (or the beginning), its address, file name or record id."""
    from corpus.families import family_of
    from corpus.instruments import stated_of
    from corpus.readings import readings_of
    from corpus.web import gone_pages
    from ui.assembly import open_catalogue
    from ui.gone import gone_at, gone_json, gone_lines
    from ui.likeness import likeness_json, likeness_lines, likeness_of
    from ui.printing import as_json, document_json, document_text, reading_json, reading_line
    from ui.values import value_json, value_lines

    with open_catalogue(Settings.read(home=home)) as catalogue:
        doc_id = catalogue.find_document(document)
        found, cut, places = catalogue.document(doc_id), catalogue.passages_of(doc_id), catalogue.sources_of(doc_id)
        values, family = stated_of(catalogue, doc_id), family_of(catalogue, doc_id)
        relatives = catalogue.summaries_by_id(member for member in family.members if member != doc_id)
        likeness, readings = likeness_of(catalogue, doc_id), readings_of(catalogue, doc_id)
        gone = gone_at(gone_pages(catalogue), places)
    if json_:
        stated = {"values": [value_json(each) for each in values], "family": list(relatives), **likeness_json(likeness)}
        stated |= {"readings": reading_json(readings), "gone": gone_json(gone)}
        click.echo(as_json(document_json(found, cut, places) | stated))
    else:
        known = [*value_lines(values), *(f"{'same as':13} {each.doc_id}  {each.title}" for each in relatives.values())]
        known += likeness_lines(likeness) + gone_lines(gone)
        known += [f"{'read':13} {line}"] if (line := reading_line(readings)) else []
        click.echo(document_text(found, cut if passages else None, places, known))


@click.command()
@click.option("--failures", is_flag=True, help="List the sources that could not be ingested")
@home_option
@json_option
def status(home: str | None, *, failures: bool, json_: bool) -> None:
    """Say what the home holds, and whether its index is complete."""
    from ui.assembly import open_catalogue
    from ui.printing import as_json
    from ui.status import status_json, status_lines

    settings = Settings.read(home=home)
    with open_catalogue(settings) as catalogue:
        found = status_json(settings.home, catalogue, failures=failures)
    click.echo(as_json(found) if json_ else "\n".join(status_lines(found)))
