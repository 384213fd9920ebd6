"""The signs of a query: which are operators, which are only writing, and what stays to be compared in meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import clean
from search.syntax import Parsed, literal, parse


@pytest.mark.parametrize(
    ("text", "kept", "phrase"),
    [
        ('les "membres fondateurs" du conseil', "les membres fondateurs du conseil", ("membres", "fondateurs")),
        ("les « Membres Fondateurs »", "les Membres Fondateurs", ("membres", "fondateurs")),
        ("les “membres fondateurs”", "les membres fondateurs", ("membres", "fondateurs")),
        ("die „Charta der Städte“", "die Charta der Städte", ("charta", "der", "stadte")),
        ("Karta „Miast”", "Karta Miast", ("miast",)),
        ('"l\'œuvre de l’État"', "l'œuvre de l’État", ("oeuvre", "de", "etat")),
        ('"Saint-Étienne"', "Saint-Étienne", ("saint", "etienne")),
        ('("de la")', "(de la)", ("de", "la")),
        ('l\'"Initiative" locale', "l'Initiative locale", ("initiative",)),
        ("l’« excellence »", "l’excellence", ("excellence",)),
        ('"déve\u00adloppement"', "déve\u00adloppement", ("developpement",)),
        ("關於“文化遺產”的政策", "關於 文化遺產 的政策", ("文化", "化遺", "遺產")),
        ('"ميثاق المدينة" الآن', "ميثاق المدينة الآن", ("ميثاق", "المدينة")),
        ('"\ufdfa"', "\ufdfa", ("صلى", "الله", "عليه", "وسلم")),
    ],
)
def test_quotes_hold_words(text: str, kept: str, phrase: tuple[str, ...]) -> None:
    """This ensures that each kind of quotes makes a phrase of folded words, and that these stay in the text."""
    parsed = parse(text)
    assert (parsed.text, parsed.phrases) == (kept, (phrase,))
    assert not set(parsed.words) & set(phrase)
    assert parsed.restricts
    assert not parsed.leaves_out


def test_words_of_operators_are_no_plain_words() -> None:
    """This ensures that each operator takes its own words only, and that all of them can stand in one query."""
    parsed = parse('charte "de la ville" l\'attractiv* -Paris -"du port" -l’État -Saint-Étienne -constr* ville')
    assert parsed == Parsed(
        text="charte de la ville l'attractiv ville",
        words=("charte", "ville"),
        phrases=(("de", "la", "ville"),),
        prefixes=("attractiv",),
        without=("paris", "etat"),
        without_phrases=(("du", "port"), ("saint", "etienne")),
        without_prefixes=("constr",),
    )


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("charte -paris", {"without": ("paris",)}),
        ("-Écoles charte", {"without": ("ecoles",)}),
        ("charte -paris -Paris", {"without": ("paris",)}),
        ("charte -paris, -lyon, -nice", {"without": ("paris", "lyon", "nice")}),
        ("charte -«Limoges»", {"without_phrases": (("limoges",),)}),
        ("charte -“la ville”", {"without_phrases": (("la", "ville"),)}),
        ('charte -"2024"', {"without_phrases": (("2024",),)}),
        ("charte -créateur·trice·s", {"without": ("createur",)}),
        ("charte -Bürger*innen", {"without_phrases": (("burger", "innen"),)}),
        ("charte -co*", {"without": ("co",)}),
        ("charte et -paris", {"without": ("paris",)}),
        ("ميثاق -مدينة", {"without": ("مدينة",)}),
    ],
)
def test_hyphen_before_a_word_leaves_out(text: str, without: dict[str, object]) -> None:
    """This ensures that a word is left out with its inflections, and quoted or compound words as they stand."""
    parsed = parse(text)
    assert {name: getattr(parsed, name) for name in without} == without
    assert parsed.leaves_out
    assert "-" not in parsed.text
    assert not parsed.phrases


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("attractiv*", "attractiv"),
        ("Œuv* publiques", "oeuv"),
        ("d'Éco* locale", "eco"),
        ("co-constr*", "constr"),
        ("(charte*)", "charte"),
        ("de\u0301ve*", "deve"),
        ("des*, oui", "des"),
        ("харт*", "харт"),
    ],
)
def test_star_after_letters_begins_words(text: str, prefix: str) -> None:
    """This ensures that a star after three letters or more makes a prefix, which restricts nothing."""
    parsed = parse(text)
    assert parsed.prefixes == (prefix,)
    assert prefix not in parsed.words
    assert "*" not in parsed.text
    assert not parsed.restricts


@pytest.mark.parametrize(
    "text",
    [
        "Saint-Étienne co-construire porte-parole",
        "de 2014 -2020",
        "-5 degrés",
        "-3D",
        "Limoges - Paris",
        "Limoges -- Paris --mot",
        "-",
        "- -- ---",
        "Stadtplanung und -verwaltung",
        "Haushaltsausgaben oder -einkommen",
        "Stadtplanung, -verwaltung und -entwicklung",
        "huizen en -prijzen",
        "l'État d’Angers 'mot' ‘mot’ aujourd'hui",
        'un écran de 12" et 15"',
        '5" x 4"',
        '"sans fin',
        'sans début"',
        "« sans fin",
        "sans début »",
        "“sans fin",
        "„sans fin",
        'mot"dedans"mot',
        "»so« und »anders«",
        "5 * 3",
        "5*3",
        "co*",
        "2024*",
        "Bürger*innen",
        "*mot* **mot**",
        "**",
        "?!…",
        "🙂",
        "https://exemple.org/a-b?c=*d",
    ],
)
def test_writing_stays_as_it_is(text: str) -> None:
    """This ensures that signs which people use in writing restrict nothing and stay in the text."""
    assert parse(text) == literal(text)


@pytest.mark.parametrize("text", ['""', "« »", '"?!"', '-""', "“🙂”"])
def test_quotes_without_words_restrict_nothing(text: str) -> None:
    """This ensures that empty quotes are no demand that nothing can meet."""
    assert not parse(f"charte {text}").restricts
    assert parse(f"charte {text}").words == ("charte",)


SIGNS = '"«»“”„-*'


@given(st.text(st.one_of(st.sampled_from(SIGNS + " ab'’é5,"), st.characters()), max_size=200))
def test_any_text_can_be_parsed(text: str) -> None:
    """This ensures that no text raises, and that what is found was in the text."""
    parsed = parse(clean(text))
    kept = literal(parsed.text).words
    assert all(word in " ".join(kept) for phrase in parsed.phrases for word in phrase)
    assert set(parsed.words) <= set(kept)
    assert all(len(prefix) >= 3 for prefix in (*parsed.prefixes, *parsed.without_prefixes))
    assert all(parsed.without_phrases + parsed.phrases)
    assert clean(parsed.text) == parsed.text


@given(st.text(st.characters(exclude_characters='"«»“”-*'), max_size=200))
def test_text_without_signs_parses_to_itself(text: str) -> None:
    """This ensures that operators cost nothing where there are none."""
    cleaned = clean(text)
    assert parse(cleaned) == literal(cleaned)
    assert parse(cleaned).text == cleaned


@given(st.lists(st.sampled_from(['"a b"', "-c", "def*", "«g»", "h", '-"i j"']), max_size=8))
def test_order_of_operators_does_not_matter(parts: list[str]) -> None:
    """This ensures that operators don't disturb each other."""
    there, back = parse(" ".join(parts)), parse(" ".join(reversed(parts)))
    for name in ("words", "phrases", "prefixes", "without", "without_phrases"):
        assert sorted(getattr(there, name)) == sorted(getattr(back, name))
    assert sorted(there.text.split()) == sorted(back.text.split())
