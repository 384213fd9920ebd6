"""The command line: parse, call, present. Results go to stdout, talk and progress to stderr.

Exit codes: 0 done, 1 a known failure in one line, 2 wrong usage. A traceback only with `--debug`.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.errors import RepereError
from ui.settings import HOME_VARIABLE, MODEL_VARIABLE, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

FAILED = 1
COUNT = click.IntRange(1, 10_000)
INTERRUPTED = 130


class Group(click.Group):
    """Turns errors raised on purpose into one line and an exit code, and lists commands in the order of work."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RepereError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"repere: {error}", err=True)
            ctx.exit(FAILED)
        except (KeyboardInterrupt, click.Abort):
            click.echo("repere: interrupted. What is stored is kept; the next run goes on from there.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # the reader of our output, `head` say, has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def home_option(command: Command) -> Command:
    """`--home`, which every command has."""
    return click.option(
        "--home", metavar="FOLDER", help=f"Where documents and index are kept [default: ${HOME_VARIABLE} or user data]"
    )(command)


def model_option(command: Command) -> Command:
    """`--model`, for commands that encode."""
    return click.option(
        "--model",
        metavar="MODEL",
        help=f"'bundled', a sentence-transformers model or a folder [default: the home's, ${MODEL_VARIABLE}]",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`, for commands that print results."""
    return click.option("--json", "json_", is_flag=True, help="Print JSON")(command)


def search_options(command: Command) -> Command:
    """What a search may be told: `--mode`, `--lang`, `--doc`."""
    for option in (
        click.option("--doc", "documents", multiple=True, metavar="DOC", help="Only this document (may be repeated)"),
        click.option("--lang", "languages", multiple=True, metavar="LANG", help="Only documents in this language: fr"),
        click.option(
            "--mode", type=click.Choice(["hybrid", "dense", "lexical"]), default="hybrid", show_default=True,
            help="By meaning and words, by meaning only, by words only",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="repere", prog_name="repere")
@click.option("--debug", is_flag=True, help="Show where an error comes from, and the log")
def main(*, debug: bool) -> None:
    """Search charters, programmes and labels in any language, offline."""
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(name)s: %(message)s")


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--no-sentences", is_flag=True, help="Encode passages only: half the time, less exact; a later run adds them"
)
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
    no_sentences: bool,
    json_: bool,
) -> None:
    """Read files and folders into the home: PDF, HTML, Markdown, text, .jsonl records.

    Only what is new or has changed is read and encoded. Exit code 1 where a source failed; the others are in.
    """
    from ingest.pipeline import ingest as run_ingest
    from ui.assembly import model_of_home, open_model
    from ui.printing import as_json, report_lines
    from ui.progress import progress_for

    settings = Settings.read(home=home, model=model)
    name = model_of_home(settings)
    report = run_ingest(
        settings.home,
        [Path(source) for source in sources],
        open_model(name),
        model=name,
        progress=progress_for(sys.stderr),
        sentences=not no_sentences,
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
@home_option
@model_option
@json_option
@click.pass_context
def reindex(ctx: click.Context, home: str | None, model: str | None, *, json_: bool) -> None:
    """Make the index again, with another model too. Nothing is encoded that need not be."""
    from ingest.upkeep import reindex as run_reindex
    from ui.assembly import model_of_home, open_model
    from ui.printing import as_json, report_lines
    from ui.progress import progress_for

    settings = Settings.read(home=home, model=model)
    settings.home.require()
    name = model_of_home(settings)
    report = run_reindex(settings.home, open_model(name), model=name, progress=progress_for(sys.stderr))
    click.echo(as_json(report.as_json()) if json_ else "\n".join(report_lines(report)))
    if report.failed:
        ctx.exit(FAILED)


@main.command()
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


@main.command()
@click.option("--queries", required=True, type=click.Path(path_type=Path), help="A .jsonl file: _id, text")
@click.option("--qrels", required=True, type=click.Path(path_type=Path), help="BEIR .tsv or TREC qrels")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="nDCG@10, R@100, RR@10 (may be repeated)")
@click.option("-k", type=COUNT, default=100, show_default=True, help="How many documents a query")
@search_options
@home_option
@model_option
@json_option
def evaluate(
    queries: Path,
    qrels: Path,
    measures: tuple[str, ...],
    home: str | None,
    model: str | None,
    *,
    json_: bool,
    **options: Any,
) -> None:
    """Measure how well the home answers queries whose relevant documents are known."""
    from search.batch import BatchOptions, answer_all, run_of
    from search.evaluate import DEFAULT_MEASURES, parse_measure
    from search.evaluate import evaluate as run_evaluate
    from search.tables import read_qrels, read_queries
    from ui.assembly import batch_filters, open_searcher
    from ui.printing import as_json
    from ui.progress import progress_over

    wanted = measures or DEFAULT_MEASURES
    for name in wanted:
        parse_measure(name)
    lines, judged = read_queries(queries), read_qrels(qrels)
    asked = [line for line in lines if line.query_id in judged or line.error]
    batch_options = BatchOptions(options["k"], options["mode"], batch_filters(options), by_document=True)
    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        run = run_of(progress_over(answer_all(searcher, asked, batch_options), len(asked), sys.stderr))
    for line in asked:
        if line.error:
            click.echo(f"repere: {queries}, {line.error}", err=True)
    values = run_evaluate(run, judged, wanted)
    if json_:
        click.echo(as_json({"queries": len(judged), "measures": values}))
    else:
        for name, value in values.items():
            click.echo(f"{name:12} {value:.4f}")


@main.command()
@click.argument("queries", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A .jsonl or .trec file")
@click.option("-k", type=COUNT, default=10, show_default=True, help="How many passages (.jsonl) or documents (.trec)")
@click.option("--force", is_flag=True, help="Replace OUTPUT where it is there already")
@click.option("--operators", is_flag=True, help="Quotes, - and * in the queries are meant as in repere search")
@search_options
@home_option
@model_option
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    queries: Path,
    output: Path,
    home: str | None,
    model: str | None,
    *,
    force: bool,
    operators: bool,
    **options: Any,
) -> None:
    """Search every query of QUERIES (.jsonl: _id, text) and write a table.

    A line that can't be searched becomes a row with its error, and the run goes on.
    """
    from search.batch import BatchOptions, answer_all, writer_for
    from search.tables import read_queries, write_lines
    from ui.assembly import batch_filters, open_searcher
    from ui.progress import progress_over

    lines, write = read_queries(queries), writer_for(output)
    by_document = output.suffix.lower() == ".trec"
    batch_options = BatchOptions(
        options["k"], options["mode"], batch_filters(options), by_document=by_document, operators=operators
    )
    faults: list[str] = []
    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        answers = progress_over(answer_all(searcher, lines, batch_options), len(lines), sys.stderr)

        def rows() -> Any:
            for answered in answers:
                faults.extend([answered.error] if answered.error else [])
                yield from write(answered)

        write_lines(output, rows(), force=force)
    for fault in faults:
        click.echo(f"repere: {queries}, {fault}", err=True)
    click.echo(f"{len(lines) - len(faults):,} queries searched, {len(faults):,} not: {output}")
    if faults:
        ctx.exit(FAILED)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="0.0.0.0 to be seen from other machines")
@click.option("--no-browser", is_flag=True, help="Don't open the page in a browser")
@home_option
@click.pass_context
def serve(ctx: click.Context, port: int, address: str, home: str | None, *, no_browser: bool) -> None:
    """Open the web page on this home."""
    from ui.serving import serve as run_serve

    ctx.exit(run_serve(Settings.read(home=home).home, port=port, address=address, browser=not no_browser))


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--no-browser", is_flag=True, help="Don't open the page in a browser")
@click.option("--home", metavar="FOLDER", help="Where to keep the demonstration [default: user data, repere-demo]")
@click.pass_context
def demo(ctx: click.Context, port: int, home: str | None, *, no_browser: bool) -> None:
    """Ingest the sample corpus and open the web page on it."""
    from corpus.samples import documents_folder
    from ui.serving import serve as run_serve

    settings = Settings.demo(home)
    ctx.invoke(
        ingest,
        sources=(str(documents_folder()),),
        home=str(settings.home.root),
        model=settings.model,
        json_=False,
        no_sentences=False,
    )
    ctx.exit(run_serve(settings.home, port=port, address="127.0.0.1", browser=not no_browser))


if __name__ == "__main__":
    main()
