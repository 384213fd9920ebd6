"""Finds documents that are one instrument: translations of each other, and versions of one text. Careful: a wrong link
hides a document behind another, a missing one only lists it twice.

Nearness in meaning proposes; what does not depend on language (numbers, length, territories) has to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.families import (
    FamilyLink,
    Relation,
    forget_compared,
    mean_vectors,
    not_compared,
    passage_vectors,
    store_compared,
    title_vectors,
)
from corpus.gazetteer import chain
from corpus.instruments import values_of
from corpus.types import UNKNOWN_LANGUAGE
from corpus.vocabulary import folded
from corpus.writer import CatalogueWriter
from index.encoder import Encoder
from index.products import cosines
from index.vectors import MARGIN, ROUNDING

Floats = npt.NDArray[np.float32]

# Raise it when what is linked changes: all documents are then compared anew.
RECIPE = "1"

# How many documents are looked up at a time.
TOGETHER = 256
# How many documents of each language, the nearest by their mean vectors, a document is compared with.
NEIGHBOURS = 6

# Measured by tests/quality/families.py on 184 records of xquad and guides_parallel, of which 199 pairs are
# translations, with the bundled model. Passages of translations cover each other by .847 to .947, of other documents in
# two languages by .758 to .873. A translation leads before the next document of its language by .014 to .182; all other
# pairs lag behind one. Lengths of translations are .73 and more of each other. On 70 texts a set, not looked at before
# (534 pairs, neighbouring sections among them), a lead of .02 links 417 and none wrongly, with which 460 are in one
# family; .01 links 464 and 2 wrongly, .005 478 and 10.
COVERED = 0.84
LEAD = 0.02
LENGTH = 0.5
# Documents that both name so many numbers name the same ones where they are translations: dates, amounts, articles.
MANY_NUMBERS = 4
NUMBERS = 0.4
# Versions of one text cover each other by .92 in the sample corpus, other documents of one language by .86 at most;
# sections of one guide, though, by up to .93. So versions need a title of their own, equal but for its numbers, too.
VERSION_COVERED = 0.9
# As near as this, two documents of one language are taken for versions of each other when it comes to leading.
SIBLINGS = 0.95

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a document: vectors of its title (dim,) and passages (n, dim), numbers and territories.

    `title` is empty where it is only the name of a file or record. `territories` have all that contain them.
    """

    doc_id: str
    language: str
    title: str
    characters: int
    title_vector: Floats
    passages: Floats
    numbers: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents to compare. `lead` is by how much each is nearer to the other than the next of the other's
    language is; the lower of both directions.
    """

    one: str
    other: str
    lead: float


def update_families(writer: CatalogueWriter, encoder: Encoder) -> int:
    """Compare the documents that are new with all; how many links were found. The caller holds the home's lock.

    Documents of which a passage is not encoded yet are left to a later run.
    """
    if writer.fact("families_recipe") != RECIPE:
        forget_compared(writer)
        writer.set_fact("families_recipe", RECIPE)
    new = not_compared(writer, encoder.model_id)
    if not new:
        return 0
    titles = encoder.encode_passages([writer.document(doc_id).title or doc_id for doc_id in new])
    vectors = dict(zip(new, titles, strict=True))
    with writer.transaction(revise=False):
        store_compared(writer, encoder.model_id, vectors, ())
        links = find_links(writer, encoder.model_id, new)
        store_compared(writer, encoder.model_id, {}, links)
    return len(links)


def find_links(catalogue: Catalogue, model_id: str, new: Sequence[str]) -> list[FamilyLink]:
    """The links between each of the `new` documents and any other, surest first."""
    pairs = list(candidates(*mean_vectors(catalogue, model_id), new))
    profiles = profiles_of(catalogue, model_id, {name for pair in pairs for name in (pair.one, pair.other)})
    links = [
        link
        for pair in pairs
        if pair.one in profiles
        and pair.other in profiles
        and (link := link_of(profiles[pair.one], profiles[pair.other], lead=pair.lead))
    ]
    return sorted(links, key=lambda link: (-link.score, link.one, link.other))


def candidates(doc_ids: Sequence[str], languages: Sequence[str], means: Floats, new: Iterable[str]) -> Iterator[Pair]:
    """The pairs of a new document and one of its nearest in each language, each once. `means` has shape (n, dim)."""
    place_of = {doc_id: place for place, doc_id in enumerate(doc_ids)}
    if len(place_of) < 2:
        return
    near = _Nearest(languages, means)
    places = [place_of[doc_id] for doc_id in new if doc_id in place_of]
    near.look_up(places)
    seen = set[tuple[int, int]]()
    for one in places:
        for language in near.languages:
            for other in near.of(one, language):
                pair = (min(one, other), max(one, other))
                if pair not in seen and near.is_worth_a_look(*pair):
                    seen.add(pair)
                    yield Pair(doc_ids[pair[0]], doc_ids[pair[1]], min(near.lead(*pair), near.lead(*pair[::-1])))


class _Nearest:
    """The nearest documents of each language, looked up once a document and language."""

    def __init__(self, languages: Sequence[str], means: Floats) -> None:
        self._own, self._means = languages, means
        self._of_language = {
            language: np.array([place for place, each in enumerate(languages) if each == language], dtype=np.int64)
            for language in dict.fromkeys(languages)
        }
        self._known: dict[tuple[int, str], list[int]] = {}

    @property
    def languages(self) -> list[str]:
        return list(self._of_language)

    def look_up(self, places: Sequence[int]) -> None:
        """Look up many documents at a time, which is ten times as fast as one by one."""
        for language, within in self._of_language.items():
            rows = self._means[within]
            for first in range(0, len(places), TOGETHER):
                part = list(places[first : first + TOGETHER])
                for one, near in zip(part, nearest(rows, self._means[part], NEIGHBOURS + 1), strict=True):
                    self._known[one, language] = [place for place in within[near].tolist() if place != one][:NEIGHBOURS]

    def of(self, one: int, language: str) -> list[int]:
        """The places of the nearest in that language, nearest first, itself not among them."""
        if (one, language) not in self._known:
            self.look_up([one])
        return self._known[one, language]

    def is_worth_a_look(self, one: int, other: int) -> bool:
        """Whether the means are as near as passages have to be: they are nearer, since what differs evens out."""
        least = VERSION_COVERED if self._own[one] == self._own[other] else COVERED
        return self._cosine(one, other) >= least

    def lead(self, one: int, other: int) -> float:
        """By how much `other` is nearer to `one` than the next of its language that is no version of it.

        Where that language has no other document, the next of any language counts: it is the nearer for its language.
        """
        ahead = self._cosine(one, other)
        rivals = [each for each in self.of(one, self._own[other]) if not self._is_either(each, one, other)]
        if not rivals:
            everywhere = (self.of(one, language) for language in self._of_language)
            rivals = [each for places in everywhere for each in places if not self._is_either(each, one, other)]
        return ahead - max((self._cosine(one, rival) for rival in rivals), default=ahead - LEAD)

    def _is_either(self, each: int, one: int, other: int) -> bool:
        """Whether it is one of the two, or a version of one in its language."""
        return any(
            each == known or (self._own[each] == self._own[known] and self._cosine(each, known) >= SIBLINGS)
            for known in (one, other)
        )

    def _cosine(self, one: int, other: int) -> float:
        return float(self._means[one] @ self._means[other])


def nearest(rows: Floats, queries: Floats, k: int) -> Iterator[npt.NDArray[np.int64]]:
    """The places of the `k` rows (n, dim) nearest to each of the queries (m, dim), nearest first, of equals the first.

    As `VectorIndex.search` finds them: candidates by one product, which BLAS adds up in any order, then exactly.
    """
    wide = min(k + MARGIN, len(rows))
    for query, products in zip(queries, queries @ rows.T, strict=True):
        places = np.argpartition(products, len(rows) - wide)[len(rows) - wide :]
        exact = cosines(rows[places], query)
        best = np.lexsort((places, -exact))[:k]
        if wide < len(rows) and products[places].min() >= exact[best[-1]] - ROUNDING:  # others may be as near
            places, exact = np.arange(len(rows)), cosines(rows, query)
            best = np.lexsort((places, -exact))[:k]
        yield places[best]


def link_of(one: Profile, other: Profile, *, lead: float) -> FamilyLink | None:
    """The link between two documents; None where the evidence is not enough. Pure."""
    if UNKNOWN_LANGUAGE in {one.language, other.language} or not _may_be_one(one, other):
        return None
    near = covered(one.passages, other.passages)
    titles = float(one.title_vector @ other.title_vector)
    if one.language != other.language:
        agrees = near >= COVERED and lead >= LEAD
        relation: Relation = "translation"
        reasons = [f"passages say the same in {one.language} and {other.language} ({near:.2f})"]
    else:
        agrees = near >= VERSION_COVERED and _is_version_title(one, other)
        relation = "version"
        reasons = [f"titles are equal but for numbers, passages nearly so ({near:.2f})"]
    if not agrees:
        return None
    both = one.numbers & other.numbers
    if both:
        reasons.append(f"{len(both)} numbers in common")
    if one.territories & other.territories:
        reasons.append("one territory")
    if one.title and other.title and relation == "translation":
        reasons.append(f"titles near each other ({titles:.2f})")
    return FamilyLink(
        min(one.doc_id, other.doc_id), max(one.doc_id, other.doc_id), relation, min(near, 1.0), tuple(reasons)
    )


def _may_be_one(one: Profile, other: Profile) -> bool:
    """Whether nothing that does not depend on language speaks against it."""
    if min(one.characters, other.characters) < LENGTH * max(one.characters, other.characters):
        return False
    least = min(len(one.numbers), len(other.numbers))
    if one.language != other.language and least >= MANY_NUMBERS and len(one.numbers & other.numbers) < NUMBERS * least:
        return False
    return not (one.territories and other.territories) or bool(one.territories & other.territories)


def _is_version_title(one: Profile, other: Profile) -> bool:
    """Whether both have the same title, but for numbers, and more than one passage: a structure to be equal in."""
    names = [" ".join(_NUMBER.sub(" ", folded(each.title)).split()) for each in (one, other)]
    several = min(len(one.passages), len(other.passages)) > 1
    return several and bool(names[0]) and names[0] == names[1]


def covered(one: Floats, other: Floats) -> float:
    """How near each passage of either is to the nearest of the other, on average; the lower of both directions."""
    cosines = one @ other.T
    return float(min(cosines.max(axis=1).mean(), cosines.max(axis=0).mean()))


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of a text, which are the same in every language; those of one digit say little."""
    return frozenset(number for number in _NUMBER.findall(text) if len(number) > 1)


def profiles_of(catalogue: Catalogue, model_id: str, doc_ids: Iterable[str]) -> Mapping[str, Profile]:
    """The profiles of those of these documents that are there with their vectors."""
    wanted = sorted(doc_ids)
    passages, titles = passage_vectors(catalogue, model_id, wanted), title_vectors(catalogue, model_id)
    found = {}
    for doc_id in wanted:
        if doc_id in passages and doc_id in titles:
            document = catalogue.document(doc_id)
            codes = [value.value for value in values_of(catalogue, doc_id) if value.field == "territory"]
            names = {
                document.external_id,
                document.uri.rpartition("/")[2],
                document.uri.rpartition("/")[2].partition(".")[0],
            }
            found[doc_id] = Profile(
                doc_id=doc_id,
                language=document.language,
                title="" if document.title in names else document.title,
                characters=len(document.text),
                title_vector=titles[doc_id],
                passages=passages[doc_id],
                numbers=numbers_of(document.text),
                territories=frozenset(codes) | {upper for code in codes for upper in chain(code) if _is_small(upper)},
            )
    return found


def _is_small(code: str) -> bool:
    """A region or country contains too much to say that two documents speak of one place."""
    return code.partition(":")[0] in {"epci", "departement"}
