"""The second half of a run: passages without a vector get one, then their sentences, and the vectors are published."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from corpus.backgrounds import keep_background
from corpus.errors import ModelMismatch
from corpus.home import Home
from corpus.word_codes import WordCodes, add_word_codes, without_usual
from corpus.writer import CatalogueWriter
from index.background import measure
from index.caches import background_in, synchronise
from index.encoder import Encoder, Vectors, WordEncoder
from index.headers import embedding_text
from index.wordspace import WordSpace
from ingest.progress import Progress

# Characters encoded and stored at a time: what a run that is ended loses is at most this much work, ten seconds.
CHARS_A_STEP = 60_000
# Texts that are sorted by length before they are cut into steps, so that little padding is computed.
TEXTS_A_SORT = 1024
SENTENCES_A_SORT = 4096
# How often the vectors are published during a long run.
PUBLISH_EVERY_S = 120.0
# Characters encoded at a time while sources are being read: what is left of a step is waited for, some seconds.
CHARS_AHEAD = 20_000
# Texts that wait to be encoded while sources are being read; further ones come after.
TEXTS_AHEAD = 4096


class Text(NamedTuple):
    """What is encoded: the hash that names its vector, the text, and a passage's language."""

    key: bytes
    text: str
    language: str = ""


def adopt_model(catalogue: CatalogueWriter, encoder: Encoder, name: str, *, instead: bool = False) -> None:
    """Note the model of a new home, and the `name` it is opened by.

    Raises `ModelMismatch` where the home was built with another, unless this one comes `instead`.
    """
    present = catalogue.fact("model_id")
    if present not in {None, encoder.model_id} and not instead:
        raise ModelMismatch(
            f"This home was built with the model {present}; vectors of {encoder.model_id} can't be mixed with it",
            advice=f"Leave --model out, or change the whole home with: repere reindex --model {name}",
        )
    with catalogue.transaction(revise=present != encoder.model_id):
        catalogue.set_fact("model", name)
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", str(encoder.dim))


def measure_background(home: Home, catalogue: CatalogueWriter, encoder: Encoder) -> None:
    """Measure what the model gives to any text, once, where there is something that it is to be taken off.

    Published at once: caches without it count as those of another model, and readers would find none.
    """
    if catalogue.counts().passages and _measured(catalogue, encoder):
        synchronise(home, catalogue)


def _measured(catalogue: CatalogueWriter, encoder: Encoder) -> bool:
    """Whether the background had to be measured, and is now in the catalogue: whole, or for want of its words.

    Words that have their place keep it; a home made before it was known what is usual gets that alone.
    """
    known = background_in(catalogue)
    if known.languages and ((known.words and known.words.usual) or not isinstance(encoder, WordEncoder)):
        return False
    keep_background(catalogue, encoder.model_id, measure(encoder, known.words).parts())
    return True


def _word_space(catalogue: CatalogueWriter, encoder: Encoder) -> WordSpace | None:
    """Where the words of passages are put; None for a model that does not give them."""
    return background_in(catalogue).words if isinstance(encoder, WordEncoder) else None


def encode_pending(home: Home, catalogue: CatalogueWriter, encoder: Encoder, progress: Progress) -> int:
    """Encode the passages that have no vector yet, storing as it goes, and publish; gives how many texts."""

    measure_background(home, catalogue, encoder)
    space = _word_space(catalogue, encoder)
    words = space is not None
    if space is not None and space.usual:
        _complete_words(catalogue, encoder, space)

    def pending() -> list[Text]:
        passages = catalogue.unencoded(encoder.model_id, limit=TEXTS_A_SORT, words=words)
        return [Text(each.text_hash, embedding_text(each.section, each.text), each.language) for each in passages]

    total = catalogue.count_unencoded(encoder.model_id, words=words)
    return _encode_all(home, catalogue, encoder, pending, _Stage("encode", total, progress, space))


def _complete_words(catalogue: CatalogueWriter, encoder: Encoder, space: WordSpace) -> None:
    """Add what is usual to words that were kept before it was."""
    while some := without_usual(catalogue, encoder.model_id, limit=TEXTS_A_SORT):
        complete = {key: WordCodes(codes, space.usual_nearness(codes)) for key, codes in some.items()}
        add_word_codes(catalogue, encoder.model_id, complete)


def encode_pending_sentences(home: Home, catalogue: CatalogueWriter, encoder: Encoder, progress: Progress) -> int:
    """The same for sentences, once the passages can be searched: they make the ranking better, and cost as much."""

    def pending() -> list[Text]:
        return [Text(*each) for each in catalogue.unencoded_sentences(encoder.model_id, limit=SENTENCES_A_SORT)]

    total = catalogue.count_unencoded(encoder.model_id, sentences=True)
    return _encode_all(home, catalogue, encoder, pending, _Stage("sentences", total, progress))


class EncodingAhead:
    """Encodes passages that are stored while others are still being read, one step at a time, in a thread.

    It goes on only when it is told to: while workers are busy, and the run would wait for them.
    """

    def __init__(self, catalogue: CatalogueWriter, encoder: Encoder) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._waiting: deque[Text] = deque(maxlen=TEXTS_AHEAD)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="repere-encode")
        self._step: Future[int] | None = None
        self._encoded = 0

    def add(self, texts: Sequence[Text]) -> None:
        """These are stored now."""
        room = TEXTS_AHEAD - len(self._waiting)
        self._waiting.extend(texts[:room])

    def go_on(self) -> None:
        """Begin a step, where there is enough for one and none is under way."""
        if self._step is not None and self._step.done():
            self.wait()
        if self._step is None and sum(len(each.text) for each in self._waiting) >= CHARS_AHEAD:
            step: dict[bytes, Text] = {}
            while self._waiting and sum(len(each.text) for each in step.values()) < CHARS_AHEAD:
                text = self._waiting.popleft()
                step[text.key] = text
            self._step = self._thread.submit(self._encode, step)

    def wait(self) -> None:
        """Wait for the step under way."""
        if self._step is not None:
            self._encoded += self._step.result()
            self._step = None

    def finish(self) -> int:
        """Wait for the step under way; gives how many texts were encoded. The rest is left to `encode_pending`."""
        self.wait()
        self._waiting.clear()
        return self._encoded

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True)

    def _encode(self, texts: dict[bytes, Text]) -> int:
        catalogue, encoder = self._catalogue, self._encoder
        _measured(catalogue, encoder)
        space = _word_space(catalogue, encoder)
        words = space is not None
        wanted = [texts[key] for key in catalogue.wanting(encoder.model_id, list(texts), words=words)]
        encoded = _encoded(encoder, wanted, space)
        with catalogue.transaction():
            # Not what was removed meanwhile.
            kept = set(catalogue.wanting(encoder.model_id, [each.key for each in wanted], words=words))
            encoded = [each for each in encoded if each.key in kept]
            _store(catalogue, encoder, encoded)
        return len(encoded)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage of the run, how many texts it has, and where their words are put, if they are kept."""

    name: str
    total: int
    progress: Progress
    space: WordSpace | None = None


class _Encoded(NamedTuple):
    key: bytes
    vector: Vectors
    codes: WordCodes | None


def _encoded(encoder: Encoder, texts: Sequence[Text], space: WordSpace | None) -> list[_Encoded]:
    """The vector (dim,) of each text, and the codes of its words."""
    plain = [each.text for each in texts]
    if space is None or not isinstance(encoder, WordEncoder):
        return [_Encoded(each.key, row, None) for each, row in zip(texts, encoder.encode_passages(plain), strict=True)]
    vectors, words = encoder.encode_passages_by_word(plain)
    codes = [space.codes(states, each.language) for each, states in zip(texts, words, strict=True)]
    return [
        _Encoded(each.key, row, WordCodes(of_words, space.usual_nearness(of_words)))
        for each, row, of_words in zip(texts, vectors, codes, strict=True)
    ]


def _store(catalogue: CatalogueWriter, encoder: Encoder, encoded: Sequence[_Encoded]) -> None:
    if not encoded:
        return
    with catalogue.transaction():
        vectors = np.stack([each.vector for each in encoded])
        catalogue.add_embeddings(encoder.model_id, [each.key for each in encoded], vectors)
        codes = {each.key: each.codes for each in encoded if each.codes is not None}
        add_word_codes(catalogue, encoder.model_id, codes)


def _encode_all(
    home: Home, catalogue: CatalogueWriter, encoder: Encoder, pending: Callable[[], list[Text]], stage: _Stage
) -> int:
    if not stage.total:
        return 0
    stage.progress.start(stage.name, stage.total)
    published = time.monotonic()
    while texts := pending():
        for step in _steps(texts):
            _store(catalogue, encoder, _encoded(encoder, step, stage.space))
            stage.progress.advance(len(step))
            if time.monotonic() - published > PUBLISH_EVERY_S:
                synchronise(home, catalogue)
                published = time.monotonic()
    synchronise(home, catalogue)
    stage.progress.finish()
    return stage.total


def _steps(texts: list[Text]) -> Iterator[list[Text]]:
    """Texts of similar length, a step of about the same number of characters at a time."""
    step: list[Text] = []
    filled = 0
    for text in sorted(texts, key=lambda each: len(each.text)):
        if step and filled + len(text.text) > CHARS_A_STEP:
            yield step
            step, filled = [], 0
        step.append(text)
        filled += len(text.text)
    if step:
        yield step
