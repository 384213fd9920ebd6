"""Pictures of the library as Altair charts, from plain values. Nothing here asks another server for anything.

Texts of documents reach a chart as data, never as part of its specification, and without marks that reorder them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from corpus.gazetteer import territory, within
from search.instruments import Edge, MapPoint, Span
from ui.texts.shelf import OverviewTexts, ThemesTexts
from ui.views.markup import shortened, visible

COLOUR = "#2f74a3"
QUIET = "#6f7c86"  # read on a light page and on a dark one
LABEL_CHARS = 40
# What is read at a glance; the table below each picture has the rest.
MOST_BARS, MOST_SPANS, MOST_ORGANISATIONS = 12, 40, 14
# The towns that hint at the country around the circles: few enough to draw at once, enough to see its shape.
TOWN_INHABITANTS = 20_000
CITY_INHABITANTS = 60_000
NEIGHBOURS = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LT",
    "LU", "LV", "MD", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "UA",
)  # fmt: skip
# Of the themes, in their order: told apart by colour and by number. They are drawn on light and on dark.
THEME_COLOURS = (
    "#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#499894", "#b6992d", "#b07aa1", "#9d7660", "#d37295", "#79706e",
    "#86bcb6", "#ffbe7d", "#8cd17d", "#ff9d9a", "#a0cbe8", "#f1ce63", "#d4a6c8", "#d7b5a6", "#fabfd2", "#bab0ac",
)  # fmt: skip
# Streamlit fits a whole chart into its height, with the axis below it and the legend, a kind a line, above.
AXIS_HEIGHT, LEGEND_HEIGHT, LEGEND_LINE = 40, 50, 20
# Years that are written below a timeline, so that they don't touch on a telephone.
YEARS_WRITTEN = 5
# A map is at least so many degrees wide: two neighbouring towns are not a continent apart.
LEAST_DEGREES = 4.0


def said(text: str, chars: int = LABEL_CHARS) -> str:
    """A text of a document as a label of a chart: one line, without controls."""
    return shortened(" ".join(visible(text).split()), chars)


def picked(state: Any, name: str) -> list[Mapping[str, Any]]:
    """What a reader has chosen in a chart, by the name of its selection; [] for nothing."""
    found = state["selection"].get(name)
    return found if isinstance(found, list) else []


def bars(counts: Mapping[str, int], *, label: str, count: str) -> alt.Chart:
    """Bars for the most frequent values. `label` and `count` say what they are."""
    rows = [{"label": said(label), "count": number} for label, number in list(counts.items())[:MOST_BARS]]
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["label", "count"]))
        .mark_bar(color=COLOUR, cornerRadiusEnd=2)
        .encode(
            x=alt.X("count:Q", axis=alt.Axis(title=None, format="d", tickMinStep=1)),
            y=alt.Y("label:N", sort=None, axis=alt.Axis(title=None, labelLimit=200, labelOverlap=False)),
            tooltip=[alt.Tooltip("label:N", title=label), alt.Tooltip("count:Q", title=count)],
        )
        .properties(height=26 * max(1, len(rows)) + AXIS_HEIGHT)
    )
    return chart


def timeline_chart(spans: Sequence[Span], kinds: Mapping[str, str], texts: OverviewTexts) -> alt.LayerChart:
    """A line an instrument, the latest first, from its first to its last day, or to the latest day drawn."""
    shown = sorted(spans, key=lambda span: span.first, reverse=True)[:MOST_SPANS]
    latest = max((span.last for span in shown), default="")
    rows = [
        {
            "name": said(span.instrument.name) + "\u2060" * number,  # two of one name are two lines
            "kind": kinds.get(span.instrument.kind, span.instrument.kind),
            "first": span.first,
            "last": latest if span.open_end else span.last,
            "end": texts.open_end if span.open_end else span.last,
        }
        for number, span in enumerate(shown)
    ]
    present = {row["kind"] for row in rows}
    named = [*(name for name in kinds.values() if name in present), *sorted(present.difference(kinds.values()))]
    base = alt.Chart(pd.DataFrame(rows, columns=["name", "kind", "first", "last", "end"])).encode(
        x=alt.X("first:T", axis=_years(min((row["first"] for row in rows), default=""), latest)),
        y=alt.Y("name:N", sort=None, axis=alt.Axis(title=None, labelLimit=150, labelOverlap=False)),
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=named, range=[theme_colour(place) for place in range(len(named))]),
            legend=alt.Legend(title=None, orient="top", columns=1),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=texts.instrument),
            alt.Tooltip("kind:N", title=texts.kind),
            alt.Tooltip("first:N", title=texts.begins),
            alt.Tooltip("end:N", title=texts.ends),
        ],
    )
    chart: alt.LayerChart = base.mark_bar(height=8, opacity=0.55).encode(x2="last:T") + base.mark_tick(thickness=4)
    legend = LEGEND_HEIGHT + LEGEND_LINE * len(named)
    return chart.properties(height=24 * max(2, len(rows)) + legend + AXIS_HEIGHT)


def _years(first: str, last: str) -> alt.Axis:
    """An axis that says each year once, or months where there are hardly two years; days are written 2023-06-01."""
    years = int(last[:4] or 0) - int(first[:4] or 0)
    if years < 2:
        return alt.Axis(title=None, format="%m/%Y", tickCount=YEARS_WRITTEN, labelOverlap=True)
    step = -(-years // YEARS_WRITTEN)
    return alt.Axis(title=None, format="%Y", tickCount={"interval": "year", "step": step}, labelOverlap=True)


def map_chart(points: Sequence[MapPoint], texts: OverviewTexts) -> alt.Chart:
    """Circles at the territories, over small dots at the towns around. Its selection `place` gives a `code`."""
    west, east, south, north = _frame(points)
    rows = [
        {"code": "", "name": name, "longitude": longitude, "latitude": latitude, "count": 0, "what": texts.town}
        for name, latitude, longitude in _towns()
        if west <= longitude <= east and south <= latitude <= north
    ] + [
        {
            "code": point.code,
            "name": point.name,
            "longitude": point.longitude,
            "latitude": point.latitude,
            "count": len(point.instruments),
            "what": texts.territory,
        }
        for point in points
    ]
    place = alt.selection_point(name="place", fields=["code"])
    most = max((len(point.instruments) for point in points), default=1)
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_circle(stroke="white", strokeWidth=0.5)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[18, 700])),
            color=alt.condition("datum.count > 0", alt.value(COLOUR), alt.value("#a9b4bc")),
            opacity=alt.condition("datum.count > 0", alt.value(0.85), alt.value(0.55)),
            tooltip=[
                alt.Tooltip("name:N", title=texts.territory),
                alt.Tooltip("count:Q", title=texts.count),
            ],
        )
        .project("mercator")
        .add_params(place)
        .properties(height=420)
    )
    return chart


def _frame(points: Sequence[MapPoint]) -> tuple[float, float, float, float]:
    """West, east, south and north of what is drawn: the points with room around them."""
    longitudes, latitudes = [point.longitude for point in points], [point.latitude for point in points]
    middle_x, middle_y = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    half_x = max(LEAST_DEGREES, max(longitudes) - min(longitudes)) * 0.6
    half_y = max(LEAST_DEGREES, max(latitudes) - min(latitudes)) * 0.6
    return middle_x - half_x, middle_x + half_x, middle_y - half_y, middle_y + half_y


@lru_cache(maxsize=1)
def _towns() -> tuple[tuple[str, float, float], ...]:
    """The towns of the gazetteer that give the map its shape: name, latitude, longitude."""
    found = [territory(code) for country in ("FR", *NEIGHBOURS) for code in within(f"country:{country}")]
    least = {"commune": TOWN_INHABITANTS, "city": CITY_INHABITANTS}
    return tuple(
        (each.name, each.latitude, each.longitude)
        for each in found
        if each and each.latitude is not None and each.longitude is not None
        if each.level in least and each.population >= least[each.level]
    )


def network_chart(edges: Sequence[Edge], roles: Mapping[str, str], texts: OverviewTexts) -> alt.LayerChart:
    """Organisations on the left, instruments on the right, a line between those that have to do with each other."""
    kept = busiest(edges)
    left = {name: place for place, name in enumerate(dict.fromkeys(edge.organisation for edge in kept))}
    right = _right_side(kept, left)
    height = max(len(left), len(right), 2)
    rows, labels = [], []
    for number, edge in enumerate(kept):
        told = ", ".join(roles.get(role, role) for role in edge.roles)
        ends = (
            (0.0, (left[edge.organisation] + 0.5) / len(left)),
            (1.0, (right[edge.instrument.instrument_id] + 0.5) / len(right)),
        )
        rows += [
            {"line": number, "x": x, "y": y, "organisation": said(edge.organisation),
             "instrument": said(edge.instrument.name), "role": told}
            for x, y in ends
        ]  # fmt: skip
    for name, place in left.items():
        labels.append({"x": -0.02, "y": (place + 0.5) / len(left), "text": said(name, 30), "side": "left"})
    names = {edge.instrument.instrument_id: edge.instrument.name for edge in kept}
    for instrument_id, place in right.items():
        labels.append(
            {"x": 1.02, "y": (place + 0.5) / len(right), "text": said(names[instrument_id], 30), "side": "right"}
        )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.75, 1.75]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[1, 0]))
    tooltip = [
        alt.Tooltip("organisation:N", title=texts.organisation),
        alt.Tooltip("role:N", title=texts.role),
        alt.Tooltip("instrument:N", title=texts.instrument),
    ]
    lines = alt.Chart(pd.DataFrame(rows)).encode(x=x, y=y, detail="line:N", tooltip=tooltip)
    words = alt.Chart(pd.DataFrame(labels)).encode(x=x, y=y, text="text:N")
    layers = alt.layer(
        lines.mark_line(color=COLOUR, opacity=0.45, strokeWidth=2),
        lines.mark_circle(color=COLOUR, size=60, opacity=1),
        words.transform_filter("datum.side == 'left'").mark_text(align="right", fontSize=11, color=QUIET),
        words.transform_filter("datum.side == 'right'").mark_text(align="left", fontSize=11, color=QUIET),
    )
    chart: alt.LayerChart = layers.properties(height=24 * height).configure_view(stroke=None)
    return chart


def busiest(edges: Sequence[Edge]) -> list[Edge]:
    """The edges of the organisations with the most instruments, in their order."""
    counted: dict[str, int] = {}
    for edge in edges:
        counted[edge.organisation] = counted.get(edge.organisation, 0) + 1
    chosen = set(sorted(counted, key=lambda name: (-counted[name], name.casefold()))[:MOST_ORGANISATIONS])
    return [edge for edge in edges if edge.organisation in chosen]


def _right_side(edges: Sequence[Edge], left: Mapping[str, int]) -> dict[str, int]:
    """The instruments in the order of the middle of their organisations, so that few lines cross."""
    places: dict[str, list[int]] = {}
    for edge in edges:
        places.setdefault(edge.instrument.instrument_id, []).append(left[edge.organisation])
    middle = {each: sum(found) / len(found) for each, found in places.items()}
    return {each: place for place, each in enumerate(sorted(middle, key=lambda each: (middle[each], each)))}


def theme_colour(place: int) -> str:
    """The colour of a theme by its place among them, from 0."""
    return THEME_COLOURS[place % len(THEME_COLOURS)]


def themes_chart(points: Sequence[Mapping[str, Any]], themes: Sequence[str], texts: ThemesTexts) -> alt.Chart:
    """Passages as points (`x`, `y`, `theme`, `title`, `text`, `passage`). Its selection `passage` gives that number.

    `themes` are all that points may have, in the order of their colours.
    """
    colours = alt.Scale(domain=list(themes), range=[theme_colour(place) for place in range(len(themes))])
    chosen = alt.selection_point(name="passage", fields=["passage"])
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(points))
        .mark_circle(size=55)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(zero=False)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False)),
            color=alt.Color("theme:N", sort=None, legend=None, scale=colours),
            opacity=alt.condition(chosen, alt.value(0.85), alt.value(0.25)),
            tooltip=[
                alt.Tooltip("title:N", title=texts.document),
                alt.Tooltip("theme:N", title=texts.words),
                alt.Tooltip("text:N", title=texts.passage),
            ],
        )
        .add_params(chosen)
        .properties(height=440)
        .configure_view(stroke=None)
    )
    return chart
