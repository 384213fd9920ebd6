"""Kind, name, territories, organisations and themes of small texts, with their evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from corpus.instrument import KINDS
from corpus.types import Document, PageSpan
from index.encoder import Encoder, Vectors
from ingest.describe import describe
from ingest.describe.kinds import kind_of
from ingest.describe.mentions import mentions_in
from ingest.describe.names import name_of
from ingest.describe.organisations import organisations_of
from ingest.describe.places import territories_of
from ingest.describe.stated import stated_in
from ingest.describe.themes import THEMES, themes_of


def even() -> list[float]:
    return [0.0] * len(KINDS)


def document(text: str, *, title: str = "", language: str = "fr", media_type: str = "text/plain") -> Document:
    return Document("d", "/d", "", media_type, title or text.partition("\n")[0], language, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Charte d'accueil du Val\n\nLes signataires…", "charter"),
        ("Charte de jumelage entre Angers et Osnabrück\n\nLes deux villes sont jumelées.", "twinning"),
        ("Règlement du label « Atelier vivant »\n\nIl distingue des ateliers.", "label"),
        ("Statuts du Réseau des bourgs de rivière\n\nArticle 1", "network"),
        ("Appel à projets Lisières\n\nDates à retenir", "call"),
        ("Contrat de ville 2015-2023\n\nRapport d'évaluation remis au comité", "report"),
        ("Un héritage\n\nMANIFESTE\n\nUn territoire qui ose.", "manifesto"),
        ("Délibération du conseil municipal\n\nObjet : candidature au label", "other"),
        ("Die Neue Leipzig-Charta kurz erklärt\n\nDie Charta wurde beschlossen.", "charter"),
        ("Städtepartnerschaften der Stadt\n\nSeit 1959.", "twinning"),
        ("Hermanamientos de la ciudad\n\nDesde 1990.", "twinning"),
        ("Cittaslow: la rete delle città\n\nLa rete nasce nel 1999.", "network"),
        ("Galway, UNESCO City of Film\n\nThe title.", "label"),
        ("Guide pratique\n\nQuatre gestes simples.", "other"),
    ],
)
def test_kinds_by_title_and_opening(text: str, kind: str) -> None:
    """This ensures that the words of five languages decide, and the one that says more wins."""
    value = kind_of(document(text), even)
    assert value is not None
    assert value.value == kind
    assert value.evidence is not None
    assert value.evidence.quote == text[value.evidence.start : value.evidence.end]


def test_a_word_on_the_way_is_no_kind() -> None:
    """This ensures that a text that mentions a label in passing is not a label, and a heating network no network."""
    far = "Des mots de passage. " * 80
    assert kind_of(document(f"Une promenade\n\n{far} Le label et la charte."), even) is None
    assert kind_of(document("Le réseau de chaleur\n\nLe réseau d'eau potable fuit."), even) is None


def test_a_web_page_without_an_instrument_is_a_web_page() -> None:
    """This ensures that `web_page` is only for pages, its title the evidence."""
    text = "La piscine\n\nElle ouvre à midi."
    value = kind_of(document(text, media_type="text/html"), even)
    assert value is not None
    assert (value.value, value.evidence.quote if value.evidence else "") == ("web_page", "La piscine")
    assert kind_of(document(text), even) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Nous allons à Lens.", ["commune:62498"]),
        ("Le Louvre-Lens Vallée, à Lens.", ["commune:62498", "commune:62498"]),
        ("Le vent du Nord, la Manche et la Creuse; au Nord de la ville, en Creuse", ["departement:23"]),
        ("The lens of a camera; der Sens; une orange, nice and tours.", []),
        ("Limoges Métropole aide Limoges.", ["epci:248719312", "commune:87085"]),
        ("La rue de Limoges, Mme Valence, quai de Nantes", []),
        (
            "Saint-Denis (974) et Saint-Denis (Seine-Saint-Denis)",
            ["commune:97411", "commune:93066", "departement:93"],
        ),
        ("87000 Limoges", ["commune:87085"]),
        ("la région Nouvelle-Aquitaine, le département de la Haute-Vienne", ["region:75", "departement:87"]),
        ("Freiburg und Osnabrück", ["city:2925177", "city:2856883"]),
        ("Les Issards, Belcombe", []),
        ("la commune de Blond", ["commune:87018"]),
        ("", []),
    ],
)
def test_places_are_told_from_words_and_persons(text: str, codes: list[str]) -> None:
    """This ensures that the longest name wins and that context decides where a name is also a word."""
    assert [mention.place.code for mention in mentions_in(text)] == codes


def test_the_main_territory_comes_first_with_its_evidence() -> None:
    """This ensures that a title outweighs a list of towns, and a list alone gives no main territory."""
    text = "Charte entre Angers et Osnabrück\n\nAngers, Haarlem, Lyon et Paris en parlent."
    values = territories_of(document(text))
    assert [value.value for value in values] == ["commune:49007", "city:2856883"]
    assert values[0].evidence is not None
    assert values[0].evidence.quote == "Angers"
    towns = "Les lauréats\n\nLyon, Nantes, Lille, Rennes, Grenoble, Toulouse, Dijon, Brest, Roubaix, Tours."
    assert territories_of(document(towns)) == []


def test_a_title_that_is_not_in_the_text_is_no_evidence() -> None:
    """This ensures that a territory that only the source's title names is not given, and one of the text is."""
    assert territories_of(document("Des mots, à midi.", title="La charte de Limoges")) == []
    (value,) = territories_of(document("Des mots, à Limoges.", title="La charte de Limoges"))
    assert value.evidence is not None
    assert (value.value, value.evidence.start) == ("commune:87085", 12)


def test_a_national_text_is_of_france() -> None:
    """This ensures that France is the territory where no place within it is, and not of an English text's aside."""
    assert [v.value for v in territories_of(document("Le plan\n\nEn France, trois mille cantines."))] == ["country:FR"]
    assert territories_of(document("The plan\n\nA few towns in France.", language="en")) == []


def test_members_in_running_text() -> None:
    """This ensures that a sentence's list becomes organisations, and a name with `et` in it stays one."""
    text = (
        "Le conseil se compose de membres fondateurs, à savoir : Ville de Limoges, Chambre des métiers et de "
        "l'artisanat de la Haute-Vienne, Legrand, Pôle céramique et Le Gérontopôle. Il se réunit."
    )
    assert [(value.value, value.role) for value in organisations_of(document(text), "charter")] == [
        ("Ville de Limoges", "takes_part"),
        ("Chambre des métiers et de l'artisanat de la Haute-Vienne", "takes_part"),
        ("Legrand", "takes_part"),
        ("Pôle céramique", "takes_part"),
        ("Le Gérontopôle", "takes_part"),
    ]


def test_members_in_bullets_and_committees_left_out() -> None:
    """This ensures that bullets are read, articles dropped, and `un comité` is no organisation."""
    members = "The founding members are:\n\n• the town of Vaubrune;\n• the Val hospital;\n• Tissages Armantier."
    names = [value.value for value in organisations_of(document(members, language="en"), "charter")]
    assert names == ["town of Vaubrune", "Val hospital", "Tissages Armantier"]
    organs = "Ce réseau sera composé de :\n\n• Un comité : il pilote\n• Un club : il suit\n• Une équipe : elle agit"
    assert organisations_of(document(organs), "network") == []


def test_signatories_and_single_roles() -> None:
    """This ensures that who signs, steers and awards is told apart."""
    signed = "Le contrat est conclu entre l'État, la communauté de communes du Pays et la Région."
    found = organisations_of(document(signed), "contract")
    assert [(value.value, value.role) for value in found] == [
        ("État", "signs"),
        ("communauté de communes du Pays", "signs"),
        ("Région", "signs"),
    ]
    steered = "Il est piloté par l'Agence nationale de la cohésion des territoires (ANCT)."
    (value,) = organisations_of(document(steered), "programme")
    assert (value.value, value.role) == ("Agence nationale de la cohésion des territoires", "steers")


def test_a_name_is_quoted_or_the_title() -> None:
    """This ensures that an instrument is called by its proper name, and a page by none."""
    label = name_of(document("Règlement du label « Atelier vivant »\n\nIl distingue."), "label")
    assert label is not None
    assert label.value == "Atelier vivant"
    assert name_of(document("Une page\n\nDes mots."), "web_page") is None


def test_themes_need_words_and_the_encoder() -> None:
    """This ensures that neither a word on the way nor nearness alone gives a theme."""
    text = "Le musée\n\nLe musée, la culture, le patrimoine et la bibliothèque. Des artistes au musée."
    near = [2.0 if theme.identifier == "culture" else 0.0 for theme in THEMES]
    assert [value.value for value in themes_of(document(text), lambda: near)] == ["culture"]
    assert themes_of(document(text), lambda: [0.0] * len(THEMES)) == []


def test_the_encoder_is_asked_only_where_words_leave_a_choice() -> None:
    """This ensures that a short text without words of any kind or theme costs no encoding."""

    class Unused:
        model_id, dim, max_tokens = "unused", 2, 512

        def encode_queries(self, texts: list[str]) -> Vectors:
            raise AssertionError(texts)

    assert describe(document("Rien\n\nRien du tout à Limoges."), cast("Encoder", Unused()))[0].field == "territory"


def test_metadata_of_a_record_state_values() -> None:
    """This ensures that who wrote a record goes before what is read, and that other people's keys state nothing."""
    stated = {"kind": "charte", "territory": "87085 | 19031", "organisation": "UNESCO:awards", "name": "x", "from": "y"}
    found = [(value.value, value.role) for value in stated_in(stated)]
    assert found == [("charter", ""), ("commune:87085", ""), ("commune:19031", ""), ("UNESCO", "awards")]
    assert stated_in({"kind": "pdf", "from": "a@b.org", "territory": "", "signed": "2020 | 2021"}) == []


def test_metadata_take_the_place_of_what_is_read(encoder: Encoder) -> None:
    """This ensures that a stated kind leaves no other beside it, and the rest is read all the same."""
    text = "Charte d'accueil de Limoges\n\nSignée à Limoges le 14 mars 2022. Elle engage Limoges."
    record = replace(document(text), metadata={"kind": "label", "signed": "2021"})
    told = [(value.field, value.role, value.value) for value in describe(record, encoder)]
    assert [each for each in told if each[0] in {"kind", "date"}] == [("kind", "", "label"), ("date", "signed", "2021")]
    assert ("territory", "", "commune:87085") in told


@pytest.mark.parametrize("text", ["", "   \n ", "🙂", "مدينة ليموج", "a", "-" * 300, "Le le Le " * 400, "1 " * 2000])
def test_odd_texts_are_described_or_left(encoder: Encoder, text: str) -> None:
    """This ensures that no text makes describing fail, and every value stands on words of the text."""
    for value in describe(document(text, title="t"), encoder):
        assert value.evidence is not None
        assert text[value.evidence.start : value.evidence.end] == value.evidence.quote


def test_describe_puts_all_fields_together(encoder: Encoder) -> None:
    """This ensures that one call gives every field, with pages where there are some."""
    text = "Charte d'accueil de Limoges\n\nSignée à Limoges le 14 mars 2022. Elle engage Limoges."
    values = describe(
        Document("d", "/d", "", "application/pdf", text[:27], "fr", text, (PageSpan(3, 0, 999),)), encoder
    )
    told = {(value.field, value.role): value.value for value in values}
    assert told == {
        ("kind", ""): "charter",
        ("name", ""): "Charte d'accueil de Limoges",
        ("territory", ""): "commune:87085",
        ("date", "signed"): "2022-03-14",
    }
    assert {value.evidence.page for value in values if value.evidence} == {3}
