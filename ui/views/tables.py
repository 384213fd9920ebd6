"""Plain tables: what a picture shows, for those who read and for those who can't see it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.views.markup import html_text

Cell = str | int | float

# A table that a browser lays out at once, and that someone may still read.
MOST_ROWS = 500


def table_html(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, caption: str = "", name: str = "") -> str:
    """The table as HTML. All cells are text; give numbers as the reader's language writes them.

    `name` is what a screen reader calls it, where a heading above it says so and no caption.
    """
    head = "".join(f'<th scope="col">{html_text(column)}</th>' for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html_text(str(cell))}</td>' for cell in row)}</tr>" for row in rows[:MOST_ROWS]
    )
    told = f"<caption>{html_text(caption)}</caption>" if caption else ""
    label = html_text(caption or name or columns[0]).partition(">")[2].rpartition("<")[0]
    return (
        f'<div class="rp-table" role="region" tabindex="0" aria-label="{label}">'
        f"<table>{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, title: str, caption: str = "") -> None:
    """The table, folded away under `title`; nothing where there are no rows."""
    if rows:
        with st.expander(title):
            st.html(table_html(columns, rows, caption=caption))
