"""Commands that change what a home holds: ingest, remove, reindex."""

from __future__ import annotations

import sys
from typing import Any

import click

from ui.options import FAILED, home_option, json_option, model_option, reading_options, web_options
from ui.settings import Settings


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--retry-failed", is_flag=True, help="Also try again what failed before (repere status --failures)")
@click.option(
    "--sentences/--no-sentences",
    default=None,
    help="Encode each sentence too, or passages only: half the time, less exact. Kept for later runs [default: encode]",
)
@click.option("--events", is_flag=True, help="Tell progress on stderr as JSON, an object a line")
@reading_options
@web_options
@home_option
@model_option
@json_option
@click.pass_context
def ingest(
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    home: str | None,
    model: str | None,
    *,
    json_: bool,
    **options: Any,
) -> None:
    """Read files, folders and web addresses into the home: PDF, scans, HTML, Office files, archives, .jsonl records.

    Only what is new or has changed is read and encoded. Each file is read in a process of its own, within limits of
    time and memory. Exit code 1 where a source failed; the others are in.
    """
    from ingest.pipeline import ingest as run_ingest
    from ui.assembly import model_of_home, open_model, run_options
    from ui.printing import as_json, report_lines
    from ui.progress import progress_for

    if not sources and not options["retry_failed"] and options["sentences"] is None:
        raise click.UsageError("Name a file, a folder or an address, or use --retry-failed.")
    settings = Settings.read(home=home, model=model)
    if not sources:
        settings.home.require()
    name = model_of_home(settings)
    report = run_ingest(
        settings.home,
        sources,
        open_model(name),
        model=name,
        options=run_options(options),
        progress=progress_for(sys.stderr, events=options["events"]),
    )
    if json_:
        click.echo(as_json(report.as_json()))
    else:
        *talk, summary = report_lines(report)
        for line in talk:
            click.echo(line, err=True)
        click.echo(summary)
    if report.failed:
        ctx.exit(FAILED)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="DOC...")
@click.option("--yes", is_flag=True, help="Don't ask")
@home_option
@json_option
def remove(names: tuple[str, ...], home: str | None, *, yes: bool, json_: bool) -> None:
    """Remove documents with everything of them: text, vectors, words, original.

    DOC is an id (or its beginning), an address, a file name or a record id. All of them go, or none.
    """
    from ingest.upkeep import remove as run_remove
    from ui.assembly import open_catalogue
    from ui.printing import as_json

    settings = Settings.read(home=home)
    if not yes:
        with open_catalogue(settings) as catalogue:
            titles = [catalogue.document(catalogue.find_document(name)).title for name in names]
        click.confirm(f"Remove {', '.join(titles)}?", abort=True, err=True)
    removed = run_remove(settings.home, names)
    click.echo(as_json({"removed": removed}) if json_ else f"Removed: {', '.join(removed)}")


@click.command()
@reading_options
@home_option
@model_option
@json_option
@click.pass_context
def reindex(ctx: click.Context, /, home: str | None, model: str | None, *, json_: bool, **options: Any) -> None:
    """Make the index again, with another model too. Nothing is read or encoded that need not be.

    With --ocr always, or other languages of scans, documents are read again in that way.
    """
    from ingest.upkeep import reindex as run_reindex
    from ui.assembly import model_of_home, open_model, reading_run_options
    from ui.printing import as_json, report_lines
    from ui.progress import progress_for

    settings = Settings.read(home=home, model=model)
    settings.home.require()
    name = model_of_home(settings)
    report = run_reindex(
        settings.home,
        open_model(name),
        model=name,
        options=reading_run_options(options),
        progress=progress_for(sys.stderr),
    )
    click.echo(as_json(report.as_json()) if json_ else "\n".join(report_lines(report)))
    if report.failed:
        ctx.exit(FAILED)
