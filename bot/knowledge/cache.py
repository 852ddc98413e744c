"""Remembers a loaded pack between runs, so that a single question at the terminal need not read YAML.

The key is a digest of the pack's files and of this program's own sources: a change of either is seen at once. What is
read back may only consist of the classes named by the caller, from a folder that only this user can write to. A cache
that cannot be read or written is done without.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import zlib
from contextlib import suppress
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Loaded = TypeVar("Loaded")

_SOURCES = Path(__file__).parents[1]
_SUM = 4
"""Bytes of the checksum in front of a result."""

_FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_READ = frozenset({".yaml", ".yml", ".json"})


def cache_folder() -> Path:
    """Return the folder for this program's caches, by the XDG convention; a user without a home has none."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():
        try:
            base = Path.home() / ".cache"
        except RuntimeError:
            base = Path(os.devnull)
    return base / "campaign-why"


def files_of(pack: Path) -> list[Path]:
    """Return the files on which depends what is known from a pack."""
    return [path for path in pack.rglob("*") if path.suffix in _READ and path.is_file()]


def digest(files: Iterable[Path]) -> str:
    """Return a digest of the names and contents of `files`, of this program's sources and of Python's version."""
    whole = hashlib.sha256(sys.version.encode())
    sources = (_SOURCES / "app.py", *sorted(_SOURCES.glob("knowledge/*.py")), *sorted(_SOURCES.glob("diagnosis/*.py")))
    for path in (*sorted(files), *sources):
        whole.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:32]


def remembered(
    key: str,
    folder: Path,
    kind: type[Loaded],
    build: Callable[[], Loaded],
    *,
    name: str = "pack",
    holds: Callable[[], bool] = lambda: True,
) -> Loaded:
    """Return what `build` returned for `key` and `name` before, or call it and remember the result.

    Args:
        key: a digest of everything the result depends on.
        folder: where results are kept; made if it is missing, left alone if others may write to it.
        kind: the class of the result, which consists of plain values.
        build: makes the result.
        name: which of the results of one key it is.
        holds: returns whether the key is still that of what the result was built from.
    """
    found = recalled(key, folder, kind, name=name)
    if found is not None:
        return found
    result = build()
    remember(result, key, folder, name=name, holds=holds)
    return result


def recalled(
    key: str, folder: Path, kind: type[Loaded], parts: Iterable[type] = (), *, name: str = "pack"
) -> Loaded | None:
    """Return what was remembered for `key` and `name`, if there is such a result; see `remembered`.

    `parts` are the classes, beside its own, that it may consist of.
    """
    with suppress(Exception):  # a damaged pickle raises whatever it comes across
        if _is_ours(folder):
            found = _Restricted(BytesIO(_whole(_path(key, folder, name).read_bytes())), (kind, *parts)).load()
            return found if type(found) is kind else None
    return None


def remember(
    result: object, key: str, folder: Path, *, name: str = "pack", holds: Callable[[], bool] = lambda: True
) -> None:
    """Keep a result for `key` and `name`, where that can be; see `remembered`."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(folder) and holds():
            content = BytesIO()
            _ByClass(content, protocol=pickle.HIGHEST_PROTOCOL).dump(result)
            _write(_path(key, folder, name), content.getvalue(), key)


def _path(key: str, folder: Path, name: str) -> Path:
    return folder / f"{key}.{name}.pickle"


def _is_ours(folder: Path) -> bool:
    """Return whether nobody else can put a result there.

    Raises:
        OSError: there is no such folder.
    """
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & _FOR_OTHERS


def _whole(content: bytes) -> bytes:
    """Return what was written.

    Raises:
        ValueError: it is not what is there now.
    """
    if zlib.crc32(content[_SUM:]).to_bytes(_SUM) != content[:_SUM]:
        raise ValueError("damaged")
    return content[_SUM:]


def _write(path: Path, content: bytes, key: str) -> None:
    """Write whole or not at all; only results of the newest key are kept."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(zlib.crc32(content).to_bytes(_SUM) + content)
    for old in path.parent.glob("*.pickle"):
        if not old.name.startswith(f"{key}."):
            old.unlink(missing_ok=True)
    unfinished.replace(path)


class _ByClass(pickle.Pickler):
    """Writes the member of an enumeration as its class and value; some versions of Python 3.11 would need `getattr`."""

    def reducer_override(self, each: Any) -> Any:
        return (type(each), (each.value,)) if isinstance(each, Enum) else NotImplemented


class _Restricted(pickle.Unpickler):
    """Builds nothing but the classes it was told of."""

    def __init__(self, file: IO[bytes], allowed: Iterable[type]) -> None:
        super().__init__(file)
        self._allowed = {(each.__module__, each.__qualname__): each for each in allowed}

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._allowed[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no business here") from None
