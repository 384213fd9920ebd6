"""What the people of a home have chosen for it, kept in its facts: whether sentences are encoded beside passages."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from corpus.writer import CatalogueWriter

_SENTENCES = "sentences"


def wants_sentences(catalogue: Catalogue) -> bool:
    """Whether sentences are encoded in this home: yes, unless someone has said no."""
    return catalogue.fact(_SENTENCES) != "no"


def choose_sentences(writer: CatalogueWriter, *, wanted: bool) -> None:
    """Have later runs of this home encode sentences, or leave them out."""
    writer.set_fact(_SENTENCES, "yes" if wanted else "no")
