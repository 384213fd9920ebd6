"""The background of the home's model: what it gives to any text of a language. See `index.background`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter


def background_of(catalogue: Catalogue, model_id: str) -> dict[str, npt.NDArray[np.float32]]:
    """Its vectors (dim,) by name; empty where the model has not been measured yet."""
    rows = catalogue.rows("SELECT name, vector FROM backgrounds WHERE model_id = ? ORDER BY name", (model_id,))
    return {row["name"]: np.frombuffer(row["vector"], dtype="<f4") for row in rows}


def keep_background(catalogue: CatalogueWriter, model_id: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Keep the vectors (dim,) of a model in place of any model's before, as one revision."""
    with catalogue.transaction():
        catalogue.write("DELETE FROM backgrounds WHERE ?", (1,))
        catalogue.write(
            "INSERT INTO backgrounds VALUES (?, ?, ?)",
            *((model_id, name, vector.astype("<f4").tobytes()) for name, vector in vectors.items()),
        )
