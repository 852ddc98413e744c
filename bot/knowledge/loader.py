"""A folder of YAML to one Knowledge, strictly: all problems are reported at once, each with file, line and cure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bot.errors import KnowledgeInvalid, Problem
from bot.knowledge.model import CaseFile, Knowledge, Module, Pack, QuestionFile, TermFile
from bot.knowledge.reading import Locator, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.knowledge.shapes import FileShape

Shape = TypeVar("Shape", bound="FileShape")

NONE = "none"
"""Stands in a case for "nothing in this pack"."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of the pack as it was read."""

    name: str
    stem: str
    text: str

    def problem(self, path: tuple[str | int, ...], what: str, cure: str) -> Problem:
        """Return a problem at `path` of this file."""
        return Problem(self.name, Locator(self.text).line(path), ".".join(map(str, path)), what, cure)


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong with it."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def one(self, name: str, shape: type[Shape]) -> tuple[_Source, Shape] | None:
        """Return the file called `name`, unless it is missing or wrong."""
        path = self.folder / name
        if not path.is_file():
            self.problems.append(Problem(name, 0, "", "is missing", f"Create it in {self.folder}"))
            return None
        return next(self._read([path], shape), None)

    def each(self, subfolder: str, shape: type[Shape]) -> list[tuple[_Source, Shape]]:
        """Return the files of a subfolder that hold, in the order of their names."""
        stray = sorted((self.folder / subfolder).glob("*.yml"))
        for path in stray:
            self.problems.append(Problem(f"{subfolder}/{path.name}", 0, "", "is not read", "Rename it to .yaml"))
        return list(self._read(sorted((self.folder / subfolder).glob("*.yaml")), shape))

    def _read(self, paths: list[Path], shape: type[Shape]) -> Iterator[tuple[_Source, Shape]]:
        for path in paths:
            name = path.relative_to(self.folder).as_posix()
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                self.problems.append(Problem(name, 0, "", f"cannot be read ({error})", "Save it as UTF-8 text"))
                continue
            value = read(text, name, shape)
            if isinstance(value, list):
                self.problems.extend(value)
            else:
                yield _Source(name, path.stem, text), value


def load(folder: Path) -> Knowledge:
    """Return the knowledge of the pack in `folder`.

    Raises:
        KnowledgeInvalid: with every problem found.
    """
    if not folder.is_dir():
        raise KnowledgeInvalid([Problem(str(folder), 0, "", "is not a folder", "Name the folder of a pack")])
    reading = _Reading(folder)
    pack = reading.one("pack.yaml", Pack)
    modules = reading.each("modules", Module)
    terms = reading.each("terms", TermFile)
    questions = reading.one("questions.yaml", QuestionFile)
    cases = reading.each("cases", CaseFile)

    problems = reading.problems
    if not modules and not problems:
        problems.append(Problem("modules", 0, "", "holds no module", "Add modules/<id>.yaml"))
    known = {source.stem for source, _ in modules} | {path.stem for path in (folder / "modules").glob("*.yaml")}
    problems += _module_problems(modules, known)
    problems += _term_problems(terms)
    if questions:
        problems += _question_problems(*questions, known)
    problems += _case_problems(cases, known)
    if pack and pack[1].id != folder.name:
        problems.append(pack[0].problem(("id",), f"is {pack[1].id!r}", f"Write the folder's name: {folder.name}"))
    if problems or not pack:
        raise KnowledgeInvalid(problems)
    return Knowledge(
        pack=pack[1],
        modules=tuple(module for _, module in modules),
        terms=tuple(term for _, file in terms for term in file.terms),
        questions=questions[1].questions if questions else (),
        cases=tuple(case for _, file in cases for case in file.cases),
    )


def _module_problems(modules: list[tuple[_Source, Module]], known: set[str]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for source, module in modules:
        if module.id != source.stem:
            yield source.problem(("id",), f"is {module.id!r}", f"Write the file's name: {source.stem}")
        for i, neighbour in enumerate(module.neighbours):
            if neighbour.module not in known or neighbour.module == module.id:
                yield source.problem(("neighbours", i, "module"), *_unknown(neighbour.module, known - {module.id}))
        for group in ("symptoms", "signatures", "checks", "remedies"):
            yield from _twice(source, (group,), [each.id for each in getattr(module, group)])
        yield from _name_problems(source, module, owners)


def _name_problems(source: _Source, module: Module, owners: dict[str, str]) -> Iterator[Problem]:
    for language, names in module.names.items():
        for i, name in enumerate(names):
            owner = owners.setdefault(name.casefold(), module.id)
            if owner != module.id:
                what = f"{name!r} is a name of {owner} as well"
                yield source.problem(("names", language, i), what, "Keep it where people mean it")


def _term_problems(terms: list[tuple[_Source, TermFile]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source, file in terms:
        for i, term in enumerate(file.terms):
            place = first.setdefault(term.id, f"{source.name} entry {i + 1}")
            if place != f"{source.name} entry {i + 1}":
                yield source.problem(("terms", i, "id"), f"{term.id!r} stands in {place} as well", "Merge the two")


def _question_problems(source: _Source, file: QuestionFile, known: set[str]) -> Iterator[Problem]:
    yield from _twice(source, ("questions",), [question.id for question in file.questions])
    for i, question in enumerate(file.questions):
        for j, module_id in enumerate(question.between):
            if module_id not in known:
                yield source.problem(("questions", i, "between", j), *_unknown(module_id, known))
        yield from _twice(source, ("questions", i, "answers"), [answer.id for answer in question.answers])
        for j, answer in enumerate(question.answers):
            for k, module_id in enumerate(answer.favours):
                if module_id not in question.between:
                    path = ("questions", i, "answers", j, "favours", k)
                    yield source.problem(path, *_unknown(module_id, set(question.between)))


def _case_problems(cases: list[tuple[_Source, CaseFile]], known: set[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source, file in cases:
        for i, case in enumerate(file.cases):
            if case.module not in known | {NONE}:
                yield source.problem(("cases", i, "module"), *_unknown(case.module, known | {NONE}))
            for j, module_id in enumerate(case.also):
                if module_id not in known:
                    yield source.problem(("cases", i, "also", j), *_unknown(module_id, known))
            place = first.setdefault(case.report, f"{source.name} entry {i + 1}")
            if place != f"{source.name} entry {i + 1}":
                yield source.problem(("cases", i, "report"), f"stands in {place} as well", "Remove one of the two")


def _twice(source: _Source, group: tuple[str | int, ...], ids: list[str]) -> Iterator[Problem]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, each in enumerate(ids):
        places[each].append(i)
    for each, indexes in places.items():
        for i in indexes[1:]:
            yield source.problem((*group, i, "id"), f"{each!r} stands twice", "Give each its own id")


def _unknown(module_id: str, known: set[str]) -> tuple[str, str]:
    return f"{module_id!r} is not a module that can stand here", f"Write one of: {', '.join(sorted(known))}"
