"""What searches share: the caches as they were last published, with what is worked out once for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corpus.acronyms import acronyms_of
from corpus.catalogue import Catalogue
from corpus.duplicates import all_roles
from corpus.home import Home
from corpus.types import Role
from index.caches import Caches, open_caches, stamp_of
from search.acronyms import Acronyms
from search.baselines import Baselines
from search.recent import RecentQueries, RecentWords

Ids = npt.NDArray[np.int64]

# Passages that name things without saying anything of them. A table says much.
POOR_ROLES: frozenset[Role] = frozenset({"contents", "references", "heading"})


@dataclass(frozen=True, slots=True)
class State:
    """One published state. `encoded` and `poor` are passage ids, growing: with a vector, and with a poor role."""

    caches: Caches
    stamp: tuple[int, int]
    languages: tuple[str, ...]
    encoded: Ids
    poor: Ids
    acronyms: Acronyms
    baselines: Baselines
    words: RecentWords = field(default_factory=RecentWords, compare=False)
    queries: RecentQueries = field(default_factory=RecentQueries, compare=False)

    @classmethod
    def open(cls, home: Home, catalogue: Catalogue) -> State:
        """The state as it is now. Raises what `index.caches.open_caches` does."""
        stamp = stamp_of(home)  # before opening: what is published meanwhile is seen at the next search
        caches = open_caches(home, catalogue)
        roles = all_roles(catalogue)
        return cls(
            caches=caches,
            stamp=stamp,
            languages=tuple(catalogue.languages()),
            encoded=np.sort(caches.vectors.ids),
            poor=np.array(sorted(number for number, role in roles.items() if role in POOR_ROLES), dtype=np.int64),
            acronyms=Acronyms(acronyms_of(catalogue)),
            baselines=Baselines.open(home, caches.manifest),
        )
