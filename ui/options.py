"""Options that several commands share, and exit codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ui.settings import HOME_VARIABLE, MODEL_VARIABLE

Command = TypeVar("Command", bound=Callable[..., Any])

FAILED = 1
INTERRUPTED = 130
COUNT = click.IntRange(1, 10_000)


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
