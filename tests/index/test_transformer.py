"""Any other model, on real tiny ones written to a folder."""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelMissing
from index.transformer import NO_LIMIT, TransformerEncoder, prompts_of, token_counter

TEXTS = ["la charte du label", "ville", "la ville et la charte du label et la ville", ""]


@pytest.fixture(scope="module")
def folder(make_model: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "plain")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> TransformerEncoder:
    return TransformerEncoder(str(folder))


def test_what_it_says_of_itself(encoder: TransformerEncoder) -> None:
    """This ensures that dimension and limit are those of the model."""
    assert (encoder.dim, encoder.max_tokens) == (32, 16)
    assert encoder.model_id.startswith("plain@")


def test_vectors_are_unit_rows(encoder: TransformerEncoder) -> None:
    """This ensures the encoder's promise for both sides: float32 rows of unit length, in order."""
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
        assert (vectors.shape, vectors.dtype) == ((4, 32), np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert np.allclose(vectors, alone, atol=1e-5)
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, 32)


def test_tokens_worked_by_hand(encoder: TransformerEncoder) -> None:
    """This ensures that special tokens count and that long texts are counted to their end: n words take n + 2."""
    assert encoder.count_tokens(["la ville", "", "la " * 5000]) == [4, 2, 5002]
    assert encoder.count_tokens([]) == []


def test_prompts_of_the_configuration(
    make_model: Callable[..., Path], encoder: TransformerEncoder, tmp_path: Path
) -> None:
    """This ensures that a model's own prompts go before queries and before passages, and count."""
    prompts = {"query": "find : ", "passage": "passage : "}
    prompted = TransformerEncoder(str(make_model(tmp_path / "prompted", prompts=prompts)))
    assert np.allclose(prompted.encode_queries(["ville"]), encoder.encode_queries(["find : ville"]), atol=1e-5)
    assert np.allclose(prompted.encode_passages(["ville"]), encoder.encode_passages(["passage : ville"]), atol=1e-5)
    assert prompted.count_tokens(["ville"]) == [5]


def test_prompts_of_the_e5_family(make_model: Callable[..., Path], encoder: TransformerEncoder, tmp_path: Path) -> None:
    """This ensures that an e5 model, which does not name its prompts, is not used without them."""
    e5 = TransformerEncoder(str(make_model(tmp_path / "multilingual-e5-tiny")))
    assert np.allclose(e5.encode_queries(["ville"]), encoder.encode_queries(["query: ville"]), atol=1e-5)
    assert np.allclose(e5.encode_passages(["ville"]), encoder.encode_passages(["passage: ville"]), atol=1e-5)


@pytest.mark.parametrize(
    ("location", "prompts", "expected"),
    [
        ("acme/model", {"query": "", "document": ""}, ("", "")),
        ("acme/model", {"query": "Q: ", "document": "", "passage": "P: "}, ("Q: ", "P: ")),
        ("acme/model", {"query": None, "corpus": "C: "}, ("", "C: ")),
        ("intfloat/multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("intfloat/e5-base-v2", {"query": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("acme/e5-tuned", {"query": "q "}, ("q ", "")),
        ("acme/some5", {}, ("", "")),
        ("/models/e5/other", {}, ("", "")),
        ("/hub/models--intfloat--e5-small/snapshots/0123", {}, ("query: ", "passage: ")),
    ],
)
def test_prompts_of(location: str, prompts: dict[str, str | None], expected: tuple[str, str]) -> None:
    """This ensures that the configuration decides, and the family's name only where it is silent."""
    assert prompts_of(location, prompts) == expected


def test_a_long_passage_is_cut_aloud(encoder: TransformerEncoder, caplog: pytest.LogCaptureFixture) -> None:
    """This ensures that a passage over the limit is never cut in silence, and keeps its first tokens."""
    with caplog.at_level(logging.WARNING):
        long = encoder.encode_passages(["la ville " * 20, "ville"])
    assert "1 of 2 texts are longer than the 16 tokens" in caplog.text
    assert np.allclose(long, encoder.encode_passages(["la ville " * 7, "ville"]), atol=1e-5)  # 14 words and 2 specials


@pytest.mark.parametrize("text", ["\x00", "\ud800 la ville", "\udfff", "🏛️", "\u202bمرحبا", "\n\n"])
def test_odd_text(encoder: TransformerEncoder, text: str) -> None:
    """This ensures that no text stops a run."""
    for vectors in (encoder.encode_queries([text]), encoder.encode_passages([text])):
        assert np.isclose(np.linalg.norm(vectors), 1, atol=1e-5)


def test_a_query_of_100_000_characters(encoder: TransformerEncoder) -> None:
    """This ensures that a document pasted as a query is answered in seconds."""
    start = time.monotonic()
    encoder.encode_queries(["la ville et le reste " * 5000])
    assert time.monotonic() - start < 10


def test_threads_take_turns(encoder: TransformerEncoder) -> None:
    """This ensures that a search is not disturbed by an ingest that counts: a tokenizer has one setting for cutting."""
    long = "la ville " * 40
    expected = encoder.encode_queries([long])
    found: list[np.ndarray] = []
    counts: list[int] = []

    def search() -> None:
        found.extend(encoder.encode_queries([long]) for _ in range(100))

    def count() -> None:
        for _ in range(300):
            counts.extend(encoder.count_tokens([long]))

    threads = [threading.Thread(target=target) for target in (search, count, search, count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 200
    assert all(np.allclose(vectors, expected, atol=1e-6) for vectors in found)
    assert counts == [82] * 600


def test_loading_is_silent(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """This ensures that a progress bar of half a second does not stand above every search."""
    TransformerEncoder(str(folder))
    captured = capfd.readouterr()
    assert "Loading weights" not in captured.out + captured.err


def test_a_plain_transformers_folder(
    make_model: Callable[..., Path], encoder: TransformerEncoder, tmp_path: Path
) -> None:
    """This ensures that a model without sentence-transformers' own files is used with mean pooling."""
    folder = make_model(tmp_path / "plain")
    for name in ("modules.json", "sentence_bert_config.json", "1_Pooling/config.json"):
        (folder / name).unlink()
    plain = TransformerEncoder(str(folder))
    assert np.allclose(plain.encode_queries(["la ville"]), encoder.encode_queries(["la ville"]), atol=1e-5)


def test_a_broken_model(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that damaged weights are told in one line."""
    folder = make_model(tmp_path / "broken")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelMissing, match=r"The model .*broken cannot be loaded: ") as caught:
        TransformerEncoder(str(folder))
    assert "\n" not in str(caught.value)


def test_code_in_a_model_is_not_run(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that opening somebody's model never runs somebody's code."""
    folder = make_model(tmp_path / "hostile")
    ran = tmp_path / "ran"
    (folder / "hostile.py").write_text(f"open({str(ran)!r}, 'w').close()\n", encoding="utf-8")
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[1]["type"] = "hostile.Pooling"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelMissing, match="hostile"):
        TransformerEncoder(str(folder))
    assert not ran.exists()


def test_a_tokenizer_that_cannot_count() -> None:
    """This ensures that a model whose tokens can't be counted is refused, and not used with a wrong limit."""
    with pytest.raises(ModelMissing, match="cannot count: int"):
        token_counter(3)


def test_a_static_model(tmp_path: Path) -> None:
    """This ensures that a model of word vectors, which has no limit and another kind of tokenizer, works as well."""
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    static = pytest.importorskip("sentence_transformers.sentence_transformer.modules.static_embedding")
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "la": 1, "ville": 2}, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.array([[1, 0], [0, 1], [3, 4]], np.float32)
    SentenceTransformer(modules=[static.StaticEmbedding(tokenizer, embedding_weights=vectors)], device="cpu").save(
        str(tmp_path / "static"), create_model_card=False
    )
    encoder = TransformerEncoder(str(tmp_path / "static"))
    assert (encoder.dim, encoder.max_tokens) == (2, NO_LIMIT)
    assert encoder.count_tokens(["la ville", "ville " * 9000]) == [2, 9000]
    assert np.allclose(encoder.encode_passages(["ville"]), [[0.6, 0.8]])  # (3, 4) / 5


def test_a_copy_is_the_same_model(folder: Path, encoder: TransformerEncoder, tmp_path: Path) -> None:
    """This ensures that a folder can be moved, and its description edited, without encoding everything again."""
    copy = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "plain"))
    (copy / "README.md").write_text("Another description.", encoding="utf-8")
    assert TransformerEncoder(str(copy)).model_id == encoder.model_id
