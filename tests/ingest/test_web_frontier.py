"""What a crawl asks for next, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import OptionRefused
from ingest.web.addresses import Site
from ingest.web.frontier import Frontier, fits
from ingest.web.options import WebOptions

HERE = "https://www.ville.fr"


def frontier(**options: object) -> Frontier:
    return Frontier(Site.of(HERE), replace(WebOptions(crawl=True), **options), secure=True)  # type: ignore[arg-type]


def taken(found: Frontier) -> list[str]:
    steps = iter(found.take, None)
    return [step.address.removeprefix(HERE) for step in steps if step]


def test_nearest_pages_come_first_and_links_before_the_sitemap() -> None:
    """This ensures that with a limit on pages those that people see first are read."""
    found = frontier()
    found.offer([HERE + "/deep"], depth=2)
    found.offer([HERE + "/map"], depth=1, rank=1)
    found.offer([HERE + "/a", HERE + "/b", HERE + "/a"], depth=1)
    assert taken(found) == ["/a", "/b", "/map", "/deep"]
    found.offer([HERE + "/a"], depth=1)
    assert found.take() is None


def test_only_the_site_is_wanted_and_its_documents() -> None:
    """This ensures that a crawl stays on its site, and takes PDFs from hosts below it."""
    found = frontier()
    found.offer(
        [
            "https://ville.fr/without-www",
            "http://www.ville.fr/insecure",
            "https://docs.ville.fr/charte.pdf",
            "https://docs.ville.fr/page",
            "https://autre.fr/charte.pdf",
            HERE + "/photo.JPG",
            HERE + "/style.css?v=2",
        ],
        depth=1,
    )
    assert taken(found) == ["https://ville.fr/without-www", "/insecure", "https://docs.ville.fr/charte.pdf"]
    assert not found.counts


@pytest.mark.parametrize(
    "address",
    [
        "/a/b/a/b/a/b/",
        "/" + "/".join(map(str, range(17))),
        "/?" + "x" * 2000,
        "/agenda?mois=4",
    ],
)
def test_traps_are_left_out_and_counted(address: str) -> None:
    """This ensures that what goes on without end is bounded, by each of the signs it has, and said."""
    found = frontier(max_queries=3)
    found.offer([HERE + f"/agenda?mois={number}" for number in range(1, 4)], depth=1)
    found.offer([HERE + address], depth=1)
    assert len(found) == 3
    assert found.counts.total() == 1


def test_depth_is_bounded() -> None:
    """This ensures that a chain of pages ends, whatever its addresses."""
    found = frontier(max_depth=2)
    found.offer([HERE + "/2"], depth=2)
    found.offer([HERE + "/3"], depth=3)
    assert taken(found) == ["/2"]
    assert dict(found.left_out) == {"more than 2 links from the start": [HERE + "/3"]}


def test_globs_are_held_against_path_or_address() -> None:
    """This ensures that patterns mean what they look like, queries included."""
    address = "https://ville.fr/chartes/a.pdf?v=2"
    assert fits(address, ["/chartes/*"])
    assert fits(address, ["x", "*.pdf?v=*"])
    assert fits(address, ["https://ville.fr/*"])
    assert not fits(address, ["/chartes", "*.pdf", "chartes/*"])


@pytest.mark.parametrize(
    "values",
    [
        {"max_pages": 0},
        {"max_depth": -1},
        {"delay_s": -0.1},
        {"delay_s": float("nan")},
        {"delay_s": float("inf")},
        {"total_s": 0},
        {"retries": -1},
        {"user_agent": "a\r\nX-Evil: 1"},
        {"user_agent": " "},
        {"include": ("/x/*",)},
    ],
)
def test_options_that_cannot_be_meant_are_refused(values: dict[str, object]) -> None:
    """This ensures that a wrong number is said before anything is asked for."""
    with pytest.raises(OptionRefused):
        WebOptions(**values)  # type: ignore[arg-type]


def test_robots_name_is_the_first_word_of_the_user_agent() -> None:
    """This ensures that rules for us are found under the name we give."""
    assert WebOptions().robots_name == "Repere"
    assert WebOptions(user_agent="Mine/2 (x)").robots_name == "Mine"
