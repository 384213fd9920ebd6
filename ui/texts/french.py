"""The page in French, written here with plain spaces: `typeset` makes them the narrow ones that French asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ui.texts.wording import Plural, Problem, Wording

Texts = TypeVar("Texts", bound=Wording | Plural | Problem)

_NARROW = "\u202f"
_WIDE = "\u00a0"


def typeset(text: str) -> str:
    """The text with unbreakable spaces where French has them: inside « », before : ; ? !"""
    text = re.sub(r" (?=[;?!])", _NARROW, text)
    text = re.sub(r" (?=[:»])", _WIDE, text)
    return re.sub(r"(?<=«) ", _WIDE, text)


def _typeset(value: Any) -> Any:
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, Mapping):
        return {key: _typeset(entry) for key, entry in value.items()}
    return _typeset_all(value) if isinstance(value, Plural | Problem) else value


def _typeset_all(texts: Texts) -> Texts:
    return replace(texts, **{field.name: _typeset(getattr(texts, field.name)) for field in fields(texts)})


FRENCH = _typeset_all(
    Wording(
        language="fr",
        locale="fr",
        name="Français",
        zero_is_one=True,
        tagline="Chercher dans les chartes, programmes et labels",
        search_page="Recherche",
        documents_page="Documents",
        other_language="English",
        details="Détails",
        retry="Réessayer",
        opening="Ouverture des documents…",
        search_title="Que disent les documents ?",
        search_lead=(
            "Posez votre question avec vos mots, dans votre langue. Repère trouve le passage, "
            "quelle que soit la langue du document."
        ),
        query_label="Votre question ou quelques mots-clés",
        query_placeholder="Par exemple : qui a signé la charte ?",
        submit="Rechercher",
        examples="Quelques exemples",
        options="Options de recherche",
        option_k="Passages à afficher",
        option_languages="Documents en",
        option_languages_all="toutes les langues",
        option_mode="Chercher",
        modes={"hybrid": "le sens et les mots", "dense": "le sens seulement", "lexical": "les mots seulement"},
        mode_captions={
            "hybrid": "le meilleur choix en général",
            "dense": "pour une question posée dans une autre langue",
            "lexical": "pour un nom, un numéro, un terme exact",
        },
        searching="Recherche en cours…",
        passages=Plural("{n} passage", "{n} passages"),
        best_passages=Plural("Le meilleur passage", "Les {n} meilleurs passages"),
        found_in="en {time}",
        restricted_to="documents en : {languages}",
        page="p. {first}",
        pages_range="p. {first}–{last}",
        open_passage="Ouvrir le document au passage {rank}",
        more="Afficher plus de passages",
        nothing_found="Aucun passage trouvé",
        nothing_found_advice="Essayez d’autres mots, ou une question entière.",
        nothing_in_languages="Aucun passage trouvé dans ces documents",
        nothing_in_languages_advice=(
            "La recherche se limitait aux documents en : {languages}. Vous pouvez lever cette limite dans les options."
        ),
        query_too_long=(
            "Votre question compte {n} caractères ; la recherche en accepte {limit} au plus. "
            "Raccourcissez-la : une ou deux phrases suffisent."
        ),
        not_encoded=(
            "{missing} passages sur {all} sont en cours de préparation : pour l’instant, on les trouve par leurs mots, "
            "pas encore par leur sens."
        ),
        no_words=(
            "Votre question ne contient que des mots-outils ou des signes : il n’y a rien à chercher. "
            "Ajoutez un mot qui compte."
        ),
        documents_title="Documents",
        documents=Plural("{n} document", "{n} documents"),
        languages=Plural("{n} langue", "{n} langues"),
        pages=Plural("{n} page", "{n} pages"),
        filter_label="Filtrer par titre ou par adresse",
        filter_placeholder="charte, pdf, 2024…",
        sort_label="Trier par",
        sorts={
            "title": "titre",
            "language": "langue",
            "type": "type",
            "pages": "nombre de pages",
            "passages": "nombre de passages",
            "added": "date d’ajout, du plus récent au plus ancien",
        },
        shown="{shown} sur {all}",
        none_match="Aucun document ne correspond à ce filtre.",
        previous="Précédent",
        following="Suivant",
        page_of="page {number} sur {all}",
        failures=Plural("{n} fichier n’a pas pu être lu", "{n} fichiers n’ont pas pu être lus"),
        failures_lead="La recherche ne porte pas sur ces fichiers. Le message, en anglais, dit que faire.",
        failure_kinds={
            "SourceMissing": "introuvable",
            "SourceUnreadable": "impossible à ouvrir",
            "SourceEmpty": "vide",
            "UnsupportedFormat": "format non pris en charge",
            "DamagedSource": "endommagé",
            "EncryptedSource": "protégé par un mot de passe",
            "NoText": "sans texte, peut-être numérisé",
            "SourceTooLarge": "trop volumineux",
            "MalformedRecord": "ligne qui n’est pas une notice",
            "SourceError": "non lu",
        },
        media_types={
            "application/pdf": "PDF",
            "text/html": "page web",
            "text/markdown": "Markdown",
            "text/plain": "texte",
            "application/x-ndjson": "notice",
        },
        other_media_type="fichier",
        back_to_results="Retour aux résultats",
        back_to_documents="Tous les documents",
        fact_language="Langue",
        fact_type="Type",
        fact_length="Longueur",
        fact_published="Publié le",
        fact_added="Ajouté le",
        fact_address=Plural("Adresse", "Adresses"),
        passages_title="Le texte, passage par passage",
        asked_passage="Le passage demandé",
        go_to_passage="Aller au passage demandé",
        passage_gone="Le passage que donne cette adresse n’est plus dans ce document, qui a peut-être été mis à jour.",
        first_title="Bienvenue. Il n’y a pas encore de documents.",
        first_lead=(
            "Repère cherche dans les documents que vous lui confiez, sur cet ordinateur, sans les envoyer nulle part."
        ),
        first_demo="Pour découvrir l’outil, ouvrez la démonstration dans un terminal :",
        first_ingest="Pour chercher dans vos documents, indiquez un dossier ou des fichiers (PDF, pages web, textes) :",
        first_folder="DOSSIER",
        first_then="Revenez ensuite ici.",
        first_home="Le catalogue sera tenu dans :",
        ignored="L’adresse contient « {name}={value} », qui n’a pas été compris et n’est pas pris en compte.",
        ignored_hints={
            "k": "Le nombre de passages va de 1 à 100.",
            "lang": "Les langues s’écrivent fr, en, de…",
            "mode": "Le mode est hybrid, dense ou lexical.",
            "ui": "La page existe en fr et en en.",
        },
        ignored_more=Plural("Et {n} autre.", "Et {n} autres."),
        problems={
            "HomeMissing": Problem(
                "Les documents sont introuvables",
                "Vérifiez le dossier avec lequel Repère a été lancé, puis réessayez.",
            ),
            "HomeLocked": Problem(
                "Des documents sont en cours d’ajout",
                "Patientez un instant, puis réessayez. Rien n’est perdu.",
            ),
            "HomeTooNew": Problem(
                "Ces documents ont été préparés par une version plus récente de Repère",
                "Installez la version plus récente, avec : pip install -U repere",
            ),
            "HomeDamaged": Problem(
                "Le catalogue des documents est illisible",
                "Restaurez-le depuis une copie, ou déplacez-le et ingérez de nouveau les documents.",
            ),
            "HomeUnwritable": Problem(
                "Impossible d’écrire dans le dossier des documents",
                "Vérifiez les droits d’accès et la place libre sur le disque.",
            ),
            "HomeError": Problem("Impossible d’ouvrir les documents", "Les détails disent pourquoi."),
            "ModelMissing": Problem(
                "Le modèle de langue ne peut pas être chargé",
                "La personne qui a installé Repère en trouvera la raison dans les détails.",
            ),
            "ModelMismatch": Problem(
                "Ces documents ont été préparés avec un autre modèle de langue",
                "Lancez Repère avec le même modèle, ou préparez-les de nouveau avec : repere reindex",
            ),
            "ModelError": Problem("Le modèle de langue ne fonctionne pas", "Les détails disent pourquoi."),
            "QueryError": Problem(
                "Cette question ne peut pas être cherchée telle quelle", "Modifiez-la, puis réessayez."
            ),
            "NotInCatalogue": Problem(
                "Ce document n’est pas ici, ou n’y est plus",
                "Il a peut-être été retiré, ou remplacé par une version plus récente. "
                "Cherchez-le dans la liste des documents.",
            ),
            "TableError": Problem("Un tableau n’a pas pu être lu", "Les détails disent pourquoi."),
            "SourceError": Problem("Un fichier n’a pas pu être lu", "Les détails disent pourquoi."),
            "RepereError": Problem("Cela n’a pas fonctionné", "Les détails disent pourquoi."),
        },
        unexpected=Problem(
            "Un problème est survenu de notre côté",
            "Réessayez. S’il se reproduit, prévenez la personne qui gère cette page.",
        ),
        unknown_language="indéterminée",
    )
)
