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
    """What a search may be told: `--mode`, `--rerank`, and which documents."""
    command = click.option(
        "--rerank", metavar="MODEL",
        help="Look again at the first 50 passages with this cross-encoder: a sentence-transformers model or a folder",
    )(command)  # fmt: skip
    return click.option(
        "--mode", type=click.Choice(["hybrid", "dense", "lexical"]), default="hybrid", show_default=True,
        help="By meaning and words, by meaning only, by words only",
    )(filter_options(command))  # fmt: skip


def filter_options(command: Command) -> Command:
    """Which documents are meant: any of a repeated option's values, all of the options."""
    for name, field, metavar, told in reversed(
        (
            ("--kind", "kinds", "KIND", "Only instruments of this kind: charter, label… (options may be repeated)"),
            ("--territory", "territories", "PLACE", "Only of this place and all within it: Limoges, 87085, region:75"),
            ("--organisation", "organisations", "NAME", "Only where this organisation issues, signs, takes part…"),
            ("--theme", "themes", "THEME", "Only on this theme"),
            ("--year", "years", "YEAR", "Only of this year, or in force then: 2023, 2021-2023"),
            ("--lang", "languages", "LANG", "Only documents in this language: fr"),
            ("--doc", "documents", "DOC", "Only this document"),
        )
    ):
        command = click.option(name, field, multiple=True, metavar=metavar, help=told)(command)
    command = click.option("--until", default="", metavar="DATE", help="Only of this day, month or year or before")(
        command
    )
    return click.option("--since", default="", metavar="DATE", help="Only of this day, month or year or after")(command)


def reading_options(command: Command) -> Command:
    """How sources are read: OCR, passwords, and what reading one may cost."""
    for option in (
        click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=600.0, show_default=True,
                     metavar="SECONDS", help="Give a source up after so long"),
        click.option("--memory", type=click.IntRange(min=256), default=2048, show_default=True, metavar="MB",
                     help="What the process that reads a source may take"),
        click.option("--workers", type=click.IntRange(min=1), metavar="N",
                     help="Sources that are read at once [default: one a processor]"),
        click.option("--password-file", type=click.File(encoding="utf-8"), metavar="FILE",
                     help="Passwords to try, one a line: others can't see them in the list of processes"),
        click.option("--password", "passwords", multiple=True, metavar="PASSWORD",
                     help="A password to try on encrypted files (may be repeated)"),
        click.option("--ocr-lang", metavar="LANGS", default="fra+eng", show_default=True,
                     help="Languages of scans, as Tesseract names them"),
        click.option("--ocr", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
                     help="Read scans: pages without a text that can be read, all pages, none"),
    ):  # fmt: skip
        command = option(command)
    return command


def web_options(command: Command) -> Command:
    """How addresses are read."""
    for option in (
        click.option("--allow-private", is_flag=True, help="Permit addresses of private networks and of this machine"),
        click.option("--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, metavar="SECONDS",
                     help="Between two requests to one host"),
        click.option("--max-pages", type=click.IntRange(min=1), default=500, show_default=True, metavar="N",
                     help="How many pages of a site are asked for"),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Not these pages (may be repeated)"),
        click.option("--include", multiple=True, metavar="PATTERN",
                     help="Only pages whose address fits, as /aides/* (may be repeated)"),
        click.option("--crawl", is_flag=True, help="Follow the links within the site of each address"),
    ):  # fmt: skip
        command = option(command)
    return command
