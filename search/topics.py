"""What a corpus is about: clusters of its passages, with the words typical of each and its most central passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.errors import QueryError
from corpus.filters import Filters, documents_with
from corpus.types import Passage
from index.encoder import Vectors
from search.terms import Term, count_words

# k-means is begun so often, and the tightest clusters are kept: one beginning in five ends in a worse place.
BEGINNINGS = 4
FEWEST, MOST = 2, 30
KEYWORDS, CENTRAL = 8, 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A cluster: `number` from 1, largest first. `central` are the passages nearest to its middle, nearest first."""

    number: int
    passages: int
    documents: int
    languages: Mapping[str, int]
    keywords: tuple[Term, ...]
    central: tuple[Passage, ...]
    passage_ids: tuple[int, ...]


def topics(catalogue: Catalogue, filters: Filters, *, count: int | None = None, seed: int = 0) -> list[Topic]:
    """The topics of the passages that the filters leave: `count` of them, or about √(passages / 2).

    The same passages and seed give the same topics, whatever the number of threads. All vectors are held in memory:
    150 MB for 100,000 passages. Raises `QueryError` where fewer than two passages have a vector.
    """
    chosen = documents_with(catalogue, filters)
    parts = list(catalogue.vectors(catalogue.fact("model_id") or ""))
    ids = np.concatenate([part for part, _ in parts]) if parts else np.empty(0, dtype=np.int64)
    vectors = np.concatenate([rows for _, rows in parts]) if parts else np.empty((0, 1), dtype=np.float32)
    known = catalogue.passages_by_id(ids.tolist())
    kept = np.array([number in known and known[number].doc_id in chosen for number in ids.tolist()], dtype=bool)
    ids, vectors = ids[kept], vectors[kept]
    if len(ids) < FEWEST:
        raise QueryError(f"{len(ids)} passages have a vector", advice="Topics need two or more: ingest, or filter less")
    centred = without_language([known[number].language for number in ids.tolist()], vectors)
    wanted = count or max(FEWEST, min(MOST, round((len(ids) / 2) ** 0.5)))
    labels, nearness = clusters(centred, min(wanted, len(ids)), seed)
    group_of = dict(zip(ids.tolist(), labels.tolist(), strict=True))
    counted = count_words(
        (text for texts in catalogue.passage_texts() for text in texts if text.passage_id in group_of),
        lambda text: group_of[text.passage_id],
    )
    found = []
    for number, (label, size) in enumerate(
        sorted(Counter(labels.tolist()).items(), key=lambda each: (-each[1], each[0])), 1
    ):
        members = ids[labels == label]
        order = np.lexsort((members, -nearness[labels == label]))
        own = [known[each] for each in members.tolist()]
        found.append(
            Topic(
                number=number,
                passages=size,
                documents=len({passage.doc_id for passage in own}),
                languages=dict(Counter(passage.language for passage in own).most_common()),
                keywords=tuple(counted.terms(label, limit=KEYWORDS)),
                central=tuple(known[each] for each in members[order[:CENTRAL]].tolist()),
                passage_ids=tuple(members.tolist()),
            )
        )
    return found


def without_language(languages: list[str], vectors: Vectors) -> Vectors:
    """The vectors less the mean of their language's, at unit length: else the clusters would be the languages."""
    centred = vectors.astype(np.float64)
    for language in sorted(set(languages)):
        own = np.array([each == language for each in languages])
        if own.sum() > 1:
            centred[own] -= centred[own].mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return (centred / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def clusters(vectors: Vectors, count: int, seed: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The cluster of each vector (n,), and how near it is to the middle of its own (n,), higher is nearer."""
    from sklearn.cluster import KMeans  # noqa: PLC0415 - a second, and only here
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(limits=1):  # several threads add in another order each time
        model = KMeans(count, n_init=BEGINNINGS, random_state=seed).fit(vectors)
    away = vectors - model.cluster_centers_[model.labels_]
    return model.labels_.astype(np.int64), -np.einsum("ij,ij->i", away, away).astype(np.float64)
