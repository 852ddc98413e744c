"""Knowledge that is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.app import build_diagnostician
from bot.diagnosis.vocabulary import Vocabulary
from bot.knowledge.watching import look
from bot.playground.notices import NotTaken, Taken
from bot.playing import reloading
from bot.playing.reloading import Reloading
from tests import packs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.notices import Notice


class Saving:
    """A pack that is saved when told so."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        packs.load_small(folder)
        self.folder = folder
        self.notices: list[Notice] = []
        self.first = build_diagnostician(folder)
        self.reloading = Reloading(
            folder, look(folder), self.first, explaining=lambda each: each, notify=self.notices.append
        )
        monkeypatch.setattr(reloading, "saves", self._once)

    async def _once(self, *_: object) -> AsyncIterator[None]:
        yield

    async def saved(self) -> Notice:
        """Return what became of a save."""
        await self.reloading.keep_up()
        return self.notices[-1]


@pytest.fixture
def pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Saving:
    """A small pack of two modules."""
    return Saving(folder, monkeypatch)


async def test_a_module_is_changed(pack: Saving) -> None:
    """It is counted, and in force."""
    file = pack.folder / "modules" / "alpha.yaml"
    file.write_text(file.read_text().replace("risk: low", "risk: high"))
    assert "risk: high" in file.read_text()

    notice = await pack.saved()

    assert isinstance(notice, Taken)
    assert (notice.modules, notice.changed) == (2, 1)
    assert pack.reloading.in_force.module("alpha").restart.risk == "high"


async def test_what_the_old_knowledge_takes_up(pack: Saving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its searches are given back, though answers from it may be held for long."""
    rested: list[Vocabulary] = []

    def rest(vocabulary: Vocabulary) -> None:
        rested.append(vocabulary)

    monkeypatch.setattr(Vocabulary, "rest", rest)

    await pack.saved()

    assert rested == [pack.first.vocabulary]


async def test_a_module_is_wrong(pack: Saving) -> None:
    """Every problem is told, and the old knowledge stays in force."""
    before = pack.reloading.in_force.diagnostician
    file = pack.folder / "modules" / "alpha.yaml"
    file.write_text(file.read_text().replace("symptoms:", "symptom:"))

    notice = await pack.saved()

    assert isinstance(notice, NotTaken)
    assert notice.modules == 2
    assert {each.file for each in notice.problems} == {"modules/alpha.yaml"}
    assert pack.reloading.in_force.diagnostician is before


async def test_the_program_fails_at_what_was_saved(pack: Saving, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as well, and the next save is read as always."""
    with monkeypatch.context() as patch:
        patch.setattr(reloading, "build_diagnostician", {}.__getitem__)
        notice = await pack.saved()

    assert isinstance(notice, NotTaken)
    assert [each.what for each in notice.problems] == ["makes this program fail (KeyError)"]
    assert isinstance(await pack.saved(), Taken)


async def test_a_file_is_gone_before_it_was_read(pack: Saving, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as a problem of that file; the next save is read as always."""

    def fails(_: Path) -> None:
        raise FileNotFoundError(2, "No such file or directory", "modules/alpha.yaml")

    monkeypatch.setattr(reloading, "build_diagnostician", fails)

    notice = await pack.saved()

    assert isinstance(notice, NotTaken)
    assert [each.file for each in notice.problems] == ["modules/alpha.yaml"]
