"""What the library, its pictures, the adding of documents and the batch say. The texts are in `shelf_english.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.texts.forms import Plural


@dataclass(frozen=True, slots=True)
class ShelfTexts:
    """Around all views of the library; and who may do what."""

    list_page: str
    overview_page: str
    themes_page: str
    batch_page: str
    add_page: str
    sign_in: str
    sign_in_with: str
    sign_in_default: str
    sign_out: str
    read_only: str
    read_only_public: str
    read_only_sign_in: str
    not_listed: str
    no_account: str
    sign_in_faults: Mapping[str, str]
    sign_in_unfinished: str
    as_table: str
    no_instruments: str
    kinds: Mapping[str, str]
    roles: Mapping[str, str]
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OverviewTexts:
    """The pictures of the library."""

    title: str
    lead: str
    instruments: Plural
    by_kind: str
    by_language: str
    by_organisation: str
    in_time: str
    in_time_lead: str
    without_date: Plural
    on_map: str
    on_map_lead: str
    not_on_map: Plural
    links: str
    links_lead: str
    links_cut: str
    nothing: str
    count: str
    kind: str
    organisation: str
    instrument: str
    territory: str
    role: str
    begins: str
    ends: str
    open_end: str
    town: str
    there: str
    alt_bars: str
    alt_time: str
    alt_map: str
    alt_links: str


@dataclass(frozen=True, slots=True)
class ThemesTexts:
    """The map of the passages."""

    title: str
    lead: str
    computing: str
    too_few: str
    sampled: str
    theme: str
    words: str
    chosen: str
    central: str
    document: str
    passage: str
    alt: str
    open: str


@dataclass(frozen=True, slots=True)
class RecordTexts:
    """What is known of one document."""

    title: str
    nothing: str
    evidence: str
    evidence_page: str
    corrected: str
    corrected_by: str
    sure: str
    likely: str
    unsure: str
    family: str
    family_lead: str
    relations: Mapping[str, str]
    this_one: str
    decided: Mapping[str, str]
    replaced: str
    replaced_line: str
    alike: str
    alike_line: str
    reading: str
    read_ocr: Plural
    read_confidence: str
    read_poor: str
    read_damage: str
    read_repairs: Plural


@dataclass(frozen=True, slots=True)
class EditTexts:
    """Correcting and removing."""

    title: str
    lead: str
    slot: str
    operation: str
    operations: Mapping[str, str]
    value: str
    value_help: str
    kind_value: str
    save: str
    saved: str
    refused: str
    refused_removal: str
    refusals: Mapping[str, str]
    changed_meanwhile: str
    split: str
    split_done: str
    remove: str
    remove_lead: str
    remove_sure: str
    remove_yes: str
    removed: str
    locked: str


@dataclass(frozen=True, slots=True)
class AddTexts:
    """Adding documents."""

    title: str
    lead: str
    files: str
    files_help: str
    addresses: str
    addresses_help: str
    start: str
    nothing: str
    bad_address: str
    too_large: str
    going: str
    elsewhere: str
    stages: Mapping[str, str]
    stage_of: str
    stage_open: str
    starting: str
    states: Mapping[str, str]
    source: str
    state: str
    done: str
    counted: str
    failed: Plural
    warnings: Plural
    remarks: Mapping[str, str | Plural]
    formats: Mapping[str, str]
    broken: str


@dataclass(frozen=True, slots=True)
class BatchTexts:
    """Many queries from a file."""

    title: str
    lead: str
    limit: str
    file: str
    file_help: str
    read_as: str
    columns: Mapping[str, str]
    unused: str
    queries: Plural
    faults: Plural
    faults_more: Plural
    line: str
    reason: str
    query: str
    k: str
    by_document: str
    operators: str
    first: str
    first_of: Plural
    found: str
    nothing_found: str
    page: str
    score: str
    format: str
    search_all: str
    searching: str
    ready: str
    download: str
    record: str
    too_many: str
    unreadable: str
    unreadable_advice: str
