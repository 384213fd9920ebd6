"""Passages on a plane: neighbours say similar things. The same passages give the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.filters import NO_FILTERS
from search.topics import Topic, topics, without_language

# What t-SNE draws in some seconds on one processor, and a reader tells apart; more are thinned out evenly.
MOST_POINTS = 1500
# Below this there is nothing to lay out: so few passages, or all of them say the same.
FEWEST_POINTS, FEWEST_DISTINCT = 8, 3
# As many colours as are told apart, with some left to say the same twice.
MOST_TOPICS = 20
# t-SNE works on the first principal components: as good, and several times as fast.
COMPONENTS = 30


@dataclass(frozen=True, slots=True)
class PassageMap:
    """Passages with their places (n, 2) and the number of their topic; `all_passages` counts those not drawn, too."""

    passage_ids: tuple[int, ...]
    places: npt.NDArray[np.float32]
    numbers: tuple[int, ...]
    topics: tuple[Topic, ...]
    all_passages: int


def passage_map(catalogue: Catalogue) -> PassageMap | None:
    """The map of all passages that have a vector; None where they are too few."""
    parts = list(catalogue.vectors(catalogue.fact("model_id") or ""))
    count = sum(len(ids) for ids, _ in parts)
    if count < FEWEST_POINTS:
        return None
    ids = np.concatenate([ids for ids, _ in parts])
    vectors = np.concatenate([vectors for _, vectors in parts])
    distinct = len(np.unique(vectors, axis=0))
    if distinct < FEWEST_DISTINCT:
        return None
    found = topics(catalogue, NO_FILTERS, count=min(distinct, MOST_TOPICS, max(2, round((count / 2) ** 0.5))))
    number_of = {passage: topic.number for topic in found for passage in topic.passage_ids}
    known = np.array([number in number_of for number in ids.tolist()])  # another process may have removed some
    ids, vectors = ids[known], vectors[known]
    kept = np.unique(np.linspace(0, len(ids) - 1, min(len(ids), MOST_POINTS)).round().astype(np.int64))
    ids, vectors = ids[kept], vectors[kept]
    languages = catalogue.passage_languages(ids.tolist())
    places = on_a_plane(vectors, [languages.get(number, "") for number in ids.tolist()])
    return PassageMap(
        tuple(ids.tolist()), places, tuple(number_of[number] for number in ids.tolist()), tuple(found), count
    )


def on_a_plane(vectors: npt.NDArray[np.float32], languages: Sequence[str]) -> npt.NDArray[np.float32]:
    """Places (n, 2) for unit vectors (n, dim): by what they say, and not by the language they say it in."""
    from sklearn.decomposition import PCA  # noqa: PLC0415 - a second, and only here
    from sklearn.manifold import TSNE  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    centred = without_language(list(languages), vectors)
    with threadpool_limits(limits=1):  # several threads add in another order each time
        count = min(COMPONENTS, *centred.shape)
        reduced = PCA(count, svd_solver="full", random_state=0).fit_transform(centred)
        perplexity = min(30.0, (len(reduced) - 1) / 3)
        model = TSNE(2, perplexity=perplexity, init="pca", random_state=0, n_jobs=1, max_iter=500)
        places: npt.NDArray[np.float32] = model.fit_transform(reduced).astype(np.float32)
    return places
