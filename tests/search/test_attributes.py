"""What is asked for by its name must be told in the passages, whatever their language."""

from __future__ import annotations

import pytest

from search.asking import understood
from search.attributes import lacks_attribute, lacks_measure, lacks_names, spans_told, tells_attribute


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Quel est le budget du programme ?", "Le programme est doté de 900 000 euros.", False),
        ("Quel est le budget du programme ?", "Le programme a été adopté en 2021 par 12 communes.", True),
        ("¿Cuánto cuesta la cuota anual?", "La cotisation est de 80 € par an.", False),
        ("What is the annual membership fee of the network?", "L'adhésion est gratuite.", False),
        ("What is the annual membership fee of the network?", "Its members are free-standing; it has 9 offices.", True),
        ("Combien coûte le dossier ?", "Il a fallu deux ans pour l'écrire.", True),
        ("Quel est le numéro de téléphone de l'accueil ?", "Tél. 05 55 12 34 56, ouvert le lundi", False),
        (
            "Quel est le numéro de téléphone de l'accueil ?",
            "L'accueil est ouvert le lundi, en 2023 comme en 2024.",
            True,
        ),
        ("À quelle heure ferme la piscine ?", "Elle ferme à 19 h 30.", False),
        ("What time does the pool close?", "La piscine ferme en hiver.", True),
        ("What is the population of Tulle?", "La ville compte 14 700 habitants.", False),
        ("What is the population of Tulle?", "La ville de Tulle a signé la charte en 2023.", True),
        ("Qui est le maire de Tulle ?", "The mayor, Jeanne Roux, signed it.", False),
        ("Qui est le maire de Tulle ?", "La ville de Tulle a signé la charte.", True),
        ("Chi è il presidente della rete?", "Le réseau est présidé par Tulle.", False),
        ("Wer ist die Direktorin von Atelier?", "Anne Roux dirige l'atelier.", False),
        ("Who was the architect of the hall?", "The hall was designed by Jeanne Roux.", False),
        ("Quelle est la température de la salle ?", "La salle est tenue à 19 °C.", False),
        ("Quelle est la température de la salle ?", "La température de la salle est basse.", True),
        ("Quel pourcentage des voix faut-il ?", "Il faut 65 % des voix.", False),
        ("What percentage of votes is needed?", "Il faut 65 voix.", True),
        ("What is the salary of the director?", "The director is paid by the town.", True),
        ("Quelle amende risque un musée fermé ?", "Un musée fermé risque 1 500 € d'amende.", False),
        ("Quelle amende risque un musée fermé ?", "Un musée fermé est rouvert en 2024.", True),
        ("Qui préside le jury ?", "Le secrétariat du jury est assuré par la ville.", True),
        ("Qui dirige l'atelier ?", "Anne Roux, Directrice de l'atelier", False),
        ("Quelle est l'adresse électronique du réseau ?", "Écrire à reseau@example.org", False),
        ("Who chairs the council?", "The council meets in May.", True),
        ("Who chairs the council?", "Den Vorsitz hat Jeanne Roux.", False),
        ("Wer ist Präsident des Verbands?", "Der Verband vertritt 12 Gemeinden.", True),
        ("Wer leitet das Amt?", "Anne Roux, Leiterin des Amtes", False),
        ("Who leads the team?", "The team has 9 people.", True),
        ("Who is the chief executive of the company?", "La présidente-directrice générale est Anne Roux.", False),
        ("Who is the team principal?", "The drivers are Roux and Petit.", True),
        ("Qui est le nouvel entraîneur du club ?", "Der Trainer heißt Roux.", False),
        ("¿Quién es la ministra de Cultura?", "La ministre a signé.", False),
        ("¿En qué universidad estudió la alcaldesa?", "Sie ist Historikerin.", True),
        ("¿En qué universidad estudió la alcaldesa?", "Sie studierte an der Hochschule in Köln.", False),
        ("In which building was it signed?", "It was signed in the town hall.", False),
        ("¿En qué edificio tuvo lugar la firma?", "Se firmó el 3 de mayo.", True),
        ("Qual é o telefone da biblioteca?", "A biblioteca abre cedo.", True),
        ("Under which phone number is the library reached?", "+49 2382 59743", False),
        ("Hoe laat opent de markt?", "Der Markt öffnet um 8 Uhr.", False),
        ("¿Cómo se llama el presidente del consejo?", "Le conseil se compose de la ville et du port.", True),
        ("Wie heißt die Bürgermeisterin?", "Le maire, Anne Roux, l'a signée.", False),
        ("What is the name of the mayor of Tulle?", "The town of Tulle signed it.", True),
        ("Wer leitet das Museum?", "Une question fondamentale pour le musée.", True),
        ("¿Con quién hay que contactar en el ayuntamiento?", "La mairie a signé la charte.", True),
        ("À qui s'adresser pour adhérer au réseau ?", "Write to the secretary.", False),
        ("An wen wendet man sich?", "Tél. 05 55 12 34 56", False),
    ],
)
def test_what_is_asked_for_by_its_name_has_a_look(question: str, text: str, lacks: bool) -> None:
    """This ensures that a price needs an amount, a mayor the word, a telephone number its digits, in any language."""
    assert lacks_attribute(understood(question), [text]) is lacks


@pytest.mark.parametrize(
    "question", ["Qui remporte le prix d'animation ?", "Quelle charte a signé Tulle ?", "", "🎉", "prix"]
)
def test_other_questions_ask_for_nothing_of_the_kind(question: str) -> None:
    """This ensures that only a question that asks for the thing itself needs it: a prize is won without an amount."""
    assert not lacks_attribute(understood(question), ["Rien."])


def test_one_of_several_passages_is_enough() -> None:
    """This ensures that what one quotation tells counts for the answer, and that no passage tells nothing."""
    asked = understood("Quel est le prix de l'entrée ?")
    assert not lacks_attribute(asked, ["Le musée a ouvert en 2012.", "L'entrée coûte 5 euros."])
    assert lacks_attribute(asked, [])


@pytest.mark.parametrize(
    ("question", "words", "tells"),
    [
        ("Combien d'argent les villes ont-elles donné ?", "10 millions d’euros", True),
        ("Combien d'argent les villes ont-elles donné ?", "150", False),
        ("Combien de villes ont donné ?", "10 millions d’euros", False),
        ("Quel pourcentage faut-il ?", "65 %", True),
    ],
)
def test_words_that_tell_it(question: str, words: str, tells: bool) -> None:
    """This ensures that of several numbers the amount is known where money is asked for, and none where it is not."""
    assert tells_attribute(understood(question), words) is tells


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Quelle est la durée du label ?", "Signé par 12 villes en 2021, il vaut 3 ans.", ["3 ans"]),
        ("Quelle est la durée du label ?", "Signé par 12 villes en 2021.", []),
        ("Quelle part des villes l'a signé ?", "12 villes, soit 40 %, l'ont signé.", ["40 %"]),
        ("How many towns signed it?", "12 towns, 40 % of all, signed it for 9 euros.", ["12"]),
        ("How much is it?", "It is 40 % of all.", ["40 %"]),
        ("Quand a-t-il été signé ?", "12 villes l'ont signé en 2021.", ["2021"]),
        ("Pourquoi l'a-t-on signé ?", "12 villes l'ont signé en 2021.", []),
        ("Combien d'hectares couvre le parc ?", "12 villes l'ont signé pour 90 km de rives.", []),
        ("Combien d'eau perd le réseau ?", "Le réseau perd 90 tonnes d'eau.", ["90 tonnes"]),
        ("Hoeveel steden tekenden het?", "12 villes, en 45 minutes.", ["12"]),
    ],
)
def test_what_may_be_asked_for_is_of_its_kind(question: str, text: str, told: list[str]) -> None:
    """This ensures that where a kind of quantity is asked for, only what is of it counts, and no other digits."""
    asked = understood(question)
    assert [text[start:end] for start, end in spans_told(asked, text, {"signé"})] == told


def test_a_kind_that_no_quotation_has_is_lacking() -> None:
    """This ensures that a duration is missed where nothing of any quotation is one, and only where one is asked for."""
    asked = understood("Quelle est la durée du label ?")
    assert lacks_measure(asked, [(), ()])
    assert not lacks_measure(asked, [(), ((0, 5),)])
    assert lacks_measure(understood("Combien de villes ?"), [()])
    assert not lacks_measure(understood("Quand faut-il s'inscrire ?"), [()])
    assert not lacks_measure(understood("Quels sont les tarifs ?"), [()])


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("In welcher Stadt sitzt der Verein?", True),
        ("Dans quel pays se trouve le serveur ?", True),
        ("À quelle date ouvre le marché ?", True),
        ("Où déposer le dossier ?", False),
        ("When can one enrol?", False),
        ("Who can enrol?", False),
        ("Combien d'eau perd le réseau ?", False),
    ],
)
def test_what_is_always_told_by_a_name_or_a_number(question: str, lacks: bool) -> None:
    """This ensures that a town or a day is missed where nothing is named, but not where one may enrol, or when."""
    assert lacks_measure(understood(question), [()]) is lacks


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Which towns is Limoges twinned with?", "Limoges signed five charters, in Tulle in 1982.", True),
        ("Which towns is Limoges twinned with?", "Limoges is twinned with Fürth and Charlotte.", False),
        ("Which towns is Limoges twinned with?", "Twin towns:\nFürth (DE)\nCharlotte (US)", False),
        ("Which towns is Limoges twinned with?", "• Fürth, 1992 ;\n• Charlotte, 1992.", False),
        ("Quelles autres communes de France portent le titre ?", "Avec Saint-Étienne, Lyon et Metz.", False),
        ("What are the names of the cities in the network?", "Nine cities are in the network.", True),
        ("Welche Städte haben unterschrieben?", "Limoges und Fürth haben unterschrieben.", False),
        ("¿Qué ciudades asiáticas participan?", "Delegates of Asian cities took part.", True),
        ("Which cities network does it coordinate?", "It coordinates UNIC.", False),
        ("Quelles sont les missions du réseau ?", "Le réseau coordonne.", False),
        ("Combien de villes ont signé ?", "Douze villes ont signé.", False),
    ],
)
def test_several_towns_are_named(question: str, text: str, lacks: bool) -> None:
    """This ensures that which towns is answered by a list of names that are new, and that other lists need none."""
    assert lacks_names(understood(question), [text]) is lacks
