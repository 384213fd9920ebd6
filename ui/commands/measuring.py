"""Commands over many queries: batch, evaluate, compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.options import COUNT, FAILED, home_option, json_option, model_option, search_options
from ui.settings import Settings

if TYPE_CHECKING:
    from search.evaluate import Run
    from search.queries import QueryFile
    from search.running import BatchJob, Outcome

FILE = click.Path(path_type=Path)
STDIO = Path("-")
measure_option = click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="nDCG@10, R@100, RR@10, AP (may be repeated)"
)


@click.command()
@click.option("--queries", type=FILE, help="The queries: .jsonl (_id, text), .csv, .tsv, .xlsx, .txt")
@click.option("--run", "run_file", type=FILE, help="Measure this TREC run, in place of the home")
@click.option("--qrels", type=FILE, help="BEIR .tsv or TREC qrels")
@click.option("--answers", type=FILE, help="Questions with their answers, .jsonl (_id, text, answers, documents)")
@measure_option
@click.option("--per-query", is_flag=True, help="The figures of every query too")
@click.option("-k", type=COUNT, default=100, show_default=True, help="How many documents a query")
@search_options
@home_option
@model_option
@json_option
def evaluate(
    *,
    queries: Path | None,
    run_file: Path | None,
    qrels: Path | None,
    answers: Path | None,
    measures: tuple[str, ...],
    home: str | None,
    model: str | None,
    **options: Any,
) -> None:
    """Measure how well the home, or a run that was made before, answers queries whose documents are known.

    A query that finds nothing counts as 0; one without relevant documents in the qrels does not count. With --answers,
    measure the answers of repere ask instead: exact match and F1 of the shortest words, whether a quotation holds the
    answer, what was answered wrongly or not at all, and the share of quotations from the right documents.
    """
    _require_one_kind(queries, run_file, qrels, answers)
    if answers is not None:
        _evaluate_answers(answers, Settings.read(home=home, model=model), options)
        return
    from search.evaluate import DEFAULT_MEASURES, evaluate_queries, parse_measure
    from search.evaluate import evaluate as run_evaluate
    from search.tables import read_qrels, read_run
    from ui.printing import as_json

    wanted = measures or DEFAULT_MEASURES
    for name in wanted:
        parse_measure(name)
    judged = read_qrels(qrels or STDIO)
    if queries is None:
        run: Run = read_run(run_file or STDIO)
    else:
        run = _searched(queries, set(judged), Settings.read(home=home, model=model), options)
    values = run_evaluate(run, judged, wanted)
    per_query, json_ = options["per_query"], options["json_"]
    each = evaluate_queries(run, judged, wanted) if per_query else {}
    if json_:
        shown = {"queries": len(judged), "measures": values}
        click.echo(as_json(shown | ({"per_query": each} if per_query else {})))
        return
    if per_query:
        click.echo("\t".join(["query_id", *wanted]))
        for query_id, figures in each.items():
            click.echo("\t".join([query_id, *(f"{figures[name]:.4f}" for name in wanted)]))
    for name, value in values.items():
        click.echo(f"all\t{name}\t{value:.4f}" if per_query else f"{name:12} {value:.4f}")


def _require_one_kind(queries: Path | None, run_file: Path | None, qrels: Path | None, answers: Path | None) -> None:
    if answers is not None:
        if queries or run_file or qrels:
            raise click.UsageError("Give --answers alone: its questions are asked of the home.")
    elif qrels is None:
        raise click.UsageError("Give --qrels with --queries or --run; or --answers.")
    elif (queries is None) == (run_file is None):
        raise click.UsageError("Give either --queries, to search them in the home, or --run, a run to measure.")


def _evaluate_answers(path: Path, settings: Settings, options: dict[str, Any]) -> None:
    from dataclasses import asdict

    from search.answer_measures import answers_to, marks_of, read_gold, summary
    from ui.assembly import batch_filters, open_searcher
    from ui.printing import as_json
    from ui.progress import progress_over

    questions, filters = read_gold(path), batch_filters(options)
    with open_searcher(settings, rerank=options["rerank"]) as searcher:
        asked = progress_over(answers_to(searcher, questions, filters), len(questions), sys.stderr)
        marks = [marks_of(gold, answer) for gold, answer in asked]
    found = summary(marks)
    if options["json_"]:
        told = {"measures": found} | ({"per_query": [asdict(each) for each in marks]} if options["per_query"] else {})
        click.echo(as_json(told))
        return
    if options["per_query"]:
        click.echo("\t".join(["query_id", "answered", "exact", "f1", "held"]))
        for each in marks:
            click.echo(f"{each.question_id}\t{int(each.answered)}\t{each.exact:.0f}\t{each.f1:.4f}\t{each.held:.0f}")
    for name, value in found.items():
        shown = "-" if value is None else f"{value:.4f}" if isinstance(value, float) else f"{value:,}"
        click.echo(f"{name:20} {shown}")


def _searched(queries: Path, judged: set[str], settings: Settings, options: dict[str, Any]) -> Run:
    """The run of the home for those queries of a file that are judged; faulty lines are told."""
    from search.batch import BatchOptions, answer_all, run_of
    from search.queries import read_query_file
    from ui.assembly import batch_filters, open_searcher
    from ui.progress import progress_over

    asked = [line for line in read_query_file(queries).lines if line.query_id in judged or line.error]
    batch_options = BatchOptions(options["k"], options["mode"], batch_filters(options), by_document=True)
    with open_searcher(settings, rerank=options["rerank"]) as searcher:
        answers = list(progress_over(answer_all(searcher, asked, batch_options), len(asked), sys.stderr))
    faults = [answered.error for answered in answers if answered.error]
    _tell_faults(queries, faults)
    return run_of(answers)


@click.command()
@click.argument("run_a", type=FILE)
@click.argument("run_b", type=FILE)
@click.option("--qrels", required=True, type=FILE, help="BEIR .tsv or TREC qrels")
@measure_option
@click.option("--seed", type=int, default=0, show_default=True, help="For the permutations that are drawn")
@json_option
def compare(run_a: Path, run_b: Path, qrels: Path, measures: tuple[str, ...], seed: int, *, json_: bool) -> None:
    """Say whether RUN_B is better than RUN_A (TREC runs, as batch writes them), or only luckier.

    p is how often as large a difference would come about by chance, by the paired t-test and by a permutation test.
    """
    from dataclasses import asdict

    from search.evaluate import DEFAULT_MEASURES, parse_measure
    from search.significance import compare as run_compare
    from search.tables import read_qrels, read_run
    from ui.printing import as_json

    wanted = measures or DEFAULT_MEASURES
    for name in wanted:
        parse_measure(name)
    found = run_compare(read_run(run_a), read_run(run_b), read_qrels(qrels), wanted, seed=seed)
    if json_:
        click.echo(as_json([asdict(each) for each in found]))
        return
    click.echo(f"{'':10} {'A':>7} {'B':>7} {'B − A':>8}  better  worse  p (t-test)  p (permutation)")
    for each in found:
        click.echo(
            f"{each.measure:10} {each.a:7.4f} {each.b:7.4f} {each.difference:+8.4f}  {each.better:6,}  {each.worse:5,}"
            f"  {each.t_test:10.4f}  {each.permutation:15.4f}"
        )
    click.echo(f"{found[0].queries:,} queries", err=True)


@click.command()
@click.argument("queries", type=FILE, required=False)
@click.option("-o", "--output", type=FILE, help="Where to write; the suffix says what: .csv, .parquet …; - is stdout")
@click.option(
    "--format", "format_", metavar="FORMAT", help="csv, tsv, jsonl, parquet, xlsx or trec, whatever the suffix"
)
@click.option("-k", type=COUNT, default=10, show_default=True, help="How many passages (in a .trec: documents)")
@click.option("--by-document", is_flag=True, help="Each document once, at its best passage")
@click.option("--column", default="", metavar="NAME", help="The column of the queries, by name or number")
@click.option("--id-column", default="", metavar="NAME", help="The column of their ids, by name or number")
@click.option("--encoding", default="", metavar="NAME", help="How QUERIES is encoded [default: told from the file]")
@click.option("--force", is_flag=True, help="Replace OUTPUT where it is there already")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted")
@click.option("--check", type=FILE, metavar="OUT.run.json", help="Say whether this home would give that table again")
@click.option("--ask", is_flag=True, help="Answer each as repere ask does: a row a question, from -k passages")
@click.option("--operators", is_flag=True, help="Quotes, - and * in the queries are meant as in repere search")
@search_options
@home_option
@model_option
@json_option
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    queries: Path | None,
    output: Path | None,
    *,
    check: Path | None,
    home: str | None,
    model: str | None,
    **options: Any,
) -> None:
    """Search every query of QUERIES and write a table, a row a hit.

    QUERIES is a .csv, .tsv, .xlsx (columns query and id, and filters: lang, doc, kind, territory, year …), a .jsonl
    (_id, text), a .txt (a query a line), or - for standard input. Separator and encoding are told from the file. A
    line that can't be searched becomes a row with its error, and the run goes on. Beside OUTPUT, OUTPUT.run.json says
    what the table depends on.
    """
    from search.queries import Choice, read_query_file
    from search.running import stream_batch, write_batch
    from ui.assembly import open_searcher
    from ui.progress import Pace

    settings = Settings.read(home=home, model=model)
    if check is not None:
        ctx.exit(_check(check, settings, json_=options["json_"]))
    if queries is None or output is None:
        raise click.UsageError("Give QUERIES and -o OUTPUT, or --check OUT.run.json.")
    file = read_query_file(queries, Choice(options["column"], options["id_column"], options["encoding"]))
    job = _job(queries, file, output, options)
    if told := file.told():
        click.echo(f"{queries}: {told}", err=True)
    with open_searcher(settings, rerank=options["rerank"]) as searcher, Pace(len(file.lines), sys.stderr) as pace:
        if output == STDIO:
            stream: Any = click.open_file("-", "w", encoding="utf-8")
            outcome = stream_batch(searcher, job, stream, advance=pace.advance)
        else:
            force, resume = options["force"], options["resume"]
            outcome = write_batch(searcher, job, force=force, resume=resume, advance=pace.advance)
    _tell(outcome, queries, output, json_=options["json_"])
    if outcome.faults:
        ctx.exit(FAILED)


def _job(queries: Path, file: QueryFile, output: Path, options: dict[str, Any]) -> BatchJob:
    from search.batch import BatchOptions
    from search.running import BatchJob
    from ui.assembly import batch_filters

    format_: str | None = options["format_"]
    suffix = f".{format_.lstrip('.')}" if format_ else ".csv" if output == STDIO else output.suffix
    batch_options = BatchOptions(
        options["k"],
        options["mode"],
        by_document=options["by_document"],
        operators=options["operators"],
        ask=options["ask"],
        filters=batch_filters(options),
    )
    return BatchJob(queries, file, output, suffix.lower(), batch_options)


def _tell(outcome: Outcome, queries: Path, output: Path, *, json_: bool) -> None:
    from ui.printing import as_json

    _tell_faults(queries, outcome.faults)
    if outcome.changed_to is not None:
        click.echo(
            "repere: the home was changed during the run. All was searched on the index as it was at the beginning; "
            f"documents that have been removed since are left out of later rows (revision now {outcome.changed_to}).",
            err=True,
        )
    if json_ and output != STDIO:
        told = {"output": str(output), "searched": outcome.searched, "faults": outcome.faults, "rows": outcome.rows}
        click.echo(as_json(told | {"resumed_after": outcome.resumed}))
        return
    resumed = f" ({outcome.resumed:,} of them before)" if outcome.resumed else ""
    click.echo(
        f"{outcome.searched:,} queries searched{resumed}, {len(outcome.faults):,} not, {outcome.rows:,} rows: {output}",
        err=output == STDIO,
    )


def _tell_faults(queries: Path, faults: tuple[str, ...] | list[str]) -> None:
    for fault in faults:
        click.echo(f"repere: {queries}, {fault}", err=True)


def _check(path: Path, settings: Settings, *, json_: bool) -> int:
    """Say what differs from the record of a run; 1 where the table may come out otherwise."""
    from dataclasses import asdict

    from search.record import differences, home_facts, read_record
    from ui.assembly import open_catalogue
    from ui.printing import as_json

    record = read_record(path)
    with open_catalogue(settings) as catalogue:
        found = differences(record, home_facts(catalogue, catalogue.revision), path.parent)
    decisive = [each for each in found if each.decides]
    if json_:
        click.echo(as_json({"same": not decisive, "differences": [asdict(each) for each in found]}))
    else:
        for each in found:
            mark = "differs" if each.decides else "also changed"
            click.echo(f"{mark}: {each.name}: was {each.was}, is {each.now}")
        click.echo("May give another table." if decisive else "Would give the same table.")
    return FAILED if decisive else 0
