"""The parts are built and put together in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from bot.app import PACK, build_diagnostician, read_weights, shipped_pack
from bot.diagnosis.outcome import Clarify, Suggest
from bot.diagnosis.weights import Weights
from bot.errors import KnowledgeInvalid
from bot.knowledge import loader
from bot.knowledge.cache import cache_folder
from bot.knowledge.loader import load
from tests.packs import FILES, files, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import Knowledge


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts without a cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def remembered() -> list[tuple[str, int, int]]:
    """Return which packs are remembered, and since when."""
    found = ((path, path.stat()) for path in cache_folder().glob("*.pack.pickle"))
    return [(path.name, stat.st_ino, stat.st_mtime_ns) for path, stat in found]


def change(path: Path, old: str, new: str) -> None:
    """Change a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_pack_is_beside_the_sources() -> None:
    """With everything a pack has."""
    pack = shipped_pack()

    assert pack.name == PACK
    assert [name for name in ("pack.yaml", "questions.yaml", "weights.json") if not (pack / name).is_file()] == []


def test_an_unmistakable_report_is_diagnosed_with_the_shipped_pack(shipped: Diagnostician) -> None:
    """Without being told which pack."""
    diagnosis = shipped.diagnose("bounces are not collected any more")

    assert isinstance(diagnosis, Suggest)
    assert diagnosis.candidates[0].module == "inMail"


def test_a_pack_without_weights_lives_on_its_symptoms(folder: Path) -> None:
    """A site can write a pack without fitting anything."""
    diagnosis = build_diagnostician(write(folder)).diagnose("the lamps stay dark")

    assert isinstance(diagnosis, Clarify)
    assert diagnosis.candidates[0].module == "alpha"
    assert read_weights(folder) == Weights()


def test_a_pack_is_remembered_for_the_next_run(folder: Path) -> None:
    """The second start reads it back and writes nothing."""
    first = build_diagnostician(write(folder))
    before = remembered()

    second = build_diagnostician(folder)

    assert len(before) == 1
    assert remembered() == before
    assert second.knowledge == first.knowledge == load(folder)
    assert second.wordings == first.wordings
    assert second.diagnose("the lamps stay dark") == first.diagnose("the lamps stay dark")


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_seen(name: str, folder: Path) -> None:
    """Whichever file of the pack it is, what was remembered is not used."""
    build_diagnostician(write(folder))
    before = remembered()
    change(folder / name, "\n", "\n# a remark\n")

    build_diagnostician(folder)

    assert len(remembered()) == 1
    assert remembered()[0][0] != before[0][0]


def test_a_changed_sentence_is_told(folder: Path) -> None:
    """Nobody has to empty a cache."""
    build_diagnostician(write(folder))
    change(folder / "modules/alpha.yaml", "does what alpha does", "lights the lamps")

    assert build_diagnostician(folder).knowledge.module("alpha").responsibility.en == "lights the lamps"


def test_a_file_that_is_added_or_taken_away_is_seen(folder: Path) -> None:
    """Back to what it was is back to what was remembered."""
    alone = build_diagnostician(write(folder)).knowledge
    path = folder / "cases/second.yaml"
    path.write_text(yaml.safe_dump({"cases": [{"report": "it rains", "module": "none"}]}), encoding="utf-8")
    added = build_diagnostician(folder).knowledge
    path.unlink()

    assert len(added.cases) == len(alone.cases) + 1
    assert build_diagnostician(folder).knowledge == alone


def test_a_file_that_breaks_is_seen(folder: Path) -> None:
    """What held yesterday does not excuse today's mistake; mended, it holds again."""
    build_diagnostician(write(folder))
    change(folder / "pack.yaml", f"id: {folder.name}", "id: other")

    with pytest.raises(KnowledgeInvalid):
        build_diagnostician(folder)
    change(folder / "pack.yaml", "id: other", f"id: {folder.name}")

    assert build_diagnostician(folder).knowledge.pack.id == folder.name


@pytest.mark.parametrize("content", [b"", b"\x80\x05", b"rubbish", b"cos\nsystem\n(S'exit 1'\ntR."])
def test_a_damaged_cache_is_built_again(content: bytes, folder: Path) -> None:
    """Nothing in it is run, and the answer is the same."""
    first = build_diagnostician(write(folder)).knowledge
    (path,) = cache_folder().glob("*.pack.pickle")
    good = path.read_bytes()
    path.write_bytes(content)

    assert build_diagnostician(folder).knowledge == first
    assert path.read_bytes() == good


def test_without_a_place_for_a_cache_it_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that is a file is no home."""
    write(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "pack.yaml"))

    assert build_diagnostician(folder).knowledge.pack.id == folder.name


@pytest.mark.parametrize("content", ["", "{}", "[]", "3", '{"modules": 3}', "\udcff"])
def test_damaged_weights_are_told_with_a_cure(content: str, folder: Path) -> None:
    """They are fitted by a program, so they are restored rather than mended."""
    write(folder)
    (folder / "weights.json").write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(KnowledgeInvalid) as refused:
        build_diagnostician(folder)

    assert str(refused.value).startswith("weights.json: cannot be read (")
    assert str(refused.value).endswith("Run `make fit`, or restore the file")


def test_a_pack_that_does_not_hold_is_refused_with_every_problem(folder: Path) -> None:
    """And nothing is remembered."""
    content = files()
    content["modules/alpha.yaml"]["symptom"] = []
    content["pack.yaml"]["id"] = "other"

    with pytest.raises(KnowledgeInvalid) as refused:
        build_diagnostician(write(folder, content))

    assert [problem.file for problem in refused.value.problems] == ["modules/alpha.yaml", "pack.yaml"]
    assert remembered() == []


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(KnowledgeInvalid, match="nowhere: is not a folder"):
        build_diagnostician(tmp_path / "nowhere")


def test_a_file_is_saved_while_the_pack_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is not taken for what the files said before, when they say that again."""
    module = write(folder) / "modules" / "alpha.yaml"
    before = module.read_text(encoding="utf-8")

    def load_too_late(pack: Path) -> Knowledge:
        change(module, "does what alpha does", "does something new")
        return load(pack)

    with monkeypatch.context() as patch:
        patch.setattr(loader, "load", load_too_late)
        build_diagnostician(folder)
    module.write_text(before, encoding="utf-8")

    assert build_diagnostician(folder).knowledge.module("alpha").responsibility["en"] == "does what alpha does"
