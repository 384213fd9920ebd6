"""The reference page, from docstrings and `--help`.

python docs/reference.py            write docs/reference.md
python docs/reference.py --check    exit code 1 where it is not current
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from corpus.catalogue import DocumentSummary
from corpus.filters import Filters
from corpus.types import Passage
from search import Hit, Query, Result, Searcher
from search.columns import HIT_COLUMNS
from search.evaluate import evaluate, evaluate_queries
from search.export import export_archive, export_beir, export_documents, export_passages, export_vectors
from search.lazy import Columns, Table
from search.many import ResultTable
from search.reading import DOCUMENT_COLUMNS, PASSAGE_COLUMNS
from search.significance import Comparison, compare
from search.tables import read_qrels, read_run
from search.terms import Term, distinctive_terms
from search.topics import Topic, topics
from ui.cli import main as command_line

PAGE = Path(__file__).with_name("reference.md")
WIDTH = 100

CLASSES: tuple[type, ...] = (
    Searcher, Query, Filters, Result, Hit, Passage, DocumentSummary, ResultTable, Table, Comparison, Term, Topic,
)  # fmt: skip
FUNCTIONS: tuple[Callable[..., Any], ...] = (
    read_qrels, read_run, evaluate, evaluate_queries, compare, distinctive_terms, topics,
    export_documents, export_passages, export_vectors, export_beir, export_archive,
)  # fmt: skip
COLUMNS: tuple[tuple[str, Columns], ...] = (
    ("Hits", HIT_COLUMNS),
    ("Passages", PASSAGE_COLUMNS),
    ("Documents", DOCUMENT_COLUMNS),
)


def page() -> str:
    """The whole page."""
    parts = [
        "# Reference",
        "Made by `python docs/reference.py` from docstrings and `--help`; don't edit it.",
        "## Commands",
        *_commands(),
        "## Tables",
        *(_columns(name, columns) for name, columns in COLUMNS),
        "## Python",
        *(part for each in CLASSES for part in _class(each)),
        *(part for each in FUNCTIONS for part in _function(each, f"{each.__module__}.{each.__name__}", level=3)),
    ]
    return "\n\n".join(parts) + "\n"


def _commands() -> Iterator[str]:
    for name in command_line.commands:
        result = CliRunner().invoke(command_line, [name, "--help"], prog_name="repere", terminal_width=WIDTH)
        yield f"### repere {name}\n\n```text\n{result.output.strip()}\n```"


def _columns(name: str, columns: Columns) -> str:
    rows = "\n".join(f"| `{column}` | {kind} |" for column, kind in columns.items())
    return f"### {name}\n\n| column | holds |\n|---|---|\n{rows}"


def _class(each: type) -> Iterator[str]:
    yield f"### {each.__module__}.{each.__name__}"
    yield _docstring(each)
    if dataclasses.is_dataclass(each):
        fields = [field for field in dataclasses.fields(each) if field.init and not field.name.startswith("_")]
        yield "\n".join(f"- `{field.name}: {field.type}`" for field in fields)
    for name, member in vars(each).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property) and member.fget is not None:
            yield f"#### {each.__name__}.{name}"
            yield _docstring(member.fget)
        elif isinstance(member, classmethod) or inspect.isfunction(member):
            yield from _function(getattr(each, name), f"{each.__name__}.{name}", level=4)


def _function(each: Callable[..., Any], name: str, *, level: int) -> Iterator[str]:
    # An object's address, as in the default of an argument, is another one each time.
    signature = re.sub(r" at 0x[0-9a-f]+", "", str(inspect.signature(each)))
    yield f"{'#' * level} {name}"
    yield f"```python\n{name.rpartition('.')[2]}{signature}\n```"
    yield _docstring(each)


def _docstring(each: object) -> str:
    found = inspect.getdoc(each) or ""
    return re.sub(r"(?ms)^>>> .*", lambda match: f"```python\n{match[0].strip()}\n```", found)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or say whether it is current."""
    if "--check" in arguments:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/reference.md is current" if current else "docs/reference.md is old: python docs/reference.py")
        return 0 if current else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
