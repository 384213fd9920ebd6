"""A `manifest.csv` or `manifest.yaml` beside documents: what people know of their instruments before they are ingested.

It is read and checked whole before anything is ingested, and its corrections are written all or none. It says the
same as `repere edit --set` does; what someone has corrected since, by hand, goes before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import yaml

from corpus.catalogue import Catalogue
from corpus.edits import BETWEEN, SLOTS, Edit, apply_edits, edit_of, refuse_contradictions, refuse_impossible_dates
from corpus.errors import InvalidCorrection, TableError
from corpus.instrument import Value
from corpus.instruments import SINGLE, corrected_documents, corrections_by_document, slot_of, values_of
from corpus.writer import CatalogueWriter
from ingest.source import uri_of

NAMES = ("manifest.csv", "manifest.yaml", "manifest.yml")
FILE = "file"
COLUMNS = (FILE, *SLOTS)
NOTHING = "-"
"""Says that a field has no value, whatever is read in the document; an empty cell says nothing about it."""
SEPARATORS = (",", ";", "\t")
# An apostrophe that a table was written with, so that no spreadsheet takes the cell for a formula.
_GUARD = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")


@dataclass(frozen=True, slots=True)
class SidecarRow:
    """What a manifest says of one source: its address, the line where it does, and the corrections."""

    uri: str
    line: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A manifest that was read and found right. `path` names it in the history of corrections."""

    path: Path
    rows: tuple[SidecarRow, ...]


def sidecar_in(folder: Path) -> Path | None:
    """The manifest in a folder; None where there is none. Raises `TableError` where there are several."""
    found = [folder / name for name in NAMES if (folder / name).is_file()]
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        raise TableError(f"{folder} holds {names}", advice="Keep one of them")
    return found[0] if found else None


def read_sidecar(path: Path) -> Sidecar:
    """Read and check a manifest. Files are named from its folder; `records.jsonl#id` names a record.

    Raises `TableError` for what is no manifest (an unknown column, a wrong separator, a file twice or not there) and
    `InvalidCorrection` for a value that can't be meant, each with its line.
    """
    rows = list(_yaml_rows(path) if path.suffix.lower() in {".yaml", ".yml"} else _csv_rows(path))
    found: dict[str, SidecarRow] = {}
    for line, fields in rows:
        row = _row(path, line, fields)
        if row.uri in found:
            raise TableError(
                f"{path}, line {line}: {fields[FILE][0]} stands on line {found[row.uri].line} too",
                advice="Keep one line a file",
            )
        found[row.uri] = row
    return Sidecar(path, tuple(found.values()))


def apply_sidecar(writer: CatalogueWriter, sidecar: Sidecar) -> int:
    """Write the manifest's corrections, all or none; how many documents it speaks of that are in.

    A field that someone else has corrected since is left to them, and one that the manifest no longer names is as it
    was read. Raises `InvalidCorrection` where a date contradicts one that was read from the document.
    """
    count = 0
    author = str(sidecar.path.absolute())
    with writer.transaction(revise=False):
        for row in sidecar.rows:
            state = writer.source(row.uri)
            if state is None:
                continue  # it could not be ingested, which is reported where that happened
            count += 1
            edits = _due(writer, state.doc_id, row.edits, author)
            try:
                if edits:
                    apply_edits(writer, state.doc_id, edits, who=author)
            except InvalidCorrection as error:
                raise _in_line(sidecar.path, row.line, error) from error
    return count


def manifest_rows(catalogue: Catalogue) -> list[list[str]]:
    """People's corrections as the rows of a manifest.csv: whole fields, as they count now. The first row names them."""
    rows = [list(COLUMNS)]
    for doc_id in corrected_documents(catalogue):
        corrected = {correction.slot for correction in corrections_by_document(catalogue, [doc_id])[doc_id]}
        said: dict[str, list[str]] = {slot: [] for slot in corrected}
        for value in values_of(catalogue, doc_id):
            if slot_of(value) in said:
                said[slot_of(value)].append(_written(value))
        cells = {slot: f" {BETWEEN} ".join(values) or NOTHING for slot, values in said.items()}
        rows.append([catalogue.document(doc_id).uri, *(cells.get(slot, "") for slot in SLOTS)])
    return rows


def _due(catalogue: Catalogue, doc_id: str, edits: Sequence[Edit], author: str) -> list[Edit]:
    """The edits of fields that nobody else has corrected, and an unset of what the manifest said before."""
    authors: dict[str, set[str]] = {}
    said: dict[str, set[Value | None]] = {}
    for correction in corrections_by_document(catalogue, [doc_id]).get(doc_id, []):
        authors.setdefault(correction.slot, set()).add(correction.who)
        if correction.action == "add" or correction.value is None:
            said.setdefault(correction.slot, set()).add(correction.value)
    others = {slot for slot, names in authors.items() if names != {author}}
    named = {edit.slot for edit in edits}
    gone = [Edit("unset", slot) for slot in authors if slot not in named | others]
    new = {edit.slot for edit in edits if edit.slot not in said or said[edit.slot] != _values_in(edits, edit.slot)}
    return [*(edit for edit in edits if edit.slot in new - others), *gone]


def _values_in(edits: Sequence[Edit], slot: str) -> set[Value | None]:
    return {edit.value for edit in edits if edit.slot == slot} | {None}


def _row(path: Path, line: int, fields: Mapping[str, Sequence[str]]) -> SidecarRow:
    try:
        edits = tuple(
            edit_of("set", f"{slot}={'' if value == NOTHING else value}")
            for slot, values in fields.items()
            if slot != FILE
            for value in values
        )
        refuse_contradictions(edits)
        refuse_impossible_dates(edit.value for edit in edits if edit.value)
    except InvalidCorrection as error:
        raise _in_line(path, line, error) from error
    named = fields.get(FILE, ("",))[0]
    uri = _uri_of(path.parent, named)
    if uri is None:
        raise TableError(
            f"{path}, line {line}: there is no file {named!r}", advice=f"Name files from the folder {path.parent}"
        )
    return SidecarRow(uri, line, edits)


def _uri_of(folder: Path, named: str) -> str | None:
    """The address of a file, or of a record of one; None where it is not there. A disk may have accents apart."""
    file, sign, record = named.partition("#")
    for name, rest in ((named, ""), (file, sign + record)):
        for form in ("NFC", "NFD"):
            if name and (place := folder / normalize(form, name)).is_file():
                return uri_of(place) + rest
    return None


def _in_line(path: Path, line: int, error: InvalidCorrection) -> InvalidCorrection:
    return InvalidCorrection(f"{path}, line {line}: {error.reason}", advice=error.advice)


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Line and fields of each row. A cell may hold several values with ` | ` between; an empty one says nothing."""
    text = _text(path)
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        _refuse_columns(path, names, separator)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise TableError(
                    f"{path}, line {reader.line_num}: {len(cells)} cells under {len(names)} columns",
                    advice=f"Separate cells by {_name(separator)}, and quote a cell that holds it",
                )
            yield reader.line_num, _fields(zip(names, cells, strict=True))
    except csv.Error as error:
        raise TableError(f"{path}, line {reader.line_num}: {error}", advice='Quote cells by " at both ends') from error


def _fields(cells: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    plain = {name: cell.strip()[1:] if _GUARD.match(cell.strip()) else cell for name, cell in cells}
    values = {
        name: [cell.strip()] if name in {FILE, *SINGLE} else [part.strip() for part in cell.split(BETWEEN)]
        for name, cell in plain.items()
    }
    return {name: kept for name, parts in values.items() if (kept := [part for part in parts if part])}


def _refuse_columns(path: Path, names: Sequence[str], separator: str) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if FILE not in names or unknown:
        told = f"unknown columns: {', '.join(map(repr, unknown))}" if unknown else f"no column {FILE!r}"
        raise TableError(
            f"{path}: {told} (columns are separated by {_name(separator)})",
            advice=f"Use {', '.join(COLUMNS)}, separated by commas, semicolons or tabs",
        )
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise TableError(f"{path}: the column {twice[0]!r} stands there twice", advice="Keep one of them")


def _yaml_rows(path: Path) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """The fields of each file: `charte.pdf: {kind: charter, organisation: [UNESCO:awards]}`, with its line."""
    try:
        node = yaml.compose(_text(path), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise TableError(f"{path} is no YAML: {' '.join(str(error).split())}", advice="Check its indents") from error
    if not isinstance(node, yaml.MappingNode):
        raise TableError(f"{path}: no files with their fields", advice="Write: charte.pdf: {kind: charter}")
    for key, fields in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(fields, yaml.MappingNode):
            raise TableError(f"{path}, line {line}: no fields of a file", advice="Write: charte.pdf: {kind: charter}")
        row = {FILE: [key.value]}
        for name, value in fields.value:
            slot = str(name.value).strip().casefold()
            if slot not in SLOTS or slot in row:
                told = "there twice" if slot in row else "unknown"
                raise TableError(
                    f"{path}, line {name.start_mark.line + 1}: the field {slot!r} is {told}",
                    advice=f"Use {', '.join(SLOTS)}",
                )
            row[slot] = _scalars(path, value)
        yield line, row


def _scalars(path: Path, node: Any) -> list[str]:
    """A scalar, or a list of them, as they are written: `2023-06` stays that, whatever YAML makes of dates."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(each, yaml.ScalarNode) for each in nodes):
        raise TableError(
            f"{path}, line {node.start_mark.line + 1}: neither a value nor a list of values", advice="Write: [a, b]"
        )
    return [text for each in nodes if (text := each.value.strip()) not in {"", "null", "~"}]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror or error}", advice="Check the path") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not UTF-8 (byte {error.start + 1})", advice="Save it as UTF-8") from error


def _written(value: Value) -> str:
    if value.field == "organisation":
        return f"{value.label}:{value.role}"
    return value.label if value.field in {"name", "theme"} else value.value


def _name(separator: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs"}[separator]
