"""Kinds and themes described in a few words, and how near a text's opening comes to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.instrument import Kind
from corpus.types import Document
from index.encoder import Encoder, Vectors
from ingest.describe.themes import THEMES

Vector: TypeAlias = npt.NDArray[np.float32]

KIND_DESCRIPTIONS: Mapping[Kind, str] = {
    "charter": "a charter: commitments that its signatories share, principles, articles",
    "programme": "a public programme of support with its budget, its axes and the territories chosen",
    "label": "a label or title awarded to towns or companies: criteria, application, renewal, holders",
    "network": "a network or association of towns with its members, its statutes and its activities",
    "twinning": "twin towns: partnership between cities of different countries, exchanges",
    "contract": "a contract or agreement between the State and local authorities, signed for some years",
    "manifesto": "a manifesto: we believe, we demand, a declaration of conviction",
    "plan": "a plan or strategy: diagnosis, objectives, actions, calendar",
    "call": "a call for projects: who can apply, deadline, amount of the grant",
    "report": "a report, study or evaluation: method, results, recommendations",
    "web_page": "a page of a web site with news and practical information",
    "other": "a practical guide, a decision of a council, a presentation, questions and answers",
}

_CHARS = 400
"""Of a text's opening: about 100 tokens, 30 ms through the engine."""

_cache: dict[tuple[str, str], Vectors] = {}


class Opening:
    """A document's title and first words as the encoder sees them; encoded when first asked for, which most are not."""

    def __init__(self, document: Document, encoder: Encoder) -> None:
        self._text = f"{document.title}. {document.text}"[:_CHARS]
        self._encoder = encoder
        self._vector: Vector | None = None

    def near(self, of: Literal["kind", "theme"]) -> list[float]:
        """How many standard deviations nearer than the mean it is to each prototype, in their order."""
        if self._vector is None:
            self._vector = self._encoder.encode_queries([self._text])[0]
        cosines = _prototypes(of, self._encoder) @ self._vector
        spread = float(cosines.std())
        return [float(each) for each in (cosines - cosines.mean()) / spread] if spread > 0 else [0.0] * len(cosines)


def _prototypes(of: Literal["kind", "theme"], encoder: Encoder) -> Vectors:
    """Encoded once for each model."""
    key = (of, encoder.model_id)
    if key not in _cache:
        texts = list(KIND_DESCRIPTIONS.values()) if of == "kind" else [theme.description for theme in THEMES]
        _cache[key] = encoder.encode_queries(texts)
    return _cache[key]
