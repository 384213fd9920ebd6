"""Archives through a whole run: their members come and go with the archive's versions."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.home import Home
from index.encoder import Encoder
from ingest.pipeline import RunOptions, ingest
from ingest.report import Report


def run(home: Home, path: Path, encoder: Encoder, **members: str) -> Report:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return ingest(home, [path], encoder, model="subjects", options=RunOptions(workers=0))


def members_in(home: Home, path: Path) -> list[str]:
    with Catalogue.open(home) as catalogue:
        return sorted(uri.removeprefix(str(path)) for uri in catalogue.sources_in(str(path)))


def test_members_come_and_go_with_the_archive(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that only what changed is read again, and that what a new version lacks is removed."""
    path = tmp_path / "lot.zip"
    report = run(home, path, encoder, a="Une charte.", b="Une ville.", c="")
    assert (report.added, [failure.error for failure in report.failed]) == (2, ["SourceEmpty"])
    report = run(home, path, encoder, a="Une charte.", d="Un autre texte.")
    assert (report.added, report.unchanged, report.removed) == (1, 1, 1)
    assert members_in(home, path) == ["#a.txt", "#d.txt"]


def test_a_broken_version_removes_nothing(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    """This ensures that an archive that was cut off is reported, and what is known of it is kept."""
    path = tmp_path / "lot.zip"
    run(home, path, encoder, a="Une charte.", b="Une ville.")
    path.write_bytes(path.read_bytes()[:-10])
    report = ingest(home, [path], encoder, model="subjects", options=RunOptions(workers=0))
    assert ([failure.error for failure in report.failed], report.removed) == (["DamagedSource"], 0)
    assert members_in(home, path) == ["#a.txt", "#b.txt"]
