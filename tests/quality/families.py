"""How well translations and versions find each other, where they are known: pairs found, wrong and missed.

    python tests/quality/families.py [--pairs 45] [FOLDER]

Over the sample corpus, and over records of xquad and guides_parallel (../shared) whose ids tell their translations:
half of them follow each other in one text, the others are drawn. FOLDER keeps the homes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

from corpus import samples
from corpus.families import families as list_families
from corpus.families import forget_compared, found_links
from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.encoder import Encoder
from index.models import DEFAULT_MODEL, open_encoder
from ingest.families import update_families
from ingest.pipeline import RunOptions, ingest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "retrieval"

SAMPLE_FAMILIES = {
    "charte-attractivite.pdf": "charter of welcome",
    "attractiveness-charter.pdf": "charter of welcome",
    "programme-bourgs-2021.html": "programme for town centres",
    "programme-bourgs-2024.pdf": "programme for town centres",
}


def records(pairs: int, path: Path) -> Path:
    """Records of both sets, with all of their translations, as a .jsonl file."""
    drawn = random.Random(3)
    with path.open("w", encoding="utf-8") as stream:
        for name in ("xquad", "guides_parallel"):
            lines = (SHARED / name / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
            rows = [json.loads(line) for line in lines]
            keys = list(dict.fromkeys(_text_of(row["_id"]) for row in rows))
            chosen = {*keys[: pairs // 2], *drawn.sample(keys, pairs // 2)}
            for row in rows:
                if _text_of(row["_id"]) in chosen:
                    stream.write(json.dumps(row | {"_id": f"{name}/{row['_id']}"}, ensure_ascii=False) + "\n")
    return path


def _text_of(record_id: str) -> str:
    """What a record is a translation of: `xquad/de:017` is of `017`."""
    return record_id.partition(":")[2]


def measure(home: Home, source: Path, encoder: Encoder, family_of: Callable[[str], str]) -> tuple[int, int, int, int]:
    """Links that are right, links that are wrong, pairs that there are, and those of them that are in one family."""
    ingest(home, [source], encoder, model=DEFAULT_MODEL, options=RunOptions(sentences=False))
    with home.writing(), CatalogueWriter.create(home) as writer:
        forget_compared(writer)
        update_families(writer, encoder)
        names = {each.doc_id: each.external_id or Path(each.uri).name for each in writer.summaries()}
        links, grouped = found_links(writer), list_families(writer)
    families = {doc_id: family_of(name) for doc_id, name in names.items()}
    right = [link for link in links if families[link.one] and families[link.one] == families[link.other]]
    for link in links:
        if link not in right:
            print(f"  wrong: {names[link.one]} and {names[link.other]}, {link.relation}: {'; '.join(link.reasons)}")
    found = {frozenset((link.one, link.other)) for link in links}
    pairs = [
        {one, other} for one, other in combinations(names, 2) if families[one] and families[one] == families[other]
    ]
    for pair in pairs:
        if frozenset(pair) not in found:
            print(f"  missed: {' and '.join(names[each] for each in sorted(pair))}")
    together = sum(any(pair <= set(family.members) for family in grouped) for pair in pairs)
    return len(right), len(links) - len(right), len(pairs), together


def main(arguments: Sequence[str]) -> None:
    """Print a line a set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=45)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / ".cache" / "families")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    encoder = open_encoder()
    sets: list[tuple[str, Path, Callable[[str], str]]] = [
        ("samples", samples.documents_folder(), lambda name: SAMPLE_FAMILIES.get(name, ""))
    ]
    if SHARED.is_dir():
        path = records(options.pairs, options.folder / f"records-{options.pairs}.jsonl")
        sets.append((f"records-{options.pairs}", path, _text_of))
    for name, source, family_of in sets:
        right, wrong, pairs, together = measure(Home(options.folder / name), source, encoder, family_of)
        print(f"{name:12} {right} of {pairs} pairs linked, {wrong} wrongly; {together} in one family")


if __name__ == "__main__":
    main(sys.argv[1:])
