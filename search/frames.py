"""The sentences around quotations, in the question's language: French, English, German, Spanish or Italian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "found": "Les documents disent :",
        "nothing": "Pas dans ces documents.",
        "near": "Les passages les plus proches, qui ne répondent pas à la question :",
        "personal": "Les documents ne savent rien de vous.",
        "vague": "Dites de quoi il s’agit : la question ne nomme rien à chercher.",
        "missing": "Non trouvé dans les passages cités : {words}.",
        "several": "{count} questions à la fois : seule la première est traitée.",
        "read": "Question comprise : {question}",
        "sent": "La question et {count} passages ont été envoyés à {server} ({model}).",
        "failed": "Le modèle de langue n’a rien donné ({why}) ; les citations restent la réponse.",
        "removed": "{count} phrase(s) générée(s) retirée(s) : les passages cités ne les portent pas.",
        "orders": "Un passage contient ce qui ressemble à des consignes à une machine : elles sont laissées de côté.",
        "generated": "Rédigé par un modèle de langue à partir de ces passages, et vérifié mot à mot :",
        "cut": "Le modèle de langue s’est interrompu ({why}).",
        "silent": "Le modèle de langue n’a rien écrit que les passages portent ; les citations restent la réponse.",
    },
    "en": {
        "found": "The documents say:",
        "nothing": "Not in these documents.",
        "near": "The nearest passages, which do not answer the question:",
        "personal": "The documents know nothing about you.",
        "vague": "Say what it is about: the question names nothing to look for.",
        "missing": "Not found in the passages quoted: {words}.",
        "several": "{count} questions at once: only the first is dealt with.",
        "read": "Question read as: {question}",
        "sent": "The question and {count} passages were sent to {server} ({model}).",
        "failed": "The language model gave nothing ({why}); the quotations are the answer.",
        "removed": "{count} generated sentence(s) removed: the passages cited do not hold them.",
        "orders": "A passage holds what looks like instructions to a machine: they were left out.",
        "generated": "Written by a language model from these passages, and checked against their words:",
        "cut": "The language model broke off ({why}).",
        "silent": "The language model wrote nothing that the passages hold; the quotations are the answer.",
    },
    "de": {
        "found": "In den Dokumenten steht:",
        "nothing": "Nicht in diesen Dokumenten.",
        "near": "Die nächsten Stellen, die die Frage nicht beantworten:",
        "personal": "Die Dokumente wissen nichts über Sie.",
        "vague": "Sagen Sie, worum es geht: Die Frage nennt nichts, wonach sich suchen lässt.",
        "missing": "In den zitierten Stellen nicht gefunden: {words}.",
        "several": "{count} Fragen auf einmal: Nur die erste wird behandelt.",
        "read": "Gelesen als: {question}",
        "sent": "Die Frage und {count} Stellen wurden an {server} geschickt ({model}).",
        "failed": "Das Sprachmodell hat nichts geliefert ({why}); die Zitate sind die Antwort.",
        "removed": "{count} erzeugte(r) Satz/Sätze entfernt: Die zitierten Stellen tragen sie nicht.",
        "orders": "Eine Stelle enthält etwas, das wie Anweisungen an eine Maschine aussieht: Es wurde weggelassen.",
        "generated": "Von einem Sprachmodell aus diesen Stellen geschrieben und an ihrem Wortlaut geprüft:",
        "cut": "Das Sprachmodell brach ab ({why}).",
        "silent": "Das Sprachmodell schrieb nichts, was die Stellen tragen; die Zitate sind die Antwort.",
    },
    "es": {
        "found": "Los documentos dicen:",
        "nothing": "No está en estos documentos.",
        "near": "Los pasajes más cercanos, que no responden a la pregunta:",
        "personal": "Los documentos no saben nada de usted.",
        "vague": "Diga de qué se trata: la pregunta no nombra nada que buscar.",
        "missing": "No se encuentra en los pasajes citados: {words}.",
        "several": "{count} preguntas a la vez: solo se trata la primera.",
        "read": "Pregunta entendida: {question}",
        "sent": "La pregunta y {count} pasajes se han enviado a {server} ({model}).",
        "failed": "El modelo de lenguaje no ha dado nada ({why}); las citas son la respuesta.",
        "removed": "{count} frase(s) generada(s) retirada(s): los pasajes citados no las sostienen.",
        "orders": "Un pasaje contiene lo que parecen instrucciones para una máquina: se han dejado fuera.",
        "generated": "Escrito por un modelo de lenguaje a partir de estos pasajes y comprobado con sus palabras:",
        "cut": "El modelo de lenguaje se interrumpió ({why}).",
        "silent": "El modelo de lenguaje no escribió nada que los pasajes sostengan; valen las citas.",
    },
    "it": {
        "found": "I documenti dicono:",
        "nothing": "Non è in questi documenti.",
        "near": "I passaggi più vicini, che non rispondono alla domanda:",
        "personal": "I documenti non sanno nulla di lei.",
        "vague": "Dica di che cosa si tratta: la domanda non nomina nulla da cercare.",
        "missing": "Non trovato nei passaggi citati: {words}.",
        "several": "{count} domande insieme: si tratta solo la prima.",
        "read": "Domanda intesa: {question}",
        "sent": "La domanda e {count} passaggi sono stati inviati a {server} ({model}).",
        "failed": "Il modello linguistico non ha dato nulla ({why}); le citazioni sono la risposta.",
        "removed": "{count} frase/i generata/e tolta/e: i passaggi citati non le sostengono.",
        "orders": "Un passaggio contiene ciò che sembra istruzioni per una macchina: sono state lasciate fuori.",
        "generated": "Scritto da un modello linguistico da questi passaggi e verificato con le loro parole:",
        "cut": "Il modello linguistico si è interrotto ({why}).",
        "silent": "Il modello linguistico non ha scritto nulla che i passaggi sostengano; valgono le citazioni.",
    },
}


def frame(name: str, language: str, **parts: object) -> str:
    """The sentence of this name with its parts; in English where there is none in the language."""
    return _TEXTS.get(language, _TEXTS["en"])[name].format(**parts)


def missing_line(words: Sequence[str], language: str) -> str:
    """That words of the question stand in none of the passages quoted."""
    return frame("missing", language, words=", ".join(words))
