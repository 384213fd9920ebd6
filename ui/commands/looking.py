"""Commands that look things up: search, documents, show, status."""

from __future__ import annotations

from typing import Any

import click

from ui.options import COUNT, home_option, json_option, model_option, search_options
from ui.settings import Settings


@click.command()
@click.argument("query")
@click.option("-k", type=COUNT, default=10, show_default=True, help="How many passages")
@click.option("--by-document", is_flag=True, help="Each document once, at its best passage")
@search_options
@home_option
@model_option
@json_option
def search(query: str, home: str | None, model: str | None, *, json_: bool, **options: Any) -> None:
    """Find the passages that answer a question or hold some words, in any language.

    "membres fondateurs" in quotes: only these very words. -Paris: without that word (first in a query, write
    repere search -- "-Paris label"). attractiv*: every word that begins so.
    """
    from ui.assembly import open_searcher
    from ui.printing import as_json, result_lines

    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        result = searcher.search(query, **options)
    for notice in result.notices:
        click.echo(notice, err=True)
    click.echo(as_json(result.as_json()) if json_ else "\n".join(result_lines(result)))


@click.command()
@click.option("--lang", "language", metavar="LANG", help="Only documents in this language")
@home_option
@json_option
def documents(language: str | None, home: str | None, *, json_: bool) -> None:
    """List the documents."""
    from dataclasses import asdict

    from ui.assembly import open_catalogue
    from ui.printing import as_json, document_lines

    with open_catalogue(Settings.read(home=home)) as catalogue:
        found = catalogue.summaries(language=language)
    if json_:
        click.echo(as_json([asdict(document) for document in found]))
    else:
        for line in document_lines(found) or ["No documents."]:
            click.echo(line)


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--passages", is_flag=True, help="Show how the text was cut, with sections and pages")
@home_option
@json_option
def show(document: str, home: str | None, *, passages: bool, json_: bool) -> None:
    """Show a document: DOC is its id (or the beginning), its address, file name or record id."""
    from ui.assembly import open_catalogue
    from ui.printing import as_json, document_json, document_text

    with open_catalogue(Settings.read(home=home)) as catalogue:
        doc_id = catalogue.find_document(document)
        found, cut, places = catalogue.document(doc_id), catalogue.passages_of(doc_id), catalogue.sources_of(doc_id)
    if json_:
        click.echo(as_json(document_json(found, cut, places)))
    else:
        click.echo(document_text(found, cut if passages else None, places))


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
