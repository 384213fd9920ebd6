"""The manifest: which files the caches are, and what they were built from. It is written last, so it is their commit.

A cache that the manifest does not describe to the byte is never opened.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.home import write_atomically

FORMAT = 1
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the caches of a home were built from.

    `words`, `vectors` and `sentences` name folders and a file beside the manifest; `background` names what was taken
    off the vectors. `checksums` gives the size in
    bytes and the CRC-32 of every file, by its path from the manifest's folder. CRC-32 because it guards against
    damage, not malice, and reads a gigabyte a second.
    """

    catalogue_id: str
    revision: int
    model_id: str
    dim: int
    analyzer: str
    words: str
    vectors: str
    sentences: str
    background: str = ""
    checksums: dict[str, tuple[int, int]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest in this folder; None where there is none or it is no manifest of this format."""
        try:
            content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            content["checksums"] = {name: (size, crc) for name, (size, crc) in content["checksums"].items()}
            manifest = cls(**content)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return manifest if manifest.format == FORMAT else None

    def write(self, folder: Path) -> None:
        """Put the manifest in its place at once."""
        write_atomically(folder / "manifest.json", json.dumps(asdict(self), indent=1, sort_keys=True).encode())

    def intact(self, folder: Path) -> bool:
        """Whether every file is there as it was written."""
        return bool(self.checksums) and all(
            checksum(folder / name) == expected for name, expected in self.checksums.items()
        )


def checksum(path: Path) -> tuple[int, int] | None:
    """A file's size in bytes and its CRC-32; None where it can't be read."""
    crc = size = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(_STEP):
                crc = zlib.crc32(block, crc)
                size += len(block)
    except OSError:
        return None
    return size, crc


def checksums(folder: Path, names: list[str]) -> dict[str, tuple[int, int]]:
    """The checksums of the files under `names` (files or folders), by their path from `folder`."""
    found: dict[str, tuple[int, int]] = {}
    for name in names:
        path = folder / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            value = checksum(file) if file.is_file() and not file.name.endswith(".lock") else None
            if value is not None:
                found[file.relative_to(folder).as_posix()] = value
    return found
