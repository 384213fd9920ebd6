"""Commands over many queries: evaluate, batch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ui.options import COUNT, FAILED, home_option, json_option, model_option, search_options
from ui.settings import Settings


@click.command()
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


@click.command()
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
