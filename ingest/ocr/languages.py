"""Tesseract's names of languages: people also write `fr`, `FR` or `fr-FR`."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = {
    "ar": "ara", "bg": "bul", "br": "bre", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "es": "spa", "et": "est", "eu": "eus", "fi": "fin", "fr": "fra", "ga": "gle",
    "gl": "glg", "he": "heb", "hr": "hrv", "hu": "hun", "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor",
    "la": "lat", "lb": "ltz", "lt": "lit", "lv": "lav", "mt": "mlt", "nb": "nor", "nl": "nld", "no": "nor",
    "oc": "oci", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi",
    "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "chi_sim",
}  # fmt: skip


def tesseract_names(languages: Iterable[str]) -> tuple[str, ...]:
    """`("fr", "en+deu")` as `("fra", "eng", "deu")`, each once, in order; what is in no list as it stands."""
    parts = (part.strip() for given in languages for part in given.replace(",", "+").split("+"))
    return tuple(dict.fromkeys(_name(part) for part in parts if part))


def _name(given: str) -> str:
    return _NAMES.get(given.lower().replace("_", "-").split("-")[0], given)
