"""A folder of YAML to one Knowledge, strictly: all problems are reported at once, each with file, line and cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bot.errors import KnowledgeInvalid, Problem
from bot.knowledge.model import (
    OPERATIONS,
    REPLY_LANGUAGES,
    CaseFile,
    Kind,
    Knowledge,
    Module,
    Pack,
    QuestionFile,
    Risk,
    TermFile,
)
from bot.knowledge.source import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.knowledge.model import Question
    from bot.knowledge.source import Place, Source

Shape = TypeVar("Shape")

NONE = "none"
"""Stands in a case for "nothing in this pack"."""

_LONGEST_LABEL = 75


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong with it."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def one(self, name: str, shape: type[Shape]) -> tuple[Source, Shape] | None:
        """Return the file called `name`, unless it is missing or wrong."""
        path = self.folder / name
        if not path.is_file():
            self.problems.append(Problem(name, 0, "", "is missing", f"Create it in {self.folder}"))
            return None
        return next(self._read([path], shape), None)

    def each(self, subfolder: str, shape: type[Shape]) -> list[tuple[Source, Shape]]:
        """Return the files of a subfolder that hold, in the order of their names."""
        for path in sorted((self.folder / subfolder).glob("*.[yY]*")):
            if path.suffix == ".yaml" or path.suffix.lower() not in (".yaml", ".yml"):
                continue
            self.problems.append(Problem(f"{subfolder}/{path.name}", 0, "", "is not read", "Rename it to .yaml"))
        return list(self._read(sorted((self.folder / subfolder).glob("*.yaml")), shape))

    def _read(self, paths: list[Path], shape: type[Shape]) -> Iterator[tuple[Source, Shape]]:
        for path in paths:
            found = read_file(path, path.relative_to(self.folder).as_posix(), shape)
            if isinstance(found, list):
                self.problems.extend(found)
            else:
                yield found


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
    if pack:
        problems += _pack_problems(*pack, folder.name)
    if problems or not pack:
        raise KnowledgeInvalid(problems)
    return Knowledge(
        pack=pack[1],
        modules=tuple(module for _, module in modules),
        terms=tuple(term for _, file in terms for term in file.terms),
        questions=questions[1].questions if questions else (),
        cases=tuple(case for _, file in cases for case in file.cases),
    )


def _pack_problems(source: Source, pack: Pack, name: str) -> Iterator[Problem]:
    if pack.id != name:
        yield source.problem(("id",), f"is {pack.id!r}", f"Write the folder's name: {name}")
    limits = pack.thresholds
    if limits.clarify > limits.suggest:
        what = f"is {limits.clarify}, above suggest ({limits.suggest})"
        yield source.problem(("thresholds", "clarify"), what, "A question is worth less than an answer")


def _module_problems(modules: list[tuple[Source, Module]], known: set[str]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for source, module in modules:
        if module.id != source.stem:
            yield source.problem(("id",), f"is {module.id!r}", f"Write the file's name: {source.stem}")
        if module.id == NONE:
            yield source.problem(("id",), f"is {NONE!r}, which cases say where no module is right", "Call it otherwise")
        for i, neighbour in enumerate(module.neighbours):
            if neighbour.module not in known or neighbour.module == module.id:
                yield source.problem(("neighbours", i, "module"), *_unknown(neighbour.module, known - {module.id}))
        for group in ("symptoms", "signatures", "checks", "remedies"):
            yield from source.twice((group,), [each.id for each in getattr(module, group)])
        yield from _name_problems(source, module, owners)
        yield from _job_problems(source, module)
        yield from _operation_problems(source, module)


def _name_problems(source: Source, module: Module, owners: dict[str, str]) -> Iterator[Problem]:
    for language, names in module.names.items():
        for i, name in enumerate(names):
            if "," in name:
                yield source.problem(("names", language, i), f"{name!r} holds a comma", "Make it two names, or one")
            owner = owners.setdefault(name.casefold(), module.id)
            if owner != module.id:
                what = f"{name!r} is a name of {owner} as well"
                yield source.problem(("names", language, i), what, "Keep it where people mean it")


def _job_problems(source: Source, module: Module) -> Iterator[Problem]:
    is_job = module.process.kind is Kind.JOB
    if is_job and module.operations:
        yield source.problem(("operations",), "stands at a job", "Remove it: a job is launched again, see `relaunch`")
    if is_job and module.relaunch is None:
        yield source.problem(("relaunch",), "is missing", "Say who launches the job again")
    if not is_job and module.relaunch:
        yield source.problem(("relaunch",), f"stands at a {module.process.kind}", "Remove it: it is for jobs")


def _operation_problems(source: Source, module: Module) -> Iterator[Problem]:
    in_order = tuple(each for each in OPERATIONS if each in module.operations)
    if module.operations != in_order:
        what = f"is {', '.join(module.operations)}"
        yield source.problem(("operations",), what, f"Write each once, safest first: {', '.join(in_order)}")
    if "restart" in module.operations and not module.restart.possible:
        where = ("operations", module.operations.index("restart"))
        yield source.problem(where, "is restart, which `restart` calls impossible", "Remove one of the two")
    if module.restart.whole_service and module.restart.risk is not Risk.SEVERE:
        what = f"is {module.restart.risk}, though the whole service restarts"
        yield source.problem(("restart", "risk"), what, f"Write {Risk.SEVERE}")


def _term_problems(terms: list[tuple[Source, TermFile]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source, file in terms:
        for i, term in enumerate(file.terms):
            place = first.setdefault(term.id, f"{source.name} entry {i + 1}")
            if place != f"{source.name} entry {i + 1}":
                yield source.problem(("terms", i, "id"), f"{term.id!r} stands in {place} as well", "Merge the two")


def _question_problems(source: Source, file: QuestionFile, known: set[str]) -> Iterator[Problem]:
    yield from source.twice(("questions",), [question.id for question in file.questions])
    for i, question in enumerate(file.questions):
        for j, module_id in enumerate(question.between):
            if module_id in question.between[:j]:
                yield source.problem(
                    ("questions", i, "between", j), f"{module_id!r} stands twice", "Remove one of the two"
                )
            elif module_id not in known:
                yield source.problem(("questions", i, "between", j), *_unknown(module_id, known))
        yield from _answer_problems(source, ("questions", i, "answers"), question)


def _answer_problems(source: Source, place: Place, question: Question) -> Iterator[Problem]:
    yield from source.twice(place, [answer.id for answer in question.answers])
    for j, answer in enumerate(question.answers):
        for language in REPLY_LANGUAGES:
            if (count := len(answer.label[language])) > _LONGEST_LABEL:
                where = (*place, j, "label", language)
                yield source.problem(where, f"has {count} characters", f"A button holds {_LONGEST_LABEL}")
        for k, module_id in enumerate(answer.favours):
            if module_id not in question.between:
                yield source.problem((*place, j, "favours", k), *_unknown(module_id, set(question.between)))
    if question.answers[-1].favours:
        where = (*place, len(question.answers) - 1, "favours")
        yield source.problem(where, "stands at the last answer", "Add one that decides nothing, such as Don't know")


def _case_problems(cases: list[tuple[Source, CaseFile]], known: set[str]) -> Iterator[Problem]:
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


def _unknown(module_id: str, known: set[str]) -> tuple[str, str]:
    return f"{module_id!r} is not a module that can stand here", f"Write one of: {', '.join(sorted(known))}"
