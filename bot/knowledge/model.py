"""The nouns of the knowledge: what a pack knows of modules, terms, questions and cases.

Each class mirrors one shape of YAML. They are plain frozen dataclasses, so that a terminal that only asks need not
import a validation library; `bot.knowledge.shapes` reads the types, the rules and the docstrings of the fields to check
files and to make the JSON Schema for editors. Nothing here reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (read at run time by the validators)
from enum import StrEnum
from typing import Annotated, Literal, Protocol, TypeAlias, get_args

from bot.knowledge.rules import SHAPE, AtLeast, Between, Pattern, Written

ReplyLanguage: TypeAlias = Literal["en", "zh-Hans"]
ReportLanguage: TypeAlias = Literal["en", "zh-Hans", "zh-Hant", "fr", "de", "ja", "ko", "es", "it", "pt-BR", "nl", "sv"]
SpellingLanguage: TypeAlias = Literal[ReportLanguage, "any"]
REPLY_LANGUAGES: tuple[ReplyLanguage, ...] = get_args(ReplyLanguage)
REPORT_LANGUAGES: tuple[ReportLanguage, ...] = get_args(ReportLanguage)

Operation: TypeAlias = Literal["check", "start", "reload", "restart"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
"""What can be done to a module from afar, safest first."""

ModuleId: TypeAlias = Annotated[str, Written(r"^[a-z][A-Za-z]*$", "an English process name such as trackinglogd")]
Slug: TypeAlias = Annotated[str, Written(r"^[a-z0-9]+(-[a-z0-9]+)*$", "lower-case words joined by hyphens")]
Line: TypeAlias = Annotated[str, Written(r"^\S([^\n]*\S)?$", "one line of text without spaces at its ends")]
Url: TypeAlias = Annotated[str, Written(r"^https://\S+$", "an address that starts with https://")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence in every language in which the bot replies."""

    __pydantic_config__ = SHAPE

    en: Line
    """English."""

    zh_hans: Line
    """Simplified Chinese."""

    def __getitem__(self, language: ReplyLanguage) -> str:
        return self.en if language == "en" else self.zh_hans


class Kind(StrEnum):
    """How a module lives, which decides whether there is anything to restart."""

    DAEMON_PER_INSTANCE = "daemon-per-instance"
    DAEMON_FOR_ALL_INSTANCES = "daemon-for-all-instances"
    JOB = "job"


class Risk(StrEnum):
    """How much a step can cost."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """The operating-system side of a module."""

    __pydantic_config__ = SHAPE

    kind: Kind
    """daemon-per-instance, daemon-for-all-instances or job."""

    pdump: Line
    """Name in `nlserver pdump`."""

    log: Line | None = None
    """Log file below the installation folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """A way in which a module's failure shows itself, as people say it."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the module."""

    en: Line
    """As people say it in English."""

    zh_hans: Line
    """As people say it in Chinese."""

    def __getitem__(self, language: ReplyLanguage) -> str:
        return self.en if language == "en" else self.zh_hans


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A fragment of a log line or an error code that points to the module."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the module."""

    pattern: Annotated[str, Pattern()]
    """Regular expression, searched in the report without regard to case."""

    meaning: Text
    """What the line or code says."""

    strength: Literal["decisive", "strong", "weak"]
    """weak: a wrapper, or a code that is seen elsewhere too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A read-only step with what its outcome rules in or out."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the module."""

    look: Text
    """What to look at, as an instruction."""

    command: Line | None = None
    """Read-only command, literal, with <instance> as the placeholder."""

    tells: Text
    """What to expect, and what each outcome rules in or out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A step that changes something."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the module."""

    do: Text
    """What to do and when."""

    command: Line | None = None
    """Command, literal, with <instance> as the placeholder."""

    risk: Risk
    """How much the step can cost: none, low, medium, high or severe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """What a restart of the module means."""

    __pydantic_config__ = SHAPE

    possible: bool
    """False for jobs: there is no process to restart."""

    risk: Risk
    """none, low, medium, high or severe."""

    cost: Text
    """What is lost or interrupted."""

    whole_service: bool = False
    """True where the service is restarted in its place: every module of every instance goes down with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Something the module cannot do without."""

    __pydantic_config__ = SHAPE

    needs: Line
    """Another module's id, or a thing outside such as database, dns, disk."""

    why: Text
    """What for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A module that shows the same symptoms."""

    __pydantic_config__ = SHAPE

    module: ModuleId
    """The other module's id."""

    difference: Text
    """The observation that tells the two apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page of the public documentation."""

    __pydantic_config__ = SHAPE

    title: Text
    """The page's subject."""

    url: Url
    """Its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A Campaign server process or job, keyed by its English process name."""

    __pydantic_config__ = SHAPE

    id: ModuleId
    """The English process name; the file is called the same."""

    process: Process
    """The operating-system side."""

    names: dict[ReportLanguage, tuple[Line, ...]]
    """Names and aliases as the documentation prints them, wrong translations included."""

    responsibility: Text
    """What the module is there for."""

    symptoms: Annotated[tuple[Symptom, ...], AtLeast(1)]
    """How its failure shows itself, most typical first."""

    signatures: tuple[Signature, ...] = ()
    """Log fragments and error codes."""

    checks: Annotated[tuple[Check, ...], AtLeast(1)]
    """Read-only steps, in the order in which an expert takes them."""

    remedies: Annotated[tuple[Remedy, ...], AtLeast(1)]
    """Steps that change something, safest first."""

    restart: Restart
    """What a restart costs."""

    operations: tuple[Operation, ...] = ()
    """What a site may offer as a button, safest first: check, start, reload, restart; none for a job."""

    relaunch: Text | None = None
    """For a job: who launches what again."""

    depends_on: tuple[Dependency, ...] = ()
    """What the module cannot do without."""

    neighbours: tuple[Neighbour, ...] = ()
    """Modules that show the same symptoms."""

    links: Annotated[tuple[Link, ...], AtLeast(1)]
    """Public documentation."""

    reviewed: date
    """Day of the last review against the documentation."""

    def neighbour(self, module_id: str) -> Neighbour | None:
        """Return how to tell this module from `module_id`, if that is written down."""
        return next((each for each in self.neighbours if each.module == module_id), None)

    def is_confirmed_by_name(self, operation: Operation) -> bool:
        """Return whether somebody who asks for `operation` has to type the module's name."""
        return operation == "restart" and self.restart.risk is Risk.SEVERE


TermKind: TypeAlias = Literal["thing", "trouble", "health", "marker", "sign", "outside"]
Told: TypeAlias = Literal["module", "scope"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or phrase of the domain with its spellings in all languages."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the pack."""

    kind: TermKind
    """thing, trouble (a bad state), health (a good one), marker (negation and the like), sign (a name, path or code),
    outside (not about Campaign)."""

    meaning: Line
    """For the people who add spellings."""

    spellings: dict[SpellingLanguage, Line]
    """Separated by commas; `*` where a word may go on, ` .. ` for a gap of some words; `any` holds in all languages."""

    tells: Told = "module"
    """module: which one is meant, and the single words of a spelling are weighed as well; scope: only whether any is,
    as courtesy does. What is outside never tells more, its single words may."""

    @property
    def tells_module(self) -> bool:
        """Whether it may speak for or against single modules."""
        return self.tells == "module" and self.kind != "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFile:
    """Terms on one theme."""

    __pydantic_config__ = SHAPE

    terms: Annotated[tuple[Term, ...], AtLeast(1)]
    """The terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One possible answer to a question, and the modules it speaks for."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the question."""

    label: Text
    """At most 75 characters: it is a button."""

    favours: tuple[ModuleId, ...] = ()
    """Empty: the answer decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The one question that tells a pair or a group of modules apart."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the pack."""

    between: Annotated[tuple[ModuleId, ...], AtLeast(2)]
    """The modules it tells apart."""

    ask: Text
    """The question."""

    answers: Annotated[tuple[Answer, ...], AtLeast(2)]
    """What can be answered; the last one decides nothing."""

    near: Annotated[float, Between(0, 1)] = 0.0
    """Where two modules could both be suggested: how far apart they may be for this to be asked first all the same."""

    def tells_apart(self, one: str, other: str) -> bool:
        """Return whether an answer to it can speak for one of two modules and against the other."""
        pair = {one, other}
        return pair <= set(self.between) and any(len(pair & set(answer.favours)) == 1 for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFile:
    """All questions of a pack."""

    __pydantic_config__ = SHAPE

    questions: tuple[Question, ...]
    """The questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A report that the knowledge has to get right."""

    __pydantic_config__ = SHAPE

    report: Annotated[str, Written(r"\S", "the report's text")]
    """The report's text."""

    module: ModuleId
    """The module that is to be named first, or `none` where the bot is to abstain."""

    also: tuple[ModuleId, ...] = ()
    """Modules that are accepted in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Reports on one subject."""

    __pydantic_config__ = SHAPE

    cases: Annotated[tuple[Case, ...], AtLeast(1)]
    """The cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """When a ranking is good enough to be told."""

    __pydantic_config__ = SHAPE

    suggest: Annotated[float, Between(0, 1)]
    """Confidence from which one module is named."""

    clarify: Annotated[float, Between(0, 1)]
    """Confidence from which a question is worth asking."""

    margin: Annotated[float, Between(0, 1)]
    """Lead over a runner-up below which a question is asked first, unless the runner-up could be suggested itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What holds for a whole pack."""

    __pydantic_config__ = SHAPE

    id: Slug
    """The name of the folder."""

    title: Text
    """The product."""

    hosting_note: Text
    """Who may run the commands."""

    command_note: Text
    """Where and as whom the commands are run."""

    thresholds: Thresholds
    """When a ranking is good enough to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """One pack, loaded and checked: all that the diagnosis and the replies know."""

    pack: Pack
    modules: tuple[Module, ...]
    terms: tuple[Term, ...]
    questions: tuple[Question, ...] = ()
    cases: tuple[Case, ...] = ()

    def module(self, module_id: str) -> Module:
        """Return the module called `module_id`.

        Raises:
            KeyError: no module has that id.
        """
        for module in self.modules:
            if module.id == module_id:
                return module
        raise KeyError(module_id)


class Modules(Protocol):
    """Who knows the modules: knowledge, or what holds the knowledge in force."""

    def module(self, module_id: str) -> Module:
        """Return the module called `module_id`.

        Raises:
            KeyError: no module has that id.
        """
        ...
