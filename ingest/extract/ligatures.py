"""Gives back the ligatures that a PDF's fonts lose: `collec\\x1fvité` is `collectivité`, `a@ribuer` is `attribuer`.

Some programs draw `ti` or `tt` as one glyph and name it wrongly, each font in its own way. A glyph is put right only
where the words that result are known: from the rest of the document, or from the list below.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.extract.lines import Fragment

LIGATURES = ("ti", "tt", "ft", "fi", "ff", "tti", "fl", "ffi", "tf", "ffl", "th")

MIN_WORDS = 2
"""Known words that must result before a glyph is believed to be a ligature; and twice as many as with any other."""

# What the glyphs come out as: control characters, `@`, and the letters beside which Word's fonts keep their ligatures.
_LOST = r"\x01-\t\x0b\x0c\x0e-\x1f\x7f@ƟƩƫŌƞƪ"
_WORD_WITH_LOST = re.compile(rf"[^\W\d_]*[{_LOST}](?:[^\W\d_]|[{_LOST}])*")
_MAIL_DOMAIN = re.compile(r"[\w.-]*\.[a-z]{2}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_IS_LOST = re.compile(f"[{_LOST}]")

_KNOWN = """
    action actions activité activités administration administratif administrative afin article articles association
    attention attente attentes atteint atteindre atteinte attractivité attribuer attribution bénéficier certification
    cette collectif collective collectivité collectivités communication condition conditions coopération création
    définir définition différents dispositif effet effets effectif engagements efficacité européen fiche financement
    financer fonction fonctionnement formation gestion identifier information initiative institution investissement
    labellisation lettre mettre mettent mise national nationale nationaux objectif objectifs obtention offre offres
    organisation participation participants particulier partie parties partenariat permettre permettent petite petites
    politique politiques population pratique pratiques première programmation protection quotidien quantité réalisation
    réduction réglementation relation répartition scientifique section situation solution soutien spécifique station
    statistique territoire tiers titre titulaire transition utilisation valorisation vérification
    activities after attached between certificate committee community definition different effective efficient
    field financial first five identify international little matter office official often participation practice
    scientific sector setting software specific still training until writing written
    abschnitt arbeitet aktiv aktivitäten beitritt beteiligung bitte briefe finanzierung gesellschaft gemeinschaft
    kraft lift mitte mitteilung mittel oft praktisch qualifizierung schritt schrift stadt stiftung statistik wettbewerb
    wirtschaft wissenschaft zeitschrift zertifikat öffentlich
    actividad actividades artículo certificado definición efecto eficacia financiación fin gestión justicia objetivo
    oficina organización participación particular política tiempo última
    articolo attività attraverso certificato città definizione diritto effetti finanziamento gestione identità
    iniziativa politica progetto progetti pubblici tutti ufficio
"""
KNOWN = frozenset(_KNOWN.split())
"""Words with `ti`, `tt`, `fi`, `ff` and `ft` that are frequent in policies, in our languages."""


def restored(fragments: Iterable[Sequence[Fragment]]) -> list[list[Fragment]]:
    """The pages' fragments with their ligatures, where these are certain."""
    pages = [list(page) for page in fragments]
    for _ in range(2):  # words put right in the first round vouch for the glyphs of other fonts in the second
        meanings = _meanings(pages)
        if not meanings:
            break
        pages = [[_restored(fragment, meanings) for fragment in page] for page in pages]
    return pages


def _meanings(pages: Sequence[Sequence[Fragment]]) -> dict[tuple[str, str], str]:
    """The ligature that each glyph of each font stands for, as far as it is certain."""
    damaged: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    words = set(KNOWN)
    for page in pages:
        for fragment in page:
            if not _IS_LOST.search(fragment.text):
                words.update(_WORD.findall(fragment.text.casefold()))
                continue
            for match in _WORD_WITH_LOST.finditer(fragment.text):
                for glyph in set(_IS_LOST.findall(match[0])):
                    damaged[fragment.font, glyph].add(match[0].casefold())
    meanings = {glyph: _meaning(glyph[1].casefold(), forms, words) for glyph, forms in damaged.items()}
    return {glyph: meaning for glyph, meaning in meanings.items() if meaning}


def _meaning(glyph: str, forms: Iterable[str], words: set[str]) -> str:
    counts = Counter(
        {ligature: sum(form.replace(glyph, ligature) in words for form in forms) for ligature in LIGATURES}
    )
    (best, count), (_, runner_up) = counts.most_common(2)
    return best if count >= MIN_WORDS and count >= 2 * runner_up else ""


def _restored(fragment: Fragment, meanings: dict[tuple[str, str], str]) -> Fragment:
    def word(match: re.Match[str]) -> str:
        if "@" in match[0] and _MAIL_DOMAIN.match(fragment.text, match.end()):
            return match[0]
        return _IS_LOST.sub(lambda glyph: meanings.get((fragment.font, glyph[0]), glyph[0]), match[0])

    if not _IS_LOST.search(fragment.text):
        return fragment
    return replace(fragment, text=_WORD_WITH_LOST.sub(word, fragment.text))
