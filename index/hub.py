"""Where a model's files are: a folder, or a repository of the Hugging Face hub at one commit, downloaded once.

Settled before sentence-transformers is loaded: without a network, its own attempt takes more than a minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from corpus.errors import ModelMissing

Model = TypeVar("Model")

DEFAULT_OWNER = "sentence-transformers"
"""Whose models are meant by a name without an owner, as in sentence-transformers itself."""
NETWORK_TIMEOUT_S = 10.0
MODEL_FILES = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
OTHER_FORMATS = frozenset({"onnx", "openvino"})
DESCRIPTIONS = ("modules.json", "config.json")
"""One of them is in every model that sentence-transformers can load."""

ADVICE = "Give a folder or a name of the form owner/model, or use the default model, which needs no network"


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Files on this machine. `model_id` names their content for good; `name` is the repository or the folder's path.

    What is in the cache may be part of a model: an earlier download may have broken off.
    """

    model_id: str
    name: str
    folder: Path
    origin: Literal["folder", "cache", "download"]


def model_source(name: str) -> ModelSource:
    """The folder of that name, else what an earlier download left, else a download. Raises `ModelMissing`."""
    folder = _existing(name)
    if folder is not None:
        return _folder_source(folder)
    if not name.strip() or name.startswith((".", "~", "/")) or "\\" in name or name.count("/") > 1:
        raise ModelMissing(f"There is no model folder {name!r}", advice=ADVICE)
    repository = name if "/" in name else f"{DEFAULT_OWNER}/{name}"
    return _cached(repository) or downloaded(repository)


def downloaded(repository: str) -> ModelSource:
    """The latest commit of a repository. Whether the hub answers is known in seconds, and nothing is tried twice."""
    from huggingface_hub import HfApi, snapshot_download  # noqa: PLC0415 - a third of a second
    from huggingface_hub.errors import RepositoryNotFoundError  # noqa: PLC0415

    try:
        listed = HfApi().model_info(repository, timeout=NETWORK_TIMEOUT_S).siblings or []
        wanted = _needed([file.rfilename for file in listed])
        snapshot = snapshot_download(repository, allow_patterns=wanted)
    except RepositoryNotFoundError as error:
        raise ModelMissing(f"The hub has no model {repository}, or it is private", advice=ADVICE) from error
    except Exception as error:  # whatever its HTTP client raises: the hub's library has changed it before
        reason = f"The model {repository} is not on this machine, and the hub does not give it: {first_line(error)}"
        raise ModelMissing(reason, advice=ADVICE) from error
    return _snapshot_source(repository, Path(snapshot), "download")


def first_line(error: Exception) -> str:
    """What a library says first, without its further pages."""
    lines = str(error).strip().splitlines()
    return lines[0][:200].rstrip(" .") if lines else type(error).__name__


def _existing(name: str) -> Path | None:
    try:
        path = Path(name).expanduser()
        return path.resolve() if name.strip() and path.exists() else None
    except (OSError, RuntimeError, ValueError):  # a name too long, a user without a home, a NUL
        return None


def _cached(repository: str) -> ModelSource | None:
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415
    from huggingface_hub.errors import HFValidationError  # noqa: PLC0415

    try:
        found = [try_to_load_from_cache(repository, name) for name in DESCRIPTIONS]
    except HFValidationError as error:
        raise ModelMissing(f"{repository!r} is no name of a model", advice=ADVICE) from error
    path = next((path for path in found if isinstance(path, str)), None)
    return _snapshot_source(repository, Path(path).parent, "cache") if path else None


def _snapshot_source(repository: str, folder: Path, origin: Literal["cache", "download"]) -> ModelSource:
    """The hub's library names the folder of a snapshot for its commit."""
    return ModelSource(f"{repository}@{folder.name[:12]}", repository, folder, origin)


def _folder_source(folder: Path) -> ModelSource:
    if not any((folder / name).is_file() for name in DESCRIPTIONS):
        reason = f"{folder} is not the folder of a model: it has no {' or '.join(DESCRIPTIONS)}"
        raise ModelMissing(reason, advice=ADVICE)
    try:
        return ModelSource(f"{folder.name}@{_digest(folder)}", str(folder), folder, "folder")
    except OSError as error:
        raise ModelMissing(f"The model in {folder} cannot be read: {error}", advice=ADVICE) from error


def _digest(folder: Path) -> str:
    """Twelve hexadecimal digits of the names and contents of the model's files: about a second for 1 GB."""
    sha = hashlib.sha256()
    for name in _needed(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()):
        with (folder / name).open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
        sha.update(name.encode() + b"\0" + content.digest())
    return sha.hexdigest()[:12]


def _needed(names: Iterable[str]) -> list[str]:
    """The files that make the model: no other formats of it, no pictures, nothing hidden, no second copy of weights."""
    paths = [PurePosixPath(name) for name in names]
    safe = {path.parent for path in paths if path.suffix == ".safetensors"}
    return sorted(
        str(path)
        for path in paths
        if path.suffix in MODEL_FILES
        and not (path.suffix == ".bin" and path.parent in safe)
        and not any(part.startswith(".") or part in OTHER_FORMATS for part in path.parts)
    )


def opened(name: str, load: Callable[[ModelSource], Model]) -> tuple[ModelSource, Model]:
    """A model and where it came from: one that was downloaded before and can't be loaded any more is downloaded again.

    Raises `ModelMissing`, which `load` raises too.
    """
    source = model_source(name)
    try:
        return source, load(source)
    except ModelMissing:
        if source.origin != "cache":
            raise
    source = downloaded(source.name)
    return source, load(source)
