"""What a filter costs: the same queries with and without, in turn, over made-up passages and vectors.

    python tests/bench/filters.py [--documents 20000] [--passages 100000] [HOME]

`first` is a filter that was never asked for before, `again` the same once more; both as a share of the unfiltered
search. HOME is made where it is not there (some minutes, some hundred megabytes).
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from index.encoder import Progress, Vectors
from search import Query, Searcher
from search.filtering import Written, filters_of
from search.query import MODES

ROOT = Path(__file__).resolve().parents[2]
DIM = 384
WORDS = 45
VOCABULARY = 20_000
THEMES = [f"theme{number}" for number in range(20)]
COMMUNES = ("commune:87085", "commune:19031", "commune:75056", "commune:69123", "commune:13055")
KINDS = ("charter", "label", "programme", "plan")
QUERIES = 25


class RandomEncoder:
    """A unit vector drawn from each text: what an encoder costs is left out, which makes the filter's share larger."""

    model_id = "random-1"
    dim = DIM
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.stack([_unit(text) for text in texts]) if texts else np.empty((0, DIM), dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)


def _unit(text: str) -> Vectors:
    drawn = np.random.default_rng(sum(text.encode())).standard_normal(DIM, dtype=np.float32)
    found: Vectors = drawn / np.linalg.norm(drawn)
    return found


def build(home: Home, *, documents: int, passages: int) -> None:
    """A home of so many documents, each with a kind, a territory, a theme, an organisation and a year."""
    drawn, numbers = random.Random(7), np.random.default_rng(7)
    shares = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    each = passages // documents
    home.create()
    with home.writing(), CatalogueWriter.create(home) as writer:
        writer.set_fact("model_id", RandomEncoder.model_id)
        writer.set_fact("dim", str(DIM))
        for first in range(0, documents, 1000):
            with writer.transaction():
                for number in range(first, min(first + 1000, documents)):
                    _put(writer, number, each, drawn, numbers, shares)
            print(f"\r{first + 1000:,} documents", end="", file=sys.stderr)
        synchronise(home, writer)
    print(file=sys.stderr)


def _put(
    writer: CatalogueWriter, number: int, each: int, drawn: random.Random, numbers: np.random.Generator,
    shares: list[float],
) -> None:  # fmt: skip
    words = drawn.choices(range(VOCABULARY), cum_weights=shares, k=WORDS * each)
    texts = [" ".join(f"w{word}" for word in words[at : at + WORDS]) for at in range(0, len(words), WORDS)]
    starts = list(itertools.accumulate((len(text) + 1 for text in texts), initial=0))
    doc_id = f"{number:016x}"
    document = Document(doc_id, f"/x/{number}.txt", doc_id * 4, "text/plain", f"d{number}", "en", "\n".join(texts))
    drafts = [PassageDraft(at, at + len(text), "", "en") for at, text in zip(starts, texts, strict=False)]
    hashes = [f"{number}-{place}".encode() for place in range(each)]
    writer.put(document, drafts, hashes, recipe="1")
    vectors = numbers.standard_normal((each, DIM), dtype=np.float32)
    writer.add_embeddings(RandomEncoder.model_id, hashes, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    territory, theme, year = drawn.choice(COMMUNES), drawn.choice(THEMES), str(drawn.randrange(1990, 2030))
    values = [
        Value("kind", kind := drawn.choice(KINDS), kind),
        Value("territory", territory, territory),
        Value("theme", theme, theme),
        Value("organisation", f"Organisation {number % 500}", f"Organisation {number % 500}", "signs"),
        Value("date", year, year, "signed"),
    ]
    store_values(writer, doc_id, values, "1")


def filters(drawn: random.Random, name: str) -> Written:
    """A filter of this name, a new one each time; it leaves about the share of passages that is told."""
    if name == "half (themes)":
        return {"themes": drawn.sample(THEMES, 10)}
    if name == "half (years)":
        year = drawn.randrange(1990, 2010)
        return {"years": list(range(year, year + 20)), "since": f"{year}-01-{drawn.randrange(1, 28):02}"}
    if name == "country, half of themes":
        return {"territories": ["country:FR"], "themes": drawn.sample(THEMES, 10)}
    if name == "tenth (themes)":
        return {"themes": drawn.sample(THEMES, 2)}
    if name == "1 % (organisations)":
        return {"organisations": [f"Organisation {number}" for number in drawn.sample(range(500), 5)]}
    return {"organisations": [f"Nobody {drawn.random()}"]}


NAMES = ("half (themes)", "half (years)", "country, half of themes", "tenth (themes)", "1 % (organisations)", "nothing")


def main(arguments: Sequence[str]) -> None:
    """Print the median of an unfiltered search, and each filter's cost beside the unfiltered one of the same query."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("home", nargs="?", type=Path)
    options = parser.parse_args(arguments)
    name = f"filters-{options.documents}-{options.passages}"
    home = Home(options.home or ROOT / ".cache" / "bench" / name)
    if not home.catalogue.is_file():
        build(home, documents=options.documents, passages=options.passages)
    drawn = random.Random(1)
    with Searcher.open(home, encoder=RandomEncoder()) as searcher:
        begun = time.perf_counter()
        searcher.search("w5", themes=drawn.sample(THEMES, 12))
        print(f"the first wide filter of a process, once: {(time.perf_counter() - begun) * 1000:.0f} ms")
        for mode in MODES:
            for each in NAMES:
                plain, first, again = [], [], []
                for _ in range(QUERIES):
                    text = " ".join(f"w{int(VOCABULARY ** drawn.random())}" for _ in range(5))
                    chosen = filters_of(**filters(drawn, each))
                    plain.append(_time(searcher, Query(text, mode=mode)))
                    first.append(_time(searcher, Query(text, mode=mode, filters=chosen)))
                    again.append(_time(searcher, Query(text, mode=mode, filters=chosen)))
                base = statistics.median(plain)
                ratios = " ".join(
                    f"{label} {statistics.median(times) * 1000:6.1f} ms ({statistics.median(times) / base:4.2f})"
                    for label, times in (("first", first), ("again", again))
                )
                print(f"{mode:8} {each:25} unfiltered {base * 1000:6.1f} ms   {ratios}")


def _time(searcher: Searcher, query: Query) -> float:
    begun = time.perf_counter()
    searcher.run(query)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:])
