"""Commands on instruments: instruments, edit, families."""

from __future__ import annotations

from typing import Any

import click

from ui.options import filter_options, home_option, json_option
from ui.settings import Settings


@click.command()
@click.option("--csv", "csv_", is_flag=True, help="Print a table of comma-separated values")
@click.option("--manifest", is_flag=True, help="Print people's corrections, as a manifest.csv that ingest reads")
@filter_options
@home_option
@json_option
def instruments(home: str | None, *, json_: bool, csv_: bool, manifest: bool, **options: Any) -> None:
    """List the charters, programmes, labels…: one line each, with its versions and translations."""
    from search.instruments import instruments as list_instruments
    from ui.assembly import batch_filters, open_catalogue
    from ui.printing import as_json
    from ui.values import instrument_csv, instrument_lines

    if json_ + csv_ + manifest > 1:
        raise click.UsageError("Choose one of --json, --csv and --manifest")
    with open_catalogue(Settings.read(home=home)) as catalogue:
        if manifest:
            from ingest.sidecar import manifest_rows
            from ui.values import csv_text

            click.echo(csv_text(manifest_rows(catalogue)))
            return
        found = list_instruments(catalogue, batch_filters(options))
    if json_:
        click.echo(as_json([each.as_json() for each in found]))
    else:
        click.echo(instrument_csv(found) if csv_ else "\n".join(instrument_lines(found)))


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="The field's value, in place of any other")
@click.option("--add", "adds", multiple=True, metavar="FIELD=VALUE", help="A value more: organisation=UNESCO:awards")
@click.option("--remove", "removes", multiple=True, metavar="FIELD=VALUE", help="A value that is wrong")
@click.option("--unset", "unsets", multiple=True, metavar="FIELD", help="Take back what was corrected")
@click.option("--by", metavar="NAME", help="Who says so [default: the user's name]")
@home_option
@json_option
def edit(  # noqa: PLR0913 # an option each
    document: str,
    sets: tuple[str, ...],
    adds: tuple[str, ...],
    removes: tuple[str, ...],
    unsets: tuple[str, ...],
    by: str | None,
    home: str | None,
    *,
    json_: bool,
) -> None:
    """Correct what is known of a document's instrument: all of it, or nothing where something is wrong.

    FIELD is kind, name, territory, organisation (NAME:ROLE), theme, published, signed, from, until or language. A
    correction goes before what was read from the document, and stays when the document is ingested again.
    """
    from corpus.edits import Operation, apply_edits, edit_of
    from corpus.instruments import stated_of
    from corpus.writer import CatalogueWriter
    from index.caches import synchronise
    from ui.assembly import user_name
    from ui.printing import as_json
    from ui.values import value_json, value_lines

    written: dict[Operation, tuple[str, ...]] = {"set": sets, "add": adds, "remove": removes, "unset": unsets}
    edits = [edit_of(operation, text) for operation, texts in written.items() for text in texts]
    if not edits:
        raise click.UsageError("Say what to correct: --set, --add, --remove or --unset")
    settings = Settings.read(home=home)
    settings.home.require()
    with settings.home.writing(), CatalogueWriter.create(settings.home) as catalogue:
        doc_id, before = catalogue.find_document(document), catalogue.revision
        apply_edits(catalogue, doc_id, edits, who=by or user_name())
        if catalogue.revision != before:  # another language: words are looked up by other stems
            synchronise(settings.home, catalogue)
        values = stated_of(catalogue, doc_id)
    if json_:
        click.echo(as_json({"doc_id": doc_id, "values": [value_json(each) for each in values]}))
    else:
        click.echo("\n".join(value_lines(values)) or "Nothing is known of this document's instrument.")


@click.command()
@click.option("--split", "split_", metavar="DOC", help="Take this document out of its family, for good")
@click.option("--join", "join_", metavar="DOC...", nargs=2, help="Put two documents, with their families, into one")
@click.option("--by", metavar="NAME", help="Who says so [default: the user's name]")
@home_option
@json_option
def families(
    split_: str | None, join_: tuple[str, str] | None, by: str | None, home: str | None, *, json_: bool
) -> None:
    """List documents that are one instrument, in several languages or versions; split and join them.

    What is split or joined stays so, whatever is found later.
    """
    from corpus.families import families as list_families
    from ui.assembly import open_catalogue
    from ui.printing import as_json
    from ui.values import family_json, family_lines

    if split_ and join_:
        raise click.UsageError("Choose one of --split and --join")
    settings = Settings.read(home=home)
    if split_ or join_:
        _decide(settings, split_, join_, by)
    with open_catalogue(settings) as catalogue:
        found = list_families(catalogue)
        summaries = catalogue.summaries_by_id(member for family in found for member in family.members)
    if json_:
        click.echo(as_json([family_json(family, summaries) for family in found]))
    else:
        click.echo("\n".join(family_lines(found, summaries)))


def _decide(settings: Settings, split_: str | None, join_: tuple[str, str] | None, by: str | None) -> None:
    from corpus.families import join, split
    from corpus.writer import CatalogueWriter
    from ui.assembly import user_name

    settings.home.require()
    with settings.home.writing(), CatalogueWriter.create(settings.home) as catalogue:
        who = by or user_name()
        if split_:
            split(catalogue, catalogue.find_document(split_), who=who)
        if join_:
            join(catalogue, [catalogue.find_document(name) for name in join_], who=who)
