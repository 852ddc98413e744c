"""A loaded pack is remembered between runs; the cache may be damaged, foreign or forbidden."""

from __future__ import annotations

import os
import pickle
import zlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import cache
from bot.knowledge.cache import cache_folder, digest, recalled, remember, remembered
from tests.packs import FILES, write


@dataclass(frozen=True)
class Fruit:
    """What a test remembers."""

    name: str


@dataclass
class Orchard:
    """Grows fruit, and counts how often it was asked to."""

    grown: int = 0
    kinds: list[str] = field(default_factory=lambda: ["apple", "pear", "plum"])

    def grow(self) -> Fruit:
        """Return the next fruit."""
        self.grown += 1
        return Fruit(self.kinds[self.grown - 1])


class Intruder:
    """Makes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


@pytest.fixture
def orchard() -> Orchard:
    """Where fruit grows."""
    return Orchard()


def summed(content: bytes) -> bytes:
    """Return content as the cache writes it: behind its checksum."""
    return zlib.crc32(content).to_bytes(4) + content


def only_file(folder: Path) -> Path:
    """Return the one file of a folder."""
    (path,) = folder.iterdir()
    return path


def test_the_second_run_remembers(tmp_path: Path, orchard: Orchard) -> None:
    """What was built once is not built again."""
    first, second = (remembered("key", tmp_path / "c", Fruit, orchard.grow) for _ in range(2))

    assert (first, second, orchard.grown) == (Fruit("apple"), Fruit("apple"), 1)


class Ripeness(StrEnum):
    """Whose members Python 3.11.2 would write as an attribute of their class."""

    UNRIPE = "unripe"

    def __reduce_ex__(self, _: Any) -> tuple[Any, ...]:
        return getattr, (Ripeness, "UNRIPE")


def test_members_of_enumerations_are_remembered_by_any_python(tmp_path: Path) -> None:
    """A module's kind and risk are such."""
    remember((Ripeness.UNRIPE,), "key", tmp_path)

    assert recalled("key", tmp_path, tuple, [Ripeness]) == (Ripeness.UNRIPE,)


def test_another_key_is_another_result_and_only_the_newest_is_kept(tmp_path: Path, orchard: Orchard) -> None:
    """The cache does not grow with every change of the knowledge."""
    for key in ("one", "two"):
        remembered(key, tmp_path, Fruit, orchard.grow)

    assert orchard.grown == 2
    assert only_file(tmp_path).name == "two.pack.pickle"


def test_the_results_of_one_key_are_kept_side_by_side(tmp_path: Path, orchard: Orchard) -> None:
    """Until the key changes."""
    names = ("tree", "bush", "tree")
    found = [remembered("one", tmp_path, Fruit, orchard.grow, name=name) for name in names]

    assert found == [Fruit("apple"), Fruit("pear"), Fruit("apple")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.bush.pickle", "one.tree.pickle"]


def test_a_changed_byte_is_noticed(tmp_path: Path, orchard: Orchard) -> None:
    """Even where it would only make another word of a word."""
    remembered("key", tmp_path, Fruit, orchard.grow)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"apple", b"ample"))

    assert remembered("key", tmp_path, Fruit, orchard.grow) == Fruit("pear")


def test_the_cache_is_the_users_own(tmp_path: Path, orchard: Orchard) -> None:
    """Nobody else can put a result there."""
    remembered("key", tmp_path / "a" / "c", Fruit, orchard.grow)

    assert (tmp_path / "a" / "c").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\x80", b"not a pickle", b"\x80\x05K", b"\x80\x05.", b"cno.such\nthing\n.", b"\xff" * 64, b"}q\x00(X"],
    ids=lambda content: content[:12].hex(),
)
def test_a_damaged_result_is_built_again(content: bytes, tmp_path: Path, orchard: Orchard) -> None:
    """The user sees the answer, and the next run remembers again."""
    remembered("key", tmp_path, Fruit, orchard.grow)
    only_file(tmp_path).write_bytes(summed(content))

    second, third = (remembered("key", tmp_path, Fruit, orchard.grow) for _ in range(2))

    assert (second, third, orchard.grown) == (Fruit("pear"), Fruit("pear"), 2)


def test_a_result_that_would_run_something_is_not_run(tmp_path: Path, orchard: Orchard) -> None:
    """A pickle that makes a folder makes none, and is replaced."""
    folder, target = tmp_path / "c", tmp_path / "made"
    remembered("key", folder, Fruit, orchard.grow)
    only_file(folder).write_bytes(summed(pickle.dumps(Intruder(target))))

    found = remembered("key", folder, Fruit, orchard.grow)

    assert found == Fruit("pear")
    assert not target.exists()
    assert b"mkdir" not in only_file(folder).read_bytes()


def test_the_intruder_is_dangerous(tmp_path: Path) -> None:
    """Unpickled without care it does make the folder: the test above can fail."""
    pickle.loads(pickle.dumps(Intruder(tmp_path / "made")))  # noqa: S301  (to see it happen)

    assert (tmp_path / "made").is_dir()


@pytest.mark.parametrize("hidden", [[Intruder], [Fruit, Intruder]], ids=["alone", "beside"])
def test_a_result_that_hides_something_else_is_not_run(hidden: list[type], tmp_path: Path, orchard: Orchard) -> None:
    """A stranger deep inside a result spoils the whole of it."""
    target = tmp_path / "made"
    parts = [Fruit("fig") if kind is Fruit else Intruder(target) for kind in hidden]
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "key.pack.pickle").write_bytes(summed(pickle.dumps({"deep": parts})))

    assert remembered("key", folder, Fruit, orchard.grow) == Fruit("apple")
    assert not target.exists()


@pytest.mark.parametrize("stranger", [42, None, ["apple"], Fruit])
def test_a_result_of_another_kind_is_built_again(stranger: object, tmp_path: Path, orchard: Orchard) -> None:
    """Harmless but foreign content is no answer."""
    remembered("key", tmp_path, Fruit, orchard.grow)
    only_file(tmp_path).write_bytes(summed(pickle.dumps(stranger)))

    assert remembered("key", tmp_path, Fruit, orchard.grow) == Fruit("pear")


@pytest.mark.parametrize("part", [frozenset({"apple"}), date(2026, 11, 1)])
def test_a_part_alone_is_no_result(part: object, tmp_path: Path) -> None:
    """What a result may hold is not yet one."""
    remember(part, "key", tmp_path)

    assert recalled("key", tmp_path, Fruit, (frozenset, date)) is None
    assert recalled("key", tmp_path, type(part), (frozenset, date)) == part


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_can_write_to_is_done_without(mode: int, tmp_path: Path, orchard: Orchard) -> None:
    """Who knows who put it there: nothing is read from it, nothing is left in it."""
    (tmp_path / "c").mkdir()
    remembered("key", tmp_path / "c", Fruit, orchard.grow)
    (tmp_path / "c").chmod(mode)

    found = remembered("key", tmp_path / "c", Fruit, orchard.grow)
    only_file(tmp_path / "c").unlink()
    remembered("key", tmp_path / "c", Fruit, orchard.grow)

    assert found == Fruit("pear")
    assert list((tmp_path / "c").iterdir()) == []


def test_a_folder_of_somebody_else_is_done_without(
    tmp_path: Path, orchard: Orchard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program may run as another user than the one who made it."""
    remembered("key", tmp_path, Fruit, orchard.grow)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)

    assert remembered("key", tmp_path, Fruit, orchard.grow) == Fruit("pear")


@pytest.mark.parametrize(
    "content",
    [b"\x80\x05\x95" + b"\xff" * 8, b"\x80\x05\x8e" + b"\xff" * 8, b"\x80\x05\x96" + b"\xff" * 7 + b"\x7f"],
    ids=["frame", "bytes", "bytearray"],
)
def test_a_result_with_a_damaged_length_is_built_again(content: bytes, tmp_path: Path, orchard: Orchard) -> None:
    """A flipped bit is no reason to stop."""
    (tmp_path / "key.pack.pickle").write_bytes(summed(content))

    assert remembered("key", tmp_path, Fruit, orchard.grow) == Fruit("apple")


@pytest.mark.parametrize("place", ["a-file", "a-file/below", "x" * 300], ids=["a file", "below a file", "too long"])
def test_a_cache_that_cannot_be_written_is_done_without(place: str, tmp_path: Path, orchard: Orchard) -> None:
    """Slower, but the same answer."""
    (tmp_path / "a-file").write_text("in the way")

    found = [remembered("key", tmp_path / place, Fruit, orchard.grow) for _ in range(2)]

    assert found == [Fruit("apple"), Fruit("pear")]


def test_a_result_that_is_a_folder_is_done_without(tmp_path: Path, orchard: Orchard) -> None:
    """Whatever stands in the way."""
    (tmp_path / "key.pack.pickle" / "x").mkdir(parents=True)

    assert remembered("key", tmp_path, Fruit, orchard.grow) == Fruit("apple")


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_seen(name: str, folder: Path) -> None:
    """One more space in any file of a pack is another digest."""
    write(folder)
    before = digest(folder.rglob("*.yaml"))
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")

    assert digest(folder.rglob("*.yaml")) != before


@given(st.permutations(sorted(FILES)))
def test_the_digest_does_not_depend_on_the_order_of_a_listing(names: list[str]) -> None:
    """Two machines list a folder in two ways."""
    with TemporaryDirectory() as parent:
        folder = write(Path(parent))

        assert digest(folder / name for name in names) == digest(folder.rglob("*.yaml"))


@pytest.mark.parametrize("source", ["app.py", "knowledge/model.py", "diagnosis/symptoms.py"])
def test_a_change_of_the_program_is_seen(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered consists of its classes."""
    monkeypatch.setattr(cache, "_SOURCES", tmp_path)
    for name in {"app.py", source}:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before")
    before = digest([])
    (tmp_path / source).write_text("after")

    assert digest([]) != before


def test_a_renamed_file_is_seen(folder: Path) -> None:
    """Names decide which module a file is."""
    write(folder)
    before = digest(folder.rglob("*.yaml"))
    (folder / "cases/first.yaml").rename(folder / "cases/second.yaml")

    assert digest(folder.rglob("*.yaml")) != before


def test_the_cache_lies_where_the_user_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CACHE_HOME, or ~/.cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    chosen = cache_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert chosen == tmp_path / "xdg" / "campaign-why"
    assert cache_folder() == tmp_path / "home" / ".cache" / "campaign-why"


@pytest.mark.parametrize("given", ["", "relative", "./here", "~"])
def test_a_cache_folder_that_is_not_absolute_is_not_used(
    given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The convention says so: the cache would lie wherever the program happens to be called."""
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert cache_folder() == tmp_path / ".cache" / "campaign-why"


def test_a_user_without_a_home_does_without(monkeypatch: pytest.MonkeyPatch, orchard: Orchard) -> None:
    """Containers run programs as users that nobody has heard of."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)

    found = [remembered("key", cache_folder(), Fruit, orchard.grow) for _ in range(2)]

    assert found == [Fruit("apple"), Fruit("pear")]
