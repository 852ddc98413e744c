"""Knowledge that is saved while it is in use."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from bot.knowledge import watching
from bot.knowledge.cache import files_of
from bot.knowledge.watching import look, saves

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Nap:
    """Does something in each pause between two looks; when there is no more to do, it ends the watching."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self._steps = list(steps)

    async def __call__(self, seconds: float) -> None:
        """Do the next step in place of waiting.

        Raises:
            EOFError: there is none.
        """
        if not self._steps:
            raise EOFError
        self._steps.pop(0)()


def nothing() -> None:
    """Leave all as it is."""


async def seen(folder: Path, *steps: Callable[[], object]) -> int:
    """Return how many saves are noticed while `steps` are done."""
    count = 0
    with suppress(EOFError):
        async for _ in saves(folder, look(folder), Nap(*steps)):
            count += 1
    return count


async def test_nothing_is_saved(tmp_path: Path) -> None:
    """Nothing is noticed."""
    (tmp_path / "pack.yaml").write_text("id: small")

    assert await seen(tmp_path, nothing, nothing, nothing) == 0


async def test_a_file_is_written_in_pieces(tmp_path: Path) -> None:
    """It is noticed once, when the last piece has been there for two looks."""
    pack = tmp_path / "pack.yaml"
    pack.write_text("id")

    pieces = [lambda: pack.write_text("id: "), lambda: pack.write_text("id: small"), nothing]

    assert await seen(tmp_path, *pieces[:2]) == 0
    assert await seen(tmp_path, *pieces, nothing) == 1


async def test_a_file_is_saved_twice(tmp_path: Path) -> None:
    """Each save is noticed; the same size tells nothing."""
    pack = tmp_path / "pack.yaml"
    pack.write_text("id: small")

    def saved(at: int) -> Callable[[], object]:
        return lambda: os.utime(pack, ns=(at, at))

    assert await seen(tmp_path, saved(1), nothing, nothing, saved(2), nothing, nothing) == 2


async def test_a_file_comes_and_goes(tmp_path: Path) -> None:
    """Both are changes of what is known."""
    module = tmp_path / "modules" / "alpha.yaml"
    module.parent.mkdir()

    assert await seen(tmp_path, module.touch, nothing, module.unlink, nothing) == 2


async def test_a_file_that_the_knowledge_does_not_depend_on(tmp_path: Path) -> None:
    """What an editor leaves beside the files is no save."""
    assert await seen(tmp_path, (tmp_path / ".pack.yaml.swp").touch, nothing, nothing) == 0


@pytest.mark.parametrize("error", [FileNotFoundError, PermissionError])
async def test_a_folder_cannot_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    """For a moment that is nothing; if it lasts it is a change, and what comes after is noticed as always."""
    pack = tmp_path / "pack.yaml"
    pack.touch()

    def fails(_: Path) -> list[Path]:
        raise error

    def away() -> None:
        monkeypatch.setattr(watching, "files_of", fails)

    def back() -> None:
        monkeypatch.setattr(watching, "files_of", files_of)

    assert await seen(tmp_path, away, back, nothing, nothing) == 0
    assert await seen(tmp_path, away, nothing, back, nothing, nothing) == 2
