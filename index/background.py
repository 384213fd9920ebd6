"""What an encoder gives to any text, taken off: how near everything is to a query, and what is due to a language alone.

Vectors of these models lie close together in a cone, and those of one language closer. A few texts that say the same in
several languages are enough to measure both; without it, passages in the query's language crowd out the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.encoder import Encoder, Vectors, WordEncoder
from index.wordspace import WordSpace, content

# How much of the background is taken off. Measured on the development sets with these texts (nDCG@10; the last three
# columns have every language in one pool, and each version of a passage counts):
#
#   QUERY  LANGUAGE  piaf  xquad en→en  de→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete  xquad  guides  sdg
#   0      0         .847         .986   .952          .642   .596   .409       .645   .580  .606   .825    .311  .303
#   0      .6        .847         .986   .952          .642   .596   .409       .645   .580  .606   .892    .339  .377
#   0      1.2       .847         .986   .952          .642   .596   .409       .645   .580  .606   .924    .373  .386
#   .25    0         .848         .987   .949          .650   .604   .423       .652   .578  .612   .825    .316  .303
#   .25    .6        .848         .987   .949          .650   .604   .423       .652   .578  .612   .891    .348  .378
#   .25    1.2       .848         .987   .949          .650   .604   .423       .652   .578  .612   .926    .381  .408
#   .25    1.5       .848         .987   .949          .650   .604   .423       .652   .578  .612   .934    .385  .390
#   .40    1.2       .848         .986   .945          .652   .617   .421       .657   .575  .614   .927    .385  .412
QUERY = 0.25
LANGUAGE = 1.2

MIDDLE = ""
WORDS = "#"
"""The name under which the mean query is kept beside the languages, and what stands before the names of the parts of
the words' space."""


@dataclass(frozen=True, slots=True)
class Background:
    """The mean query (dim,), and for each language how far its texts lie from the middle of all languages (dim,).

    `words` is where single words are compared; None for a model that does not give them.
    """

    query: Vectors
    languages: Mapping[str, Vectors]
    words: WordSpace | None = None

    @classmethod
    def none(cls, dim: int) -> Background:
        """Nothing to take off."""
        return cls(np.zeros(dim, dtype=np.float32), {})

    @classmethod
    def of(cls, parts: Mapping[str, Vectors], dim: int) -> Background:
        """From what `parts` gave."""
        if not parts:
            return cls.none(dim)
        return cls(
            parts[MIDDLE],
            {name: vector for name, vector in parts.items() if name.isalpha()},  # older homes keep more
            WordSpace.of({name[1:]: rows for name, rows in parts.items() if name.startswith(WORDS)}),
        )

    def parts(self) -> dict[str, Vectors]:
        """All its vectors by name, each in one row, to be kept."""
        words = {WORDS + name: row for name, row in self.words.parts().items()} if self.words else {}
        return {MIDDLE: self.query, **self.languages, **words}

    @property
    def digest(self) -> str:
        """Names the background and how much of it is taken off; empty where there is none."""
        if not self.languages:
            return ""
        content = hashlib.sha256(f"{QUERY} {LANGUAGE}".encode())
        for name, vector in sorted({MIDDLE: self.query, **self.languages}.items()):
            content.update(name.encode() + vector.astype("<f4").tobytes())
        return content.hexdigest()[:16]

    def off_query(self, query: Vectors) -> Vectors:
        """A query's vector (dim,) without what all queries have in common."""
        return query - np.float32(QUERY) * self.query

    def off_passages(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """Passages' vectors (n, dim) without what is due to their `languages` (n,) alone."""
        if not self.languages:
            return vectors
        none = np.zeros_like(self.query)
        known = {language: self.languages.get(language, none) for language in set(languages)}
        offsets = np.stack([known[language] for language in languages]) if len(languages) else vectors
        return vectors - np.float32(LANGUAGE) * offsets


def measure(encoder: Encoder, words: WordSpace | None = None) -> Background:
    """The background of an encoder: what it makes of `texts`, and for words of `unrelated` questions too.

    `words` is where passages' words lie already, if they do: they stay there.
    """
    bank = texts()
    means = {
        language: encoder.encode_passages(versions).mean(axis=0, dtype=np.float32)
        for language, versions in bank.items()
    }
    middle = np.mean(list(means.values()), axis=0, dtype=np.float32)
    queries = encoder.encode_queries([text for versions in bank.values() for text in versions])
    return Background(
        queries.mean(axis=0, dtype=np.float32),
        {language: mean - middle for language, mean in means.items()},
        _measured_words(encoder, words) if isinstance(encoder, WordEncoder) else None,
    )


def _measured_words(encoder: WordEncoder, known: WordSpace | None) -> WordSpace:
    """The space of the words of the same texts, as passages and as queries, and of the unrelated questions."""
    banks = (texts(), unrelated())
    queries = {
        name: encoder.encode_queries_by_word([text for bank in banks for text in bank.get(name, ())])[1]
        for name in dict.fromkeys(name for bank in banks for name in bank)
    }
    space = known
    if space is None:
        passages = {name: encoder.encode_passages_by_word(versions)[1] for name, versions in texts().items()}
        space = WordSpace.fit(
            *(
                [content(each, name).states for name, some in side.items() for each in some]
                for side in (passages, queries)
            )
        )
    return space.with_usual(queries)


@cache
def texts() -> Mapping[str, Sequence[str]]:
    """The same sentences, questions and headings in each language. Ten of them tell as much as a hundred."""
    return _read("background.json")


@cache
def unrelated() -> Mapping[str, Sequence[str]]:
    """Questions and headings by language that no collection of policy documents is likely to answer."""
    return _read("unrelated.json")


def _read(name: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = json.loads(files("index").joinpath(name).read_text(encoding="utf-8"))
    return found
