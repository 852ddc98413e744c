"""`campaign-why check`: files, lint, and the knowledge's own cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.commandline import run, start
from tests.packs import files, write
from tests.sites import ENVIRONMENT, SECRET, site, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` of the developer is read."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def content() -> dict[str, Any]:
    """A pack whose reviews never grow old."""
    content = files()
    for name in ("alpha", "beta"):
        content[f"modules/{name}.yaml"]["reviewed"] = "9999-01-01"
    return content


def test_a_pack_in_which_all_is_well_passes(folder: Path, content: dict[str, Any]) -> None:
    """One line says what was checked."""
    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 0
    assert outcome.out == "small-pack: 2 modules, 3 terms, 1 cases: all well\n"


def test_a_pack_that_does_not_hold_fails_with_every_problem(folder: Path, content: dict[str, Any]) -> None:
    """The installed program tells file, line and cure of each on standard error, and ends with 3."""
    content["modules/alpha.yaml"]["symptom"] = []
    content["modules/beta.yaml"]["neighbours"][0]["module"] = "alfa"
    content["terms/empty.yaml"] = ""
    content["questions.yaml"] = None

    outcome = start("check", "--pack", str(write(folder, content)))

    assert (outcome.code, outcome.out) == (3, "")
    assert re.sub(r":\d+:", ":N:", outcome.err).splitlines() == [
        "modules/alpha.yaml:N: symptom: is not a key here. Did you mean `symptoms`?",
        "modules/beta.yaml:N: neighbours.0.module: 'alfa' is not a module that can stand here. Write one of: alpha",
        f"questions.yaml: is missing. Create it in {folder}",
        "terms/empty.yaml:N: is empty. Start with 'terms', or remove the file",
        "4 problems",
    ]


def test_one_problem_is_counted_as_one(folder: Path, content: dict[str, Any]) -> None:
    """Grammar is kept."""
    content["pack.yaml"] = None

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.err.splitlines()[-1] == "1 problem"


def test_findings_fail(folder: Path, content: dict[str, Any]) -> None:
    """Each has its line, the last line counts them."""
    content["modules/beta.yaml"]["neighbours"] = []

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 3
    assert outcome.out.splitlines() == [
        "alpha names beta as a neighbour: beta has to name it too",
        "small-pack: 2 modules, 3 terms, 1 cases: 1 findings, 0 failed cases",
    ]


def test_a_review_that_grew_old_fails(folder: Path, content: dict[str, Any]) -> None:
    """Today is the day of the machine."""
    content["modules/beta.yaml"]["reviewed"] = "2001-01-01"

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 3
    assert outcome.out.startswith("beta was reviewed on 2001-01-01")


def test_cases_that_come_out_wrong_fail_with_a_table(folder: Path, content: dict[str, Any]) -> None:
    """What was wanted down, what came out across."""
    content["cases/first.yaml"] = {
        "cases": [
            {"report": "all lamps stay dark", "module": "beta"},
            {"report": "the lamps stay dark here", "module": "beta", "also": ["alpha"]},
            {"report": "it rains", "module": "alpha"},
            {"report": "it snows", "module": "none"},
        ]
    }

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 3
    assert outcome.out.splitlines() == [
        "case: wanted beta, got alpha (clarify): all lamps stay dark",
        "case: wanted alpha, got none (abstain): it rains",
        "",
        "wanted / got alpha none",
        "alpha            .    1",
        "beta             1    .",
        "small-pack: 2 modules, 3 terms, 4 cases: 0 findings, 2 failed cases",
    ]


def test_no_case_steers_the_terminal(folder: Path, content: dict[str, Any]) -> None:
    """A case is often a report as it came."""
    content["cases/first.yaml"]["cases"][0] = {"report": "all lamps \x1b[31m stay dark", "module": "beta"}

    outcome = run("check", "--pack", str(write(folder, content)))

    assert "\x1b" not in outcome.out


def test_damaged_weights_fail(folder: Path, content: dict[str, Any]) -> None:
    """With the cure."""
    content["weights.json"] = "{}"

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 3
    assert "weights.json: cannot be read" in outcome.err
    assert "Run `make fit`, or restore the file" in outcome.err


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that the site of `tests.sites` needs."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("secrets")
def test_a_site_file_is_checked_against_the_pack(
    folder: Path, content: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where one is configured; a line of its own counts what it sets up."""
    path = write_site(tmp_path / "site.yaml")
    monkeypatch.setenv("CAMPAIGN_WHY_CONFIG", str(path))

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "small-pack: 2 modules, 3 terms, 1 cases: all well",
        f"{path}: 2 instances, 2 webhooks, 2 actions: all well",
    ]


@pytest.mark.usefixtures("secrets")
def test_a_site_file_that_does_not_hold_fails_with_every_problem(
    folder: Path, content: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With file, line and cure, on standard error; no secret is among it."""
    broken = site()
    broken["actions"][0]["modules"] = ["omega"]
    broken["webhooks"][0]["url"] = "http://runner.example.com"
    path = write_site(tmp_path / "site.yaml", broken)
    monkeypatch.setenv("CAMPAIGN_WHY_CONFIG", str(path))

    outcome = start("check", "--pack", str(write(folder, content)))

    assert (outcome.code, outcome.out) == (3, "")
    assert re.sub(r":\d+:", ":N:", outcome.err).splitlines() == [
        (
            f"{path}:N: webhooks.0.url: is plain HTTP to another machine. "
            "Write https://; http:// is for this machine alone"
        ),
        f"{path}:N: actions.0.modules.0: 'omega' is no module that is known here. Known: alpha, beta",
        "2 problems",
    ]
    assert SECRET not in outcome.err


def test_a_site_file_that_is_not_there_fails(
    folder: Path, content: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names one means it."""
    monkeypatch.setenv("CAMPAIGN_WHY_CONFIG", "nowhere.yaml")

    outcome = run("check", "--pack", str(write(folder, content)))

    assert outcome.code == 3
    assert outcome.err.startswith("campaign-why: CAMPAIGN_WHY_CONFIG names no file that is there")
