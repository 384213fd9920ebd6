"""Commands that look at the documents as a whole: terms, topics, coverage."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.options import COUNT, filter_options, home_option, json_option, model_option
from ui.settings import Settings

if TYPE_CHECKING:
    from search.coverage import Coverage
    from search.terms import Term
    from search.topics import Topic


@click.command()
@filter_options
@click.option("-n", "--limit", type=COUNT, default=30, show_default=True, help="How many words")
@click.option(
    "--min-count", type=COUNT, default=3, show_default=True, help="Only words that stand so often in the slice"
)
@home_option
@json_option
def terms(home: str | None, *, limit: int, min_count: int, json_: bool, **options: Any) -> None:
    """List the words that are typical of some documents, against all others: --kind label, --territory Limoges …

    z says by how much more than chance a word is more frequent there (log-odds ratio with an informative prior).
    """
    from search.terms import distinctive_terms
    from ui.assembly import batch_filters, open_catalogue
    from ui.printing import as_json

    with open_catalogue(Settings.read(home=home)) as catalogue:
        found = distinctive_terms(catalogue, batch_filters(options), limit=limit, min_count=min_count)
    click.echo(as_json([asdict(term) for term in found]) if json_ else "\n".join(_term_lines(found)))


def _term_lines(found: Sequence[Term]) -> list[str]:
    if not found:
        return ["No word is more frequent there than elsewhere."]
    head = f"{'word':24} {'language':8} {'z':>7}  here   rest  documents"
    lines = [
        f"{term.word:24} {term.language:8} {term.z:7.2f} {term.count:5,} {term.rest:6,} {term.documents:10,}"
        for term in found
    ]
    return [head, *lines]


@click.command()
@click.option(
    "-n", "--count", type=click.IntRange(2, 1000), help="How many topics [default: √(passages / 2), up to 30]"
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where the search for clusters begins")
@filter_options
@home_option
@json_option
def topics(count: int | None, seed: int, home: str | None, *, json_: bool, **options: Any) -> None:
    """Say what the documents are about: clusters of passages, their typical words and central passages."""
    from search.topics import topics as run_topics
    from ui.assembly import batch_filters, open_catalogue
    from ui.printing import as_json

    with open_catalogue(Settings.read(home=home)) as catalogue:
        found = run_topics(catalogue, batch_filters(options), count=count, seed=seed)
        titles = catalogue.summaries_by_id(passage.doc_id for topic in found for passage in topic.central)
    if json_:
        click.echo(as_json([asdict(topic) for topic in found]))
        return
    for topic in found:
        click.echo("\n".join(_topic_lines(topic, {doc_id: each.title for doc_id, each in titles.items()})))


def _topic_lines(topic: Topic, titles: dict[str, str]) -> list[str]:
    languages = ", ".join(f"{language} {count}" for language, count in topic.languages.items())
    lines = [
        click.style(f"{topic.number}. {', '.join(term.word for term in topic.keywords)}", bold=True),
        f"   {topic.passages:,} passages of {topic.documents:,} documents ({languages})",
    ]
    for passage in topic.central:
        text = textwrap.shorten(passage.text, 160, placeholder=" …")
        lines.append(f"   [{passage.passage_id}] {titles.get(passage.doc_id, passage.doc_id)}: {text}")
    return [*lines, ""]


@click.command()
@click.argument("queries", type=click.Path(path_type=Path))
@click.option("--column", metavar="NAME", help="The column of the queries, where its name does not tell")
@filter_options
@home_option
@model_option
@json_option
def coverage(
    queries: Path, column: str | None, home: str | None, model: str | None, *, json_: bool, **options: Any
) -> None:
    """Say which of the queries in a file the documents answer, and by which kinds, territories, years and languages.

    Whether they answer is told by the confidence of a search; a query counts for the document of its best passage.
    """
    from search.batch import BatchOptions, answer_all
    from search.coverage import coverage as run_coverage
    from search.queries import Choice, read_query_file
    from ui.assembly import batch_filters, open_searcher
    from ui.printing import as_json
    from ui.progress import progress_over

    lines = read_query_file(queries, Choice(query=column or "")).lines
    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        answers = answer_all(searcher, lines, BatchOptions(1, filters=batch_filters(options)))
        found = run_coverage(progress_over(answers, len(lines), sys.stderr))
    click.echo(as_json(found.as_json()) if json_ else "\n".join(_coverage_lines(found)))


def _coverage_lines(found: Coverage) -> list[str]:
    failed = f", {found.failed:,} could not be searched" if found.failed else ""
    lines = [f"{found.answered:,} of {found.queries:,} queries are answered ({found.share:.0%}){failed}."]
    for name, rows in found.by.items():
        lines += ["", f"{name:12} answers"]
        lines += [f"{value or '-':12} {count:7,}" for value, count in rows]
    if found.unanswered:
        lines += ["", "Not answered:"]
        lines += [
            f"  {number}: {textwrap.shorten(text, 100, placeholder=' …')}" for number, text, _ in found.unanswered
        ]
    return lines
