"""The command line: parse, call, present. Results go to stdout, talk and progress to stderr.

Exit codes: 0 done, 1 a known failure in one line, 2 wrong usage. A traceback only with `--debug`.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import click

from corpus.errors import RepereError
from ui.commands.analysing import coverage, terms, topics
from ui.commands.asking import ask
from ui.commands.exporting import export
from ui.commands.filling import ingest, reindex, remove
from ui.commands.instruments import edit, families, instruments
from ui.commands.looking import documents, search, show, similar, status
from ui.commands.measuring import batch, compare, evaluate
from ui.commands.pages import demo, serve
from ui.options import FAILED, INTERRUPTED


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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="repere", prog_name="repere")
@click.option("--debug", is_flag=True, help="Show where an error comes from, and the log")
def main(*, debug: bool) -> None:
    """Search charters, programmes and labels in any language, offline."""
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(name)s: %(message)s")


COMMANDS = (
    ingest,
    search,
    ask,
    similar,
    documents,
    show,
    instruments,
    families,
    edit,
    remove,
    reindex,
    status,
    batch,
    evaluate,
    compare,
    terms,
    topics,
    coverage,
    export,
    serve,
    demo,
)  # in the order of work
for each in COMMANDS:
    main.add_command(each)


if __name__ == "__main__":
    main()
