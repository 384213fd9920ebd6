"""The words of a sentence that answer."""

from __future__ import annotations

from math import exp

import pytest

from index.analysis import tokens
from search.answer import Wanted
from search.dates import dates
from search.marking import likeliest, nearness
from search.names import names
from search.spans import items_of, spans_for


def asked_words(question: str) -> set[str]:
    return {token.folded for token in tokens(question)}


def marked(wanted: Wanted, text: str, question: str = "") -> str | None:
    asked = asked_words(question)
    span = likeliest(wanted, text, spans_for(wanted, text, asked), asked)
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Signée le 1er juin 2023 à Limoges.", "1er juin 2023"),
        ("Le jeudi 1^{er} juin 2023", "1^{er} juin 2023"),
        ("It was signed on June 1, 2023.", "June 1, 2023"),
        ("Sie wurde am 30. November 2020 verabschiedet.", "30. November 2020"),
        ("La Carta nació en noviembre de 1990.", "noviembre de 1990"),
        ("Cittaslow nasce nell'ottobre del 1999.", "ottobre del 1999"),
        ("In force since 2012.", "2012"),
        ("Between 12/03/2021 and later", "12/03/2021"),
        ("Au XIXe siècle, la ville grandit.", "XIXe siècle"),
        ("La fête a lieu le premier dimanche de juin.", "premier dimanche de juin"),
        ("2 000 euros par an", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    """This ensures that dates are told in the ways of five languages, and that amounts are none."""
    assert marked("date", text) == date


@pytest.mark.parametrize(
    ("question", "text", "number"),
    [
        ("Combien de villes ?", "Créé en 2004, le réseau a 180 villes et 7 thèmes.", "180"),
        ("Quel montant ?", "L'aide atteint 10 millions d’euros.", "10 millions d’euros"),
        ("Quel taux ?", "Le taux est de 2,3% du PIB.", "2,3%"),
        ("How many charters?", "The town signed five charters between 1982 and 2003.", "five"),
        ("Wie viele?", "Es gibt zwölf Partner.", "zwölf"),
        ("Combien ?", "L'aide est de 1 200 euros.", "1 200 euros"),
        ("Combien ?", "Aucun chiffre ici.", None),
    ],
)
def test_numbers(question: str, text: str, number: str | None) -> None:
    """This ensures that the number beside the question's words is marked, with its unit, and no year in its place."""
    assert marked("number", text, question) == number


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        (
            "Qui dirige Louvre-Lens Vallée ?",
            "Louvre-Lens Vallée est dirigée par Margherita Balzerani.",
            "Margherita Balzerani",
        ),
        ("Qui est la directrice ?", "Margherita Balzerani, directrice de l'outil", "Margherita Balzerani"),
        ("Who founded Cittaslow?", "Cittaslow was founded by Paolo Saturnini.", "Paolo Saturnini"),
        ("Who?", "nobody is named here.", None),
    ],
)
def test_names(question: str, text: str, name: str | None) -> None:
    """This ensures that a name is marked that the question does not have itself."""
    assert marked("name", text, question) == name


def test_of_several_names_far_from_the_question_none_is_marked() -> None:
    """This ensures that no wrong name is marked: a wrong mark is worse than none."""
    text = "Un espace de rencontres, par son Culturathon et son Conseil, avec Lille et Arras en partenaires du projet."
    assert marked("name", text, "Qui préside ?") is None


@pytest.mark.parametrize("text", ["Any organisation may sign it in turn.", "Lors de la signature, chacun vote."])
def test_a_word_that_only_begins_a_sentence_is_no_name(text: str) -> None:
    """This ensures that a capital tells no name where every sentence has one."""
    assert marked("name", text, "Who signs?") is None


def test_places() -> None:
    """This ensures that a name after a preposition of place goes before others."""
    assert marked("place", "Le Forum se tient à Limoges chaque année.", "Où se tient la réunion ?") == "Limoges"


@pytest.mark.parametrize("wanted", ["", "list"])
def test_nothing_particular_is_marked(wanted: Wanted) -> None:
    """This ensures that nothing is marked where nothing particular was asked for."""
    assert spans_for(wanted, "Le 1er juin 2023, 180 villes.", set()) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Il se compose de : Ville de Limoges, Chambre de commerce et d'industrie 87, Legrand et Le Gérontopôle.",
            ["Ville de Limoges", "Chambre de commerce et d'industrie 87", "Legrand", "Le Gérontopôle"],
        ),
        ("- les communes ;\n- les écoles ;\n- l'État.", ["les communes", "les écoles", "l'État"]),
        ("1. Recruter\n2. Attirer", ["Recruter", "Attirer"]),
        (
            "It was founded by Barcelona, Birmingham, Frankfurt and Lyon in 1986.",
            ["Barcelona", "Birmingham", "Frankfurt", "Lyon"],
        ),
        ("La ville crée et innove.", []),
        ("", []),
    ],
)
def test_items(text: str, items: list[str]) -> None:
    """This ensures that lists are told by their bullets, after a colon, and as names in a row."""
    assert [text[start:end] for start, end in items_of(text)] == items


@pytest.mark.parametrize("text", ["", "\n\n", "🎉🎉", "שלום 2020", "A" * 5000, ",,:::", "1" * 3000, "A b " * 2000])
@pytest.mark.parametrize("wanted", ["date", "number", "name", "place"])
def test_odd_text(wanted: Wanted, text: str) -> None:
    """This ensures that every range lies within its text, whatever that is."""
    for start, end in [*spans_for(wanted, text, set()), *items_of(text)]:
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.7 Les conditions du label", None),
        ("4.7 Les conditions : 65 % des points", "65 %"),
        ("2. Budget\nDeux villes paient", "Deux"),
        ("Article 3. Le jury a 12 membres, voir page 9.", "12"),
        ("3.5 Millionen Euro sind es.", "3.5 Millionen Euro"),
        ("5 Mitglieder", "5"),
        ("Il fait gagner 2h à la ville.", "2h"),
        ("Voir https://exemple.org/charte-12 ou ecrire à a12@exemple.org", None),
        ("This is due to the rain, and once the sun shines", None),
        ("La rete ha due città.", "due"),
        ("Son once ciudades.", "once"),
    ],
)
def test_numbers_that_count_something(text: str, number: str | None) -> None:
    """This ensures that the numbers of headings, articles, pages and addresses are no amounts, nor words like "due"."""
    assert marked("number", text) == number


@pytest.mark.parametrize(
    ("question", "text", "date"),
    [
        # What was done once has a year; in a month, things are done each year, or are to begin.
        ("Quand la charte a-t-elle été signée ?", "Le club sera en place en septembre, avec la charte.", None),
        ("When was the charter signed?", "The charter is read aloud every September.", None),
        ("Wann wurde die Charta unterzeichnet?", "Der Klub der Charta beginnt im September.", None),
        ("¿Cuándo fue firmada la carta?", "La carta se lee en septiembre.", None),
        ("Quando fu firmata la carta?", "La carta si legge a settembre.", None),
        ("Quand le club va-t-il démarrer ?", "Le club va démarrer en septembre.", "septembre"),
        ("Quel mois la charte a-t-elle été signée ?", "La charte fut signée en septembre.", "septembre"),
        ("When was the fair first held?", "The fair was first held on a Sunday of June.", "a Sunday of June"),
        # A complete date before a bare month.
        ("Quand a-t-elle été signée ?", "Prête en mai, elle a été signée le 1er juin 2023.", "1er juin 2023"),
        # The date of what is asked for, of several.
        (
            "En quelle année fut signé le traité d'association ?",
            "La Ruritanie entre dans l'alliance en 1952, signe le traité d'association en 1961.",
            "1961",
        ),
        ("When was the library opened?", "The town hall dates from 1902; the library was opened in 1931.", "1931"),
        ("Wann wurde die Schule gebaut?", "Der Turm stammt von 1820, gebaut wurde die Schule 1874.", "1874"),
        ("¿En qué año abrió el museo?", "El puente es de 1890 y el museo abrió en 1977.", "1977"),
        ("In quale anno nacque la rete?", "La fiera risale al 1985, la rete nacque nel 1999.", "1999"),
        # A year that is part of a name.
        ("When was the constitution enacted?", "The constitution enacted in 1975 follows the 1855 one.", "1975"),
        ("When did the glacier melt?", "By 9000 BP the glacier had melted.", "9000 BP"),
        ("When did it spread?", "It spread in the 1990s.", "1990s"),
        ("Quand fut-elle détruite ?", "La ville fut détruite en 146 av. J.-C. par Rome.", "146 av. J.-C."),
        ("When did the five meet?", "They had 5 ad hoc meetings.", None),
    ],
)
def test_the_date_that_is_asked_for(question: str, text: str, date: str | None) -> None:
    """This ensures that of several dates the one is marked that the question's words stand at, and no half of one."""
    assert marked("date", text, question) == date


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("Who signed?", "On May 28 Beryl Storm signed.", "Beryl Storm"),
        ("Qui a dessiné la cité ?", "Puis, Jean Cabot a dessiné la cité.", "Jean Cabot"),
        ("Qui a fondé l'usine ?", "L'usine de Limoges fut fondée par Anne Weber en 1901.", "Anne Weber"),
        ("Wer baute das Museum?", "Das Museum wurde von Dora Klein gebaut.", "Dora Klein"),
        ("¿Quién dirige la red?", "La red está dirigida por Ana Ruiz desde Madrid.", "Ana Ruiz"),
        ("Chi ha fondato la rete?", "La rete fu fondata da Paolo Neri a Orvieto.", "Paolo Neri"),
        ("Whose plan was it?", "It was Charles Baker's plan.", "Charles Baker"),
        ("Who discovered it?", "It was discovered by St. Clair.", "St. Clair"),
        # A role is no person.
        ("Who leads the board?", "The board, with its Prime Minister, meets in Spring Street.", None),
    ],
)
def test_the_person_that_is_asked_for(question: str, text: str, name: str | None) -> None:
    """This ensures that "who" marks a person rather than a place, a month, a role or the beginning of a sentence."""
    assert marked("name", text, question) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Malheureusement, rien. Usually nothing. Constructing it costs.", []),
        (
            "Outre cela, Enfin, Currently, Außerdem, Además, Inoltre.",
            ["Enfin", "Currently", "Außerdem", "Además", "Inoltre"],
        ),
        ("Italy joined. Clément aussi.", ["Italy", "Clément"]),
        ("d'Henriette, et de l'Oural", ["Henriette", "Oural"]),
        ("The (East) Company met in La Rochelle.", ["East", "Company", "La Rochelle"]),
        ("Réunis à Bathurst en 1914 et le 21 mai", ["Réunis", "Bathurst"]),
        ("Millingen aan de Rijn, near Apollo 11", ["Millingen aan de Rijn", "Apollo 11"]),
        ("the Panthers 4-yard line", ["Panthers"]),
        ("in May 1852, on Monday, le 3 Septembre", []),
    ],
)
def test_names_without_what_is_no_part_of_them(text: str, found: list[str]) -> None:
    """This ensures that a name ends where it ends, and that the calendar and the beginnings of sentences have none."""
    assert [text[start:end] for start, end in names(text)] == found


@pytest.mark.parametrize(
    ("question", "text", "place"),
    [
        ("Where is the depot?", "The depot of John Baker is in Lille.", "Lille"),
        ("Où se trouve la gare ?", "La gare de Paul Durand se trouve à Tulle.", "Tulle"),
        ("Wo liegt das Lager?", "Das Lager von Hans Braun liegt bei Trier.", "Trier"),
        ("¿Dónde está el archivo?", "El archivo de Ana Ruiz está en Toledo.", "Toledo"),
        ("Dove si trova il deposito?", "Il deposito di Anna Neri si trova a Orvieto.", "Orvieto"),
        ("Where do children work?", "Political work goes on.", None),
    ],
)
def test_the_place_that_is_asked_for(question: str, text: str, place: str | None) -> None:
    """This ensures that a place is a name that a preposition of place leads, and no person."""
    assert marked("place", text, question) == place


@pytest.mark.parametrize(
    ("question", "text", "number"),
    [
        ("Combien d'élus ?", "Elle obtient 14 voix, 36 élus et 3 sièges.", "36"),
        ("How many seats?", "It has 12 doors, 40 seats and 3 lamps.", "40"),
        ("Wie viele Sitze?", "Es hat 12 Türen, 40 Sitze und 3 Lampen.", "40"),
        ("¿Cuántos asientos?", "Tiene 12 puertas, 40 asientos y 3 luces.", "40"),
        ("Quanti posti?", "Ha 12 porte, 40 posti e 3 lampade.", "40"),
        ("What efficiency?", "The efficiency reaches 27-30% there.", "27-30%"),
        ("Combien de semaines ?", "Le journal est interrompu trois semaines.", "trois semaines"),
        ("How many flew?", "The flight AS-207 was unmanned.", None),
        ("How many lamps?", "Bought by 12 people, for 40 towns, in 3 years, at 7 fairs, with 9 banks.", None),
    ],
)
def test_the_number_that_is_asked_for(question: str, text: str, number: str | None) -> None:
    """This ensures that of several numbers the one is marked that counts what is asked for, whole, or none."""
    assert marked("number", text, question) == number


def test_the_order_by_words_in_context_counts() -> None:
    """This ensures that where no word is shared, as between languages, what stands first by its context is marked."""
    text, asked = "The tower is of 1820, the school of 1874.", asked_words("Quando ha aperto?")
    tower, school = dates(text)
    assert likeliest("date", text, [school, tower], asked) == school
    assert likeliest("date", text, [tower, school], asked) == tower


def test_nearness() -> None:
    """This ensures that a word tells less of a range the further it is, behind a comma and behind another range."""
    text = "the library, 1931 and 1950"
    first, second = dates(text)
    near = nearness(text, [first, second], {"the", "library"})
    # "the" is a function word. Between "library" and 1931 are 2 characters with a comma, up to 1950 11 with an "and"
    # and the other year besides.
    assert near == pytest.approx([exp(-2 / 40) * 0.6, exp(-11 / 40) * 0.6**3])
    assert nearness(text, [first], set()) == [0.0]
    assert nearness("", [], {"library"}) == []


@pytest.mark.parametrize(
    "text", ["", "\n\n", "🎉🎉", "שלום 2020", "A" * 3000, ",,:::", "1" * 2000, "A b " * 500, "d' l' 's"]
)
@pytest.mark.parametrize("wanted", ["date", "number", "name", "place", "list", ""])
def test_odd_marks(wanted: Wanted, text: str) -> None:
    """This ensures that a mark lies within its text, whatever that is, or that there is none."""
    for asked in (set[str](), asked_words("who when where how many שלום 🎉")):
        mark = likeliest(wanted, text, spans_for(wanted, text, asked), asked)
        assert mark is None or 0 <= mark[0] < mark[1] <= len(text)
    assert likeliest(wanted, text, [], set()) is None
