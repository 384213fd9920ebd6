"""The house's one rule of structure: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "corpus": set[str](),
    "index": {"corpus"},
    "ingest": {"corpus", "index"},
    "search": {"corpus", "index"},
    "ui": {"corpus", "index", "ingest", "search"},
}

# Each foreign library that shapes the design is wrapped once: library -> the files that may import it.
WRAPPED_ONCE = {
    "docx": {"ui/wordfile.py"},
    "faiss": {"index/vectors.py"},
    "tantivy": {"index/words.py"},
    "sentence_transformers": {"index/transformer.py", "index/reranker.py"},
    "sqlite3": {"corpus/catalogue.py", "corpus/migrations.py", "corpus/rows.py"},
    "pypdf": {"ingest/extract/pdf.py"},
    "pypdfium2": {"ingest/extract/pdfium.py"},
    "wordfreq": {"ingest/repair/words.py"},
    "trafilatura": {"ingest/extract/html.py"},
    "htmldate": {"ingest/extract/html.py"},
    "langdetect": {"ingest/language.py"},
    "ir_measures": {"search/evaluate.py"},
    "openpyxl": {"ingest/extract/xlsx.py", "search/sheets.py"},
    "msoffcrypto": {"ingest/extract/ole.py"},
    "pyzipper": {"ingest/extract/zipped.py"},
    "pyarrow": {"search/arrow.py", "search/lazy.py", "search/many.py"},  # two for its types only
    "scipy": {"search/significance.py"},
    "sklearn": {"search/projection.py", "search/topics.py"},
    "httpx2": {"ingest/web/fetch.py", "ingest/web/guard.py", "search/chat.py"},
    "httpcore2": {"ingest/web/guard.py"},
    "protego": {"ingest/web/robots.py"},
    "idna": {"ingest/web/addresses.py"},
}

FILES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    """The top-level names that a file imports, at any depth of the code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_layers(path: Path) -> None:
    """This ensures that a package imports only the packages below it."""
    package = path.relative_to(ROOT).parts[0]
    ours = imported_modules(path) & set(MAY_IMPORT)
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("library", sorted(WRAPPED_ONCE))
def test_libraries_are_wrapped_once(library: str) -> None:
    """This ensures that a library that shapes the design is imported in one place."""
    importers = {str(path.relative_to(ROOT)) for path in FILES if library in imported_modules(path)}
    assert importers <= WRAPPED_ONCE[library]


def test_streamlit_stays_in_the_page() -> None:
    """This ensures that nothing but the web page needs Streamlit, the notebook and batch least of all."""
    importers = {str(path.relative_to(ROOT)) for path in FILES if "streamlit" in imported_modules(path)}
    assert all(name == "ui/app.py" or name.startswith("ui/views/") for name in importers)


def test_no_module_shadows_a_package() -> None:
    """This ensures that Streamlit, which puts ui/ first on the path, finds our packages and not files of ui."""
    assert not [name for name in MAY_IMPORT if (ROOT / "ui" / f"{name}.py").exists() or (ROOT / "ui" / name).exists()]
