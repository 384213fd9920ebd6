"""The pictures of the library: what they are made from, and that they ask no server for anything."""

from __future__ import annotations

import json
from typing import Any

from corpus.catalogue import DocumentSummary
from corpus.instrument import Value
from corpus.instruments import Stated
from search.instruments import Edge, Instrument, MapPoint, map_points, network, timeline
from ui.texts.english import ENGLISH
from ui.views.charts import (
    MOST_ORGANISATIONS,
    bars,
    busiest,
    map_chart,
    network_chart,
    picked,
    said,
    themes_chart,
    timeline_chart,
)

HARM = "</script><script>alert(1)</script> datum.x \u202egnp.exe"


def instrument(number: int, *values: Value, title: str = "Charter") -> Instrument:
    member = DocumentSummary(f"{number:016x}", "", None, title, "fr", "text/plain", 0, 1, 10, None, "")
    return Instrument((member,), tuple(Stated(value) for value in values))


def specification(chart: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(chart.to_json())
    return found


def addresses(value: object) -> list[str]:
    """Whatever in a specification could be asked for from a server, but for the name of its own schema."""
    if isinstance(value, dict):
        return [found for key, entry in value.items() if key != "$schema" for found in addresses((key, entry))]
    if isinstance(value, list | tuple):
        if isinstance(value, tuple) and value[0] in {"url", "href"}:
            return [str(value[1])]
        return [found for entry in value for found in addresses(entry)]
    return []


def test_no_chart_asks_a_server() -> None:
    """This ensures that data come with the chart and nothing in it is an address."""
    found = [
        instrument(1, Value("territory", "commune:87085", "Limoges"), Value("date", "2022-03", "mars 2022", "signed"),
                   Value("organisation", "x", HARM, "signs"), title=HARM),
    ]  # fmt: skip
    texts = ENGLISH.overview
    points = [{"x": 0.0, "y": 1.0, "theme": "1", "title": HARM, "text": HARM, "passage": 1}]
    for chart in (
        bars({HARM: 2}, label="Kind", count="Number"),
        timeline_chart(timeline(found), {}, texts),
        map_chart(map_points(found), texts),
        network_chart(network(found), {}, texts),
        themes_chart(points, [HARM], ENGLISH.themes),
    ):
        assert addresses(specification(chart)) == []


def test_harm_is_data() -> None:
    """This ensures that a document's text is never part of what a chart does, and turns no text around."""
    told = specification(bars({HARM: 2}, label="Kind", count="Number"))
    datasets = told.pop("datasets")
    assert "alert" in json.dumps(datasets)
    assert "\u202e" not in json.dumps(datasets, ensure_ascii=False)
    assert "alert" not in json.dumps(told)


def test_open_instruments_last_until_the_latest_day() -> None:
    """This ensures that an instrument without an end is drawn to the end of the picture, and told as open."""
    found = [
        instrument(1, Value("date", "2020", "2020", "from"), Value("date", "2023", "2023", "until")),
        instrument(2, Value("date", "2021-05-01", "1 mai 2021", "signed")),
    ]
    (rows,) = specification(timeline_chart(timeline(found), {}, ENGLISH.overview))["datasets"].values()
    assert [(row["first"], row["last"], row["end"]) for row in rows] == [
        ("2021-05-01", "2023-12-31", "open"),
        ("2020-01-01", "2023-12-31", "2023-12-31"),
    ]
    assert len({row["name"] for row in rows}) == 2  # of one name, and still two lines


def test_towns_around_the_territories() -> None:
    """This ensures that the map's small dots are towns nearby: Brive is near Limoges, Lille is not."""
    point = MapPoint("commune:87085", "Limoges", 45.83, 1.26, (instrument(1),))
    (rows,) = specification(map_chart([point], ENGLISH.overview))["datasets"].values()
    names = {row["name"] for row in rows if not row["count"]}
    assert any("Brive" in name for name in names)
    assert "Lille" not in names
    assert [row["code"] for row in rows if row["count"]] == ["commune:87085"]


def test_busiest_organisations() -> None:
    """This ensures that a crowded network keeps who has most to do, and whole organisations only."""
    edges = [Edge(f"o{n:02}", instrument(m), ("signs",)) for n in range(MOST_ORGANISATIONS + 5) for m in range(n + 1)]
    kept = busiest(edges)
    assert len({edge.organisation for edge in kept}) == MOST_ORGANISATIONS
    assert "o00" not in {edge.organisation for edge in kept}
    assert sum(edge.organisation == "o18" for edge in kept) == 19


def test_labels() -> None:
    """This ensures that a label is one line of at most so many characters."""
    assert said("a\n b\u202e\x00c") == "a bc"
    assert len(said("x" * 10_000)) == 40


def test_nothing_chosen() -> None:
    """This ensures that a chart that nobody has clicked on gives an empty choice, however Streamlit writes it."""
    assert picked({"selection": {"place": {}}}, "place") == []
    assert picked({"selection": {}}, "place") == []
    assert picked({"selection": {"place": [{"code": "x"}]}}, "place") == [{"code": "x"}]
