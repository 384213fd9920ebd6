"""The notebook, run as it stands; and the reference page, made anew and compared."""

from __future__ import annotations

import ast
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from index.bundled import unsupported

DOCS = Path(__file__).resolve().parents[2] / "docs"


def cells() -> list[str]:
    notebook = json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(cell: str, names: dict[str, Any]) -> object:
    """Run a cell; its value is that of its last line, as a notebook shows it."""
    tree = ast.parse(cell)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "tutorial.ipynb", "exec"), names)  # noqa: S102 - our own notebook
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "tutorial.ipynb", "eval"), names)  # noqa: S307


@pytest.mark.skipif(bool(unsupported()), reason="the bundled model cannot run here")
def test_tutorial_runs_and_shows_what_it_says() -> None:
    """This ensures that every cell runs, in order, and that what the text around it claims is so."""
    names: dict[str, Any] = {"__name__": "tutorial"}
    values = [run(cell, names) for cell in cells()]
    assert names["report"].added == 21
    assert not names["report"].failed
    assert len(names["hits"]) == 200
    measured: Any = values[3]
    assert measured["hybrid"]["nDCG@10"] > 0.8
    assert names["comparison"].queries == len(names["questions"])
    assert len(names["german"]) == 5
    shape, vectors, files = values[-2]  # type: ignore[misc] # a tuple of three
    assert shape[0] == vectors[0] == names["report"].passages
    assert {"home.zip", "passages.parquet"} <= set(files)


def test_notebook_is_kept_without_output() -> None:
    """This ensures that no run's output is kept, which would be old at once."""
    notebook = json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])


def test_reference_is_current() -> None:
    """This ensures that the page says what the code says. To mend it: python docs/reference.py"""
    made = runpy.run_path(str(DOCS / "reference.py"))["page"]()
    assert (DOCS / "reference.md").read_text(encoding="utf-8") == made
