"""The command that answers: ask."""

from __future__ import annotations

from typing import Any

import click

from ui.options import filter_options, home_option, json_option, model_option
from ui.settings import LLM_VARIABLES, Settings, language_model


@click.command()
@click.argument("question")
@click.option(
    "--after",
    "history",
    multiple=True,
    metavar="QUESTION",
    help="What was asked before, which QUESTION may leave out (may be repeated, oldest first)",
)
@click.option("-k", type=click.IntRange(1, 50), default=8, show_default=True, help="How many passages are looked at")
@click.option(
    "--generate",
    is_flag=True,
    help="Let a language model write from the passages: the question and up to five passages are sent to the server "
    f"that {', '.join(LLM_VARIABLES)} name",
)
@filter_options
@home_option
@model_option
@json_option
def ask(
    question: str,
    home: str | None,
    model: str | None,
    *,
    history: tuple[str, ...],
    generate: bool,
    json_: bool,
    **options: Any,
) -> None:
    """Answer a question in the documents' own words, with the page to check; or say that they do not answer it.

    Questions may be in any language; quotations stay in theirs. Nothing leaves this machine without --generate.
    """
    from ui.answers import answer_lines
    from ui.assembly import open_searcher
    from ui.printing import as_json

    server = language_model() if generate else None  # a setting that is missing is told before the seconds of a search
    with open_searcher(Settings.read(home=home, model=model)) as searcher:
        answer = searcher.ask(question, history=history, **options)
    if server is not None:
        from search.generate import generated

        answer = generated(answer, server)
    for notice in () if json_ else answer.notices:
        click.echo(notice, err=True)
    click.echo(as_json(answer.as_json()) if json_ else "\n".join(answer_lines(answer)))
