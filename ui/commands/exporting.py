"""The command that takes things out of a home: export."""

from __future__ import annotations

from pathlib import Path

import click

from ui.options import home_option, json_option
from ui.settings import Settings

WHAT = ("documents", "passages", "vectors", "beir", "archive")


@click.command()
@click.argument("what", type=click.Choice(WHAT))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A file; for beir, a folder")
@click.option("--force", is_flag=True, help="Replace OUTPUT where it is there already")
@home_option
@json_option
def export(what: str, output: Path, home: str | None, *, force: bool, json_: bool) -> None:
    """Write documents, passages or vectors to a file, or the whole home.

    documents, passages: .csv, .tsv, .jsonl, .parquet or .xlsx by suffix. vectors: .parquet or .jsonl. beir: a folder
    with corpus.jsonl, which repere ingest reads again. archive: a .zip that is a home wherever it is unpacked.
    """
    from search.export import export_archive, export_beir, export_documents, export_passages, export_vectors
    from ui.assembly import open_catalogue
    from ui.printing import as_json

    settings = Settings.read(home=home)
    tables = {
        "documents": export_documents,
        "passages": export_passages,
        "vectors": export_vectors,
        "beir": export_beir,
    }
    with open_catalogue(settings) as catalogue:
        if what == "archive":
            count, unit = export_archive(settings.home, catalogue, output, force=force), "files"
        else:
            count, unit = tables[what](catalogue, output, force=force), "documents" if what == "beir" else what
    told = {"output": str(output), unit: count}
    click.echo(as_json(told) if json_ else f"{count:,} {unit}: {output}")
