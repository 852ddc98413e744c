"""A folder of YAML is loaded whole, or refused with every problem it has."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KnowledgeInvalid
from bot.knowledge.loader import load
from tests.packs import NAME, files, load_small, module, text, write

ALPHA = "modules/alpha.yaml"
BETA = "modules/beta.yaml"
PACK = "pack.yaml"
TERMS = "terms/things.yaml"
QUESTIONS = "questions.yaml"
CASES = "cases/first.yaml"
GONE = object()

Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing made wrong in the small pack, and what the loader is to say of it."""

    name: str
    at: Steps
    """The file, and where in it."""

    value: Any
    """What stands there instead; GONE for nothing."""

    line: str | int | None
    """How the first line begins that the loader may point at, or its number; None where there is no line."""

    says: str
    """Field, what is wrong, and the cure."""

    def put_into(self, content: dict[str, Any]) -> None:
        """Make it wrong."""
        *path, last = self.at
        place: Any = content
        for step in path:
            place = place[step]
        if self.value is GONE:
            del place[last]
        else:
            place[last] = self.value

    def told(self, folder: Path) -> str:
        """Return the loader's words."""
        file = str(self.at[0])
        if self.line is None:
            return f"{file}: {self.says}"
        if isinstance(self.line, int):
            return f"{file}:{self.line}: {self.says}"
        lines = (folder / file).read_text(encoding="utf-8").splitlines() or [""]
        number = next(i for i, line in enumerate(lines, 1) if line.startswith(self.line))
        return f"{file}:{number}: {self.says}"


_QUESTION = files()[QUESTIONS]["questions"][0]

FAULTS = [
    Fault(
        "unknown key with a near one",
        (ALPHA, "symptom"),
        [],
        "symptom:",
        "symptom: is not a key here. Did you mean `symptoms`?",
    ),
    Fault(
        "unknown key with no near one",
        (ALPHA, "xyzzy"),
        1,
        "xyzzy:",
        "xyzzy: is not a key here. Keys are: id, process, names, responsibility, symptoms, signatures, checks, "
        "remedies, restart, operations, relaunch, depends_on, neighbours, links, reviewed",
    ),
    Fault(
        "unknown key deep inside",
        (ALPHA, "process", "pdumps"),
        "x",
        "  pdumps:",
        "process.pdumps: is not a key here. Did you mean `pdump`?",
    ),
    Fault(
        "missing field",
        (ALPHA, "process"),
        GONE,
        "id:",
        "process: is missing. Add `process:` (the operating-system side)",
    ),
    Fault(
        "missing field with a long description",
        (TERMS, "terms", 1, "spellings"),
        GONE,
        "- id: door",
        "terms.1.spellings: is missing. Add `spellings:` (see `campaign-why schema`)",
    ),
    Fault(
        "missing field deep inside",
        (ALPHA, "process", "pdump"),
        GONE,
        "process:",
        "process.pdump: is missing. Add `pdump:` (name in `nlserver pdump`)",
    ),
    Fault(
        "number for text",
        (ALPHA, "process", "log"),
        7,
        "  log:",
        "process.log: is not text but 7. Put it in quotes",
    ),
    Fault(
        "text for a list",
        (ALPHA, "signatures"),
        "none",
        "signatures:",
        "signatures: is 'none', no list. Write `- ` before each entry",
    ),
    Fault(
        "text for a yes or no",
        (ALPHA, "restart", "possible"),
        "perhaps",
        "  possible:",
        "restart.possible: is 'perhaps'. Input should be a valid boolean, unable to interpret input",
    ),
    Fault(
        "list that may not be empty",
        (ALPHA, "checks"),
        [],
        "checks:",
        "checks: has 0 entries. Write at least 1",
    ),
    Fault(
        "word outside a closed list",
        (ALPHA, "restart", "risk"),
        "huge",
        "  risk: huge",
        "restart.risk: is 'huge'. Write one of: 'none', 'low', 'medium', 'high' or 'severe'",
    ),
    Fault(
        "language that no report is written in",
        (ALPHA, "names", "xx"),
        ["a"],
        "  xx:",
        "names.xx: is 'xx'. Write one of: 'en', 'zh-Hans', 'zh-Hant', 'fr', 'de', 'ja', 'ko', 'es', 'it', 'pt-BR', "
        "'nl' or 'sv'",
    ),
    Fault(
        "text with a space at its end",
        (ALPHA, "process", "pdump"),
        "alpha ",
        "  pdump:",
        "process.pdump: is 'alpha '. Write one line of text without spaces at its ends",
    ),
    Fault(
        "text of two lines where one is optional",
        (ALPHA, "process", "log"),
        "a\nb",
        "  log:",
        "process.log: is 'a\\nb'. Write one line of text without spaces at its ends",
    ),
    Fault(
        "name in a mapping of lists that has a space at its end",
        (ALPHA, "names", "de", 0),
        "Dienst ",
        "  - 'Dienst '",
        "names.de.0: is 'Dienst '. Write one line of text without spaces at its ends",
    ),
    Fault(
        "id in a list that is no slug",
        (TERMS, "terms", 1, "id"),
        "A Door",
        "- id: A Door",
        "terms.1.id: is 'A Door'. Write lower-case words joined by hyphens",
    ),
    Fault(
        "confidence above one",
        (PACK, "thresholds", "suggest"),
        60,
        "  suggest:",
        "thresholds.suggest: is '60'. Input should be less than or equal to 1",
    ),
    Fault(
        "missing translation",
        (ALPHA, "responsibility", "zh-Hans"),
        GONE,
        "responsibility:",
        "responsibility.zh-Hans: the translation is missing. Add `zh-Hans: ...`",
    ),
    Fault(
        "missing original",
        (PACK, "title", "en"),
        GONE,
        "title:",
        "title.en: the translation is missing. Add `en: ...`",
    ),
    Fault(
        "key that stands twice",
        (ALPHA,),
        "id: alpha\nprocess:\n  kind: job\nid : beta\n",
        "id :",
        "the key 'id' stands twice (first in line 1). Keep one of the two",
    ),
    Fault(
        "key deep inside that stands twice",
        (ALPHA,),
        "process:\n  kind: job\n  log: x\n  kind : job\n",
        "  kind :",
        "the key 'kind' stands twice (first in line 2). Keep one of the two",
    ),
    Fault(
        "empty file",
        (TERMS,),
        "",
        "",
        "is empty. Start with 'terms', or remove the file",
    ),
    Fault(
        "file of comments",
        (ALPHA,),
        "# to be written\n",
        "#",
        "is empty. Start with 'id', or remove the file",
    ),
    Fault(
        "file that is not YAML",
        (TERMS,),
        "terms:\n\t- id: lamp\n",
        "\t- id",
        "found character that cannot start any token. Check indentation; quote text that holds `: ` or ` #`",
    ),
    Fault(
        "file with a character that YAML forbids",
        (TERMS,),
        "terms: \0\n",
        "terms:",
        "holds the character 0x0000. Take it out",
    ),
    Fault(
        "file that wants to run something",
        (TERMS,),
        '!!python/object/apply:os.system ["true"]\n',
        "",
        "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object/apply:os.system'. "
        "Check indentation; quote text that holds `: ` or ` #`",
    ),
    Fault(
        "file that is a list",
        (TERMS,),
        "- lamp\n",
        "",
        "is a list. Write keys: terms",
    ),
    Fault(
        "entry that is no mapping",
        (TERMS, "terms", 1),
        "lamp",
        "- lamp",
        "terms.1: is 'lamp'. Write keys: id, kind, meaning, spellings, tells",
    ),
    Fault(
        "text for a mapping of languages",
        (TERMS, "terms", 1, "spellings"),
        "lamp",
        "  spellings: lamp",
        "terms.1.spellings: is 'lamp'. Write keys, each with its value",
    ),
    Fault(
        "list for text",
        (ALPHA, "process", "log"),
        ["a"],
        "  log:",
        "process.log: is not text but a list. Put it in quotes",
    ),
    Fault(
        "question between one module",
        (QUESTIONS, "questions", 0, "between"),
        ["alpha"],
        "  between:",
        "questions.0.between: has 1 entries. Write at least 2",
    ),
    Fault(
        "Norwegian",
        (TERMS,),
        "terms:\n- spellings:\n    no: lampe\n",
        "    no:",
        "the key 'no' is not text. Put it in quotes",
    ),
    Fault(
        "value that is not what its tag says",
        (TERMS,),
        "terms:\n- id: !!int lamp\n",
        "- id:",
        "invalid literal for int() with base 10: 'lamp'. Check indentation; quote text that holds `: ` or ` #`",
    ),
    Fault(
        "file that is not UTF-8",
        (TERMS,),
        "terms:\n  déjà vu\n".encode("latin-1"),
        2,
        "is not UTF-8 (invalid continuation byte). Save it as UTF-8 text",
    ),
    Fault(
        "id that is not the file's name",
        (ALPHA, "id"),
        "gamma",
        "id:",
        "id: is 'gamma'. Write the file's name: alpha",
    ),
    Fault(
        "id of a pack that is not the folder's name",
        (PACK, "id"),
        "other",
        "id:",
        f"id: is 'other'. Write the folder's name: {NAME}",
    ),
    Fault(
        "id that two symptoms have",
        (ALPHA, "symptoms"),
        [{"id": "first", "en": "a", "zh-Hans": "甲"}, {"en": "b", "id": "first", "zh-Hans": "乙"}],
        "  id: first",
        "symptoms.1.id: 'first' stands twice. Give each its own id",
    ),
    Fault(
        "name of another module",
        (BETA, "names", "de", 0),
        "ALPHA",
        "  - ALPHA",
        "names.de.0: 'ALPHA' is a name of alpha as well. Keep it where people mean it",
    ),
    Fault(
        "unknown module as a neighbour",
        (ALPHA, "neighbours", 0, "module"),
        "gamma",
        "- module: gamma",
        "neighbours.0.module: 'gamma' is not a module that can stand here. Write one of: beta",
    ),
    Fault(
        "module that is its own neighbour",
        (ALPHA, "neighbours", 0, "module"),
        "alpha",
        "- module: alpha",
        "neighbours.0.module: 'alpha' is not a module that can stand here. Write one of: beta",
    ),
    Fault(
        "unknown module in a question",
        (QUESTIONS, "questions", 0, "between", 1),
        "gamma",
        "  - gamma",
        "questions.0.between.1: 'gamma' is not a module that can stand here. Write one of: alpha, beta",
    ),
    Fault(
        "answer for a module that is not asked about",
        (QUESTIONS, "questions", 0, "answers", 0, "favours", 0),
        "gamma",
        "    - gamma",
        "questions.0.answers.0.favours.0: 'gamma' is not a module that can stand here. Write one of: alpha, beta",
    ),
    Fault(
        "unknown module in a case",
        (CASES, "cases", 0, "module"),
        "gamma",
        "  module: gamma",
        "cases.0.module: 'gamma' is not a module that can stand here. Write one of: alpha, beta, none",
    ),
    Fault(
        "unknown module accepted in a case",
        (CASES, "cases", 0, "also"),
        ["gamma"],
        "  - gamma",
        "cases.0.also.0: 'gamma' is not a module that can stand here. Write one of: alpha, beta",
    ),
    Fault(
        "bad regular expression",
        (ALPHA, "signatures", 0, "pattern"),
        "a(b",
        "  pattern:",
        "signatures.0.pattern: is not a regular expression (missing ), unterminated subpattern at position 1). "
        "Escape ( ) [ . * + ? with a backslash",
    ),
    Fault(
        "id that two questions have",
        (QUESTIONS, "questions"),
        [_QUESTION, {"between": ["alpha", "beta"], **_QUESTION}],
        "  id: lamp-or-door",
        "questions.1.id: 'lamp-or-door' stands twice. Give each its own id",
    ),
    Fault(
        "term that another file has",
        ("terms/yet-more.yaml",),
        {"terms": [files()[TERMS]["terms"][0]]},
        "- id: lamp",
        "terms.0.id: 'lamp' stands in terms/things.yaml entry 1 as well. Merge the two",
    ),
    Fault(
        "case that another file has",
        ("cases/second.yaml",),
        {"cases": [{"report": "all lamps stay dark", "module": "beta"}]},
        "- report:",
        "cases.0.report: stands in cases/first.yaml entry 1 as well. Remove one of the two",
    ),
    Fault(
        "confidence that is text",
        (PACK, "thresholds", "suggest"),
        "high",
        "  suggest:",
        "thresholds.suggest: is 'high'. Input should be a valid number",
    ),
    Fault(
        "confidence that is a yes",
        (PACK, "thresholds", "margin"),
        True,
        "  margin:",
        "thresholds.margin: is 'True'. Input should be a valid number",
    ),
    Fault(
        "question that is worth more than an answer",
        (PACK, "thresholds", "clarify"),
        0.5,
        "  clarify:",
        "thresholds.clarify: is 0.5, above suggest (0.1). A question is worth less than an answer",
    ),
    Fault(
        "module that is called as no module is",
        ("modules/none.yaml",),
        module("none", "alpha", "it rains", "下雨"),
        "id:",
        "id: is 'none', which cases say where no module is right. Call it otherwise",
    ),
    Fault(
        "name with a comma",
        (ALPHA, "names", "de", 0),
        "Dienst, alpha",
        "  - Dienst",
        "names.de.0: 'Dienst, alpha' holds a comma. Make it two names, or one",
    ),
    Fault(
        "question between a module and itself",
        (QUESTIONS, "questions", 0, "between"),
        ["alpha", "alpha"],
        5,
        "questions.0.between.1: 'alpha' stands twice. Remove one of the two",
    ),
    Fault(
        "question that cannot be left open",
        (QUESTIONS, "questions", 0, "answers", 1, "favours"),
        ["beta"],
        20,
        "questions.0.answers.1.favours: stands at the last answer. Add one that decides nothing, such as Don't know",
    ),
    Fault(
        "answer that no button holds",
        (QUESTIONS, "questions", 0, "answers", 0, "label", "en"),
        "y" * 76,
        "      en: yyy",
        "questions.0.answers.0.label.en: has 76 characters. A button holds 75",
    ),
    Fault(
        "operation that nobody knows",
        (ALPHA, "operations", 1),
        "reboot",
        "- reboot",
        "operations.1: is 'reboot'. Write one of: 'check', 'start', 'reload' or 'restart'",
    ),
    Fault(
        "operations of which the graver one stands first",
        (ALPHA, "operations"),
        ["restart", "check", "check"],
        "operations:",
        "operations: is restart, check, check. Write each once, safest first: check, restart",
    ),
    Fault(
        "operation on a module that cannot be restarted",
        (ALPHA, "restart", "possible"),
        False,
        "- restart",
        "operations.1: is restart, which `restart` calls impossible. Remove one of the two",
    ),
    Fault(
        "whole service that restarts at little risk",
        (ALPHA, "restart", "whole_service"),
        True,
        42,
        "restart.risk: is low, though the whole service restarts. Write severe",
    ),
    Fault(
        "missing translation of what may be left out",
        (ALPHA, "relaunch"),
        {"en": "Somebody launches it."},
        "relaunch:",
        "relaunch.zh-Hans: the translation is missing. Add `zh-Hans: ...`",
    ),
    Fault(
        "daemon that is launched again",
        (ALPHA, "relaunch"),
        text("Somebody launches it."),
        "relaunch:",
        "relaunch: stands at a daemon-per-instance. Remove it: it is for jobs",
    ),
    Fault(
        "file with the other ending of YAML",
        ("terms/more.yml",),
        {"terms": []},
        None,
        "is not read. Rename it to .yaml",
    ),
]

_INDEPENDENT = [
    [fault for fault in FAULTS if fault.at[0] == file]
    for file in (ALPHA, PACK, TERMS, QUESTIONS, CASES, "terms/more.yml")
]


def told(folder: Path) -> list[str]:
    """Return the problems of a pack."""
    with pytest.raises(KnowledgeInvalid) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


def test_a_pack_that_holds_is_loaded_whole(folder: Path) -> None:
    """Every file of the pack arrives in the knowledge, in the order of the files' names."""
    content = files()
    content["cases/second.yaml"] = {"cases": [{"report": "it rains", "module": "none"}]}

    knowledge = load_small(folder, content)

    assert knowledge.pack.id == NAME
    assert [each.id for each in knowledge.modules] == ["alpha", "beta"]
    assert [each.id for each in knowledge.terms] == ["lamp", "door", "dark"]
    assert [each.id for each in knowledge.questions] == ["lamp-or-door"]
    assert [each.module for each in knowledge.cases] == ["alpha", "none"]


def test_a_pack_without_terms_and_cases_is_loaded(folder: Path) -> None:
    """Terms and cases may be left out; symptoms and signatures carry the answers then."""
    knowledge = load_small(folder, {**files(), TERMS: None, CASES: None})

    assert (knowledge.terms, knowledge.cases) == ((), ())


@pytest.mark.parametrize("fault", FAULTS, ids=attrgetter("name"))
def test_a_fault_is_told_with_its_place_and_its_cure(fault: Fault, folder: Path) -> None:
    """One fault gives one problem: file, line, field, what is wrong, what to write instead."""
    content = files()
    fault.put_into(content)
    write(folder, content)

    problems = told(folder)

    assert problems == [fault.told(folder)]


@given(st.tuples(*(st.none() | st.sampled_from(faults) for faults in _INDEPENDENT)).filter(any))
def test_no_fault_hides_a_fault_of_another_file(faults: tuple[Fault | None, ...]) -> None:
    """Whatever is wrong in several files is told at once, sorted by file."""
    content = files()
    present = [fault for fault in faults if fault]
    for fault in present:
        fault.put_into(content)
    with TemporaryDirectory() as parent:
        folder = Path(parent) / NAME
        folder.mkdir()
        write(folder, content)

        problems = told(folder)

        assert problems == [fault.told(folder) for fault in sorted(present, key=lambda fault: fault.at[0])]


def test_all_faults_of_one_file_are_told_at_once(folder: Path) -> None:
    """Somebody who mends a file needs to run the check once."""
    content = files()
    alpha = content[ALPHA]
    alpha["symptom"] = []
    alpha["process"]["kind"] = "demon"
    alpha["links"][0]["url"] = "http://example.com"
    alpha["links"].append(content[BETA]["links"][0])
    del alpha["responsibility"]["zh-Hans"]
    del alpha["reviewed"]

    problems = told(write(folder, content))

    assert [problem.split(": ")[1] for problem in problems] == [
        "reviewed",
        "process.kind",
        "responsibility.zh-Hans",
        "links.0.url",
        "symptom",
    ]


def test_a_bad_pattern_is_told_beside_an_unknown_key(folder: Path) -> None:
    """Somebody who mends a file needs to run the check once, whatever is wrong in it."""
    content = files()
    content[ALPHA]["symptom"] = []
    content[ALPHA]["signatures"][0]["pattern"] = "a(b"

    assert len(told(write(folder, content))) == 2


@pytest.mark.parametrize("group", ["symptoms", "checks", "remedies", "links"])
def test_a_fault_in_the_only_entry_of_a_list_is_one_problem(group: str, folder: Path) -> None:
    """A list that has an entry is not said to have none."""
    content = files()
    content[ALPHA][group][0]["colour"] = "red"

    problems = told(write(folder, content))

    assert [problem.split(": ")[1] for problem in problems] == [f"{group}.0.colour"]


def test_a_missing_key_is_described_by_where_it_is_missing(folder: Path) -> None:
    """The id of a symptom is not the id of its module."""
    content = files()
    content[ALPHA]["symptoms"].append({"en": "all is dark", "zh-Hans": "全黑"})

    (problem,) = told(write(folder, content))

    assert problem.endswith("symptoms.1.id: is missing. Add `id:` (unique within the module)")


def test_an_unknown_language_of_a_term_is_one_problem(folder: Path) -> None:
    """The field is called as it is written, and all languages are named."""
    content = files()
    content[TERMS]["terms"][0]["spellings"]["xx"] = "lamp"

    problems = told(write(folder, content))

    assert [problem.split(": ")[1] for problem in problems] == ["terms.0.spellings.xx"]


def test_a_day_that_does_not_exist_is_told_with_its_line(folder: Path) -> None:
    """The calendar is no riddle."""
    write(folder)
    path = folder / ALPHA
    path.write_text(path.read_text(encoding="utf-8").replace("'2026-11-01'", "2026-02-30"), encoding="utf-8")
    number = path.read_text(encoding="utf-8").splitlines().index("reviewed: 2026-02-30") + 1

    assert told(folder)[0].startswith(f"{ALPHA}:{number}: ")


def test_a_list_as_a_key_is_told_with_its_line(folder: Path) -> None:
    """YAML allows keys that are lists; the pack does not."""
    problems = told(write(folder, {**files(), TERMS: "terms: []\n? [a, b]\n: c\n"}))

    assert [problem.split(": ")[0] for problem in problems] == [f"{TERMS}:2"]


def test_a_pattern_that_repeats_beyond_measure_is_told(folder: Path) -> None:
    """Whatever Python says against a pattern becomes a problem."""
    content = files()
    content[ALPHA]["signatures"][0]["pattern"] = "a{99999999999}"

    assert "is not a regular expression" in told(write(folder, content))[0]


def test_a_pattern_that_can_take_very_long_is_told(folder: Path) -> None:
    """A report of blanks alone must not keep everybody waiting."""
    content = files()
    content[ALPHA]["signatures"][0]["pattern"] = r"status\s*:?\s*50[234]"

    (problem,) = told(write(folder, content))

    assert problem.split(": ", 2)[1:] == [
        "signatures.0.pattern",
        "can take very long on a long report. Say how often at most: {1,9} instead of +, {0,9} instead of *",
    ]


def test_a_job_has_somebody_who_launches_it_again_and_no_operations(folder: Path) -> None:
    """There is no process to check or to restart."""
    content = files()
    content[ALPHA]["process"]["kind"] = "job"

    problems = told(write(folder, content))

    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "relaunch: is missing. Say who launches the job again",
        "operations: stands at a job. Remove it: a job is launched again, see `relaunch`",
    ]


@pytest.mark.parametrize("pattern", ["", "a*", "XTK|", "(x)?"])
def test_a_pattern_that_matches_every_text_is_told(pattern: str, folder: Path) -> None:
    """Each report would carry it."""
    content = files()
    content[ALPHA]["signatures"][0]["pattern"] = pattern

    (problem,) = told(write(folder, content))

    assert problem.split(": ", 2)[1:] == [
        "signatures.0.pattern",
        "matches every text. Escape ( ) [ . * + ? with a backslash, or write more",
    ]


def test_an_id_that_two_answers_have_is_told(folder: Path) -> None:
    """The id of an answer is unique within its question."""
    content = files()
    content[QUESTIONS]["questions"][0]["answers"][1]["id"] = "yes"

    assert "stands twice" in told(write(folder, content))[0]


@pytest.mark.parametrize("ending", [".yml", ".YAML", ".Yml"])
def test_a_file_with_another_ending_of_yaml_is_called_unread(ending: str, folder: Path) -> None:
    """It would be missed in silence."""
    problems = told(write(folder, {**files(), f"terms/more{ending}": {"terms": []}}))

    assert problems == [f"terms/more{ending}: is not read. Rename it to .yaml"]


def test_a_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    """Whatever the system says against reading it."""
    write(folder)
    (folder / "terms" / "more.yaml").mkdir()

    assert told(folder) == ["terms/more.yaml: cannot be read (Is a directory). Let this user read it"]


@pytest.mark.parametrize("name", [PACK, QUESTIONS])
def test_a_file_that_no_pack_can_do_without_is_missed(name: str, folder: Path) -> None:
    """The problem says where to create it."""
    problems = told(write(folder, {**files(), name: None}))

    assert problems == [f"{name}: is missing. Create it in {folder}"]


def test_a_module_in_a_file_with_the_other_ending_is_called_unread(folder: Path) -> None:
    """The cause is told beside its consequences."""
    content = files()
    content["modules/alpha.yml"] = content.pop(ALPHA)

    problems = told(write(folder, content))

    assert "modules/alpha.yml: is not read. Rename it to .yaml" in problems
    assert len(problems) == 4


def test_a_folder_without_modules_is_no_pack(folder: Path) -> None:
    """An empty pack would answer nothing."""
    content = {PACK: files()[PACK], QUESTIONS: {"questions": []}}

    assert told(write(folder, content)) == ["modules: holds no module. Add modules/<id>.yaml"]


def test_a_path_that_is_no_folder_is_no_pack(tmp_path: Path) -> None:
    """The problem names the path."""
    path = tmp_path / "nowhere"

    assert told(path) == [f"{path}: is not a folder. Name the folder of a pack"]


def test_a_module_that_does_not_hold_can_still_be_named(folder: Path) -> None:
    """One broken module is one problem, not a complaint of all that mention it."""
    content = files()
    content[BETA] = module("beta", "alpha", "the doors do not open", "门打不开") | {"restart": None}

    problems = told(write(folder, content))

    assert [problem.split(": ")[1] for problem in problems] == ["restart"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(folder: Path) -> None:
    """Files saved by any editor hold."""
    write(folder)
    path = folder / ALPHA
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert [each.id for each in load(folder).modules] == ["alpha", "beta"]
