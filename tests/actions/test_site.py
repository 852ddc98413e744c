"""A site file is loaded whole, or refused with every problem it has."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.model import Site
from bot.actions.secrets import secrets_of
from bot.actions.site import load_site
from bot.app import shipped_pack
from bot.errors import SiteInvalid
from bot.knowledge.loader import load
from bot.knowledge.reading import read
from tests.packs import load_small
from tests.sites import ENVIRONMENT, SECRET, site, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.model import Knowledge

GONE = object()

FAULTS: list[tuple[tuple[str | int, ...], Any, str]] = [
    # Shapes, told by the reader of all files.
    (("action",), [], "action: is not a key here. Did you mean `actions`?"),
    (
        ("environments", 0, "approval"),
        GONE,
        (
            "environments.0.approval: is missing. Add `approval:` (whether a second "
            "person has to approve each run that changes something)"
        ),
    ),
    (("environments", 0, "cool_down"), 1.5, "environments.0.cool_down: is '1.5'. Input should be a valid integer"),
    (
        ("environments", 0, "cool_down"),
        1441,
        ("environments.0.cool_down: is '1441'. Input should be less than or equal to 1440"),
    ),
    (
        ("environments", 0, "request", "groups", 0),
        "oncall",
        ("environments.0.request.groups.0: is 'oncall'. Write a Slack user-group id such as S012AB3CD"),
    ),
    (
        ("environments", 0, "approve", "users", 0),
        "@lead",
        ("environments.0.approve.users.0: is '@lead'. Write a Slack user id such as U012AB3CD"),
    ),
    (
        ("instances", 0, "hosting"),
        "cloud",
        ("instances.0.hosting: is 'cloud'. Write one of: 'on-premise', 'hybrid' or 'hosted'"),
    ),
    (
        ("instances", 0, "campaign"),
        "mta@prod",
        ("instances.0.campaign: is 'mta@prod'. Write the name of the Campaign instance, as behind the @ in mta@prod"),
    ),
    (
        ("webhooks", 1, "headers"),
        {"X Token": "JOBS_TOKEN"},
        ("webhooks.1.headers.X Token: is 'X Token'. Write the name of an HTTP header such as X-Signature"),
    ),
    (("webhooks", 0, "timeout"), 0, "webhooks.0.timeout: is '0'. Input should be greater than or equal to 0.1"),
    (
        ("actions", 0, "operation"),
        "stop",
        ("actions.0.operation: is 'stop'. Write one of: 'check', 'start', 'reload' or 'restart'"),
    ),
    (("actions", 0, "instances"), [], "actions.0.instances: has 0 entries. Write at least 1"),
    # What holds between the parts.
    (
        ("environments", 0),
        {"id": "production", "approval": True, "request": {"users": ["U0ME"]}, "approve": {"users": ["U0ME"]}},
        ("environments.0.approve: is whoever may request, and nobody approves their own. Name somebody else too"),
    ),
    (
        ("environments", 0, "approve"),
        {},
        ("environments.0.approval: is asked for, and nobody may give it. Name users or groups in `approve`"),
    ),
    (
        ("instances", 0, "environment"),
        "prodution",
        ("instances.0.environment: 'prodution' is no environment that is known here. Did you mean production?"),
    ),
    (
        ("actions", 0, "instances", 0),
        "xyz",
        ("actions.0.instances.0: 'xyz' is no instance that is known here. Known: prod, stage"),
    ),
    (
        ("actions", 1, "webhook"),
        "runer",
        ("actions.1.webhook: 'runer' is no webhook that is known here. Did you mean runner?"),
    ),
    (
        ("actions", 1, "modules", 1),
        "gamma",
        ("actions.1.modules.1: 'gamma' is no module that is known here. Known: alpha, beta"),
    ),
    (
        ("actions", 0, "operation"),
        "reload",
        ("actions.0.modules.0: is alpha, for which no reload is known. Known: check, restart"),
    ),
    (
        ("actions", 1),
        {"id": "again", "operation": "restart", "modules": ["alpha"], "instances": ["prod"], "webhook": "runner"},
        (
            "actions.1: 'again' offers something that 'restart' offers as well. "
            "Keep one of the two: there is one button for each"
        ),
    ),
    (
        ("webhooks", 0, "url"),
        "http://runner.example.com/",
        ("webhooks.0.url: is plain HTTP to another machine. Write https://; http:// is for this machine alone"),
    ),
    (
        ("webhooks", 0, "url"),
        "http://127.0.0.1.example.com/",
        ("webhooks.0.url: is plain HTTP to another machine. Write https://; http:// is for this machine alone"),
    ),
    (
        ("webhooks", 0, "url"),
        "https://runner.example.com:99999/",
        ("webhooks.0.url: has no host, or no port from 1 to 65535. Mend the address"),
    ),
    (
        ("webhooks", 0, "url"),
        "https://[::1/",
        ("webhooks.0.url: has no host, or no port from 1 to 65535. Mend the address"),
    ),
    (
        ("webhooks", 1, "timeout"),
        60,
        ("webhooks.1.timeout: is 60, beyond the deadline (30). One attempt is a part of all of them"),
    ),
    (
        ("webhooks", 1, "header"),
        GONE,
        ("webhooks.1.signature: is hmac-sha256, and no header is named for it. Add `header:`, such as X-Signature"),
    ),
    (
        ("webhooks", 0, "header"),
        "X-Signature",
        ("webhooks.0.header: stands at a standard signature. Remove it, or write `signature: hmac-sha256`"),
    ),
    (
        ("webhooks", 1, "body", "more"),
        [float("nan")],
        ("webhooks.1.body: cannot be written as JSON. Use text, numbers, true, false and null"),
    ),
]


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    """The small pack."""
    return load_small(folder)


def told(path: Path, knowledge: Knowledge, environment: dict[str, str] = ENVIRONMENT) -> list[str]:
    """Return the problems of a site file, without its name."""
    with pytest.raises(SiteInvalid) as refused:
        load_site(path, knowledge.modules, environment)
    return [str(problem).removeprefix(f"{path}:") for problem in refused.value.problems]


def changed(place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return the site with one thing changed; GONE takes it away."""
    content: Any = site()
    *path, last = place
    target = content
    for step in path:
        target = target[step]
    if value is GONE:
        del target[last]
    else:
        target[last] = value
    return content  # type: ignore[no-any-return]


def test_a_site_that_holds_is_loaded_whole(tmp_path: Path, knowledge: Knowledge) -> None:
    """With the defaults of the model where the file is silent."""
    loaded = load_site(write_site(tmp_path / "site.yaml"), knowledge.modules, ENVIRONMENT)

    production, staging = loaded.environments
    runner, jobs = loaded.webhooks
    assert (production.approval, production.cool_down, staging.cool_down) == (True, 10, 0)
    assert production.request.groups == ("S0ONCALL",)
    assert staging.approve.users == ()
    assert (runner.timeout, runner.deadline, runner.signature, runner.outcome) == (10, 120, "standard", "answer")
    assert (jobs.header, jobs.headers) == ("X-Signature", {"Authorization": "JOBS_TOKEN"})
    assert jobs.body == {"job": "{module}", "more": [1, 2.5, True, None], "to": "{callback}"}
    assert [each.id for each in loaded.actions] == ["restart", "look"]


@pytest.mark.parametrize(("place", "value", "says"), FAULTS, ids=[says.split(". ")[0] for _, _, says in FAULTS])
def test_a_fault_is_told_with_its_line_and_its_cure(
    place: tuple[str | int, ...], value: Any, says: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """One fault gives one problem."""
    content = changed(place, value)
    if place[-2:] == (1, "timeout"):
        content["webhooks"][1]["deadline"] = 30

    problems = told(write_site(tmp_path / "site.yaml", content), knowledge)

    assert [re.sub(r"^\d+: ", "", problem) for problem in problems] == [says]


@pytest.mark.parametrize("group", ["environments", "instances", "webhooks", "actions"])
def test_an_id_that_two_have_is_told(group: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """The rest of the file refers to it."""
    content = site()
    content[group].append(content[group][0] | {"modules": ["beta"]} if group == "actions" else content[group][0])

    problems = told(write_site(tmp_path / "site.yaml", content), knowledge)

    name = content[group][0]["id"]
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        f"{group}.2.id: {name!r} stands twice. Give each its own id"
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path, knowledge: Knowledge) -> None:
    """Somebody who mends a file needs to run the check once."""
    text = """\
environments:
  - id: production
    approval: true
instances:
  - {id: prod, campaign: prod, hosting: hosted, environment: staging}
webhooks:
  - id: runner
    url: http://example.com
    secret: ELSEWHERE
actions:
  - id: look
    operation: start
    modules: [alpha, omega]
    instances: [prod, stage]
    webhook: runner
"""

    problems = told(write_site(tmp_path / "site.yaml", text), knowledge)

    assert [" ".join(problem.split(": ")[:2]) for problem in problems] == [
        "3 environments.0.approval",
        "5 instances.0.environment",
        "8 webhooks.0.url",
        "9 webhooks.0.secret",
        "13 actions.0.modules.0",
        "13 actions.0.modules.1",
        "14 actions.0.instances.1",
    ]


@pytest.mark.parametrize("name", ["export", "import", "tracking"])
def test_a_job_cannot_be_offered_and_the_problem_says_who_launches_it(name: str, tmp_path: Path) -> None:
    """Of the shipped modules three have no process."""
    modules = load(shipped_pack()).modules
    content = changed(("actions", 0, "modules"), [name])
    content["actions"].pop()

    with pytest.raises(SiteInvalid) as refused:
        load_site(write_site(tmp_path / "site.yaml", content), modules, ENVIRONMENT)

    (problem,) = refused.value.problems
    relaunch = next(each.relaunch for each in modules if each.id == name)
    assert relaunch is not None
    assert problem.what == f"is {name}, a job: there is no process to restart"
    assert problem.cure == f"Remove it. {relaunch.en}"


@pytest.mark.parametrize(
    "url", ["http://localhost:9000/hooks", "http://127.0.0.1/", "http://[::1]:9000/", "https://example.com"]
)
def test_plain_http_is_for_this_machine(url: str, tmp_path: Path, knowledge: Knowledge) -> None:
    """Where nobody listens in."""
    content = changed(("webhooks", 0, "url"), url)

    loaded = load_site(write_site(tmp_path / "site.yaml", content), knowledge.modules, ENVIRONMENT)

    assert loaded.webhooks[0].url == url


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("webhooks", 0, "secret"), SECRET),
        (("webhooks", 0, "secret"), 1234567890),
        (("webhooks", 0, "secret"), [SECRET]),
        (("webhooks", 1, "headers", "Authorization"), f"Bearer {SECRET}"),
        (("webhooks", 1, "headers"), f"Authorization: {SECRET}"),
        (("webhooks", 0, "url"), f"https://user:{SECRET}@example.com/"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    place: tuple[str | int, ...], value: Any, tmp_path: Path, knowledge: Knowledge
) -> None:
    """A problem ends up in a terminal, a log, a ticket."""
    (problem,) = told(write_site(tmp_path / "site.yaml", changed(place, value)), knowledge)

    assert ".".join(map(str, place)) + ": does not hold. " in problem
    assert not re.search("whsec|1234567890", problem)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        (
            "RUNNER_SECRET",
            "",
            "webhooks.0.secret: RUNNER_SECRET is not set in the environment. Set it there, or in .env",
        ),
        (
            "JOBS_TOKEN",
            "",
            ("webhooks.1.headers.Authorization: JOBS_TOKEN is not set in the environment. Set it there, or in .env"),
        ),
        (
            "JOBS_TOKEN",
            "Bearer a\nX-More: b",
            (
                "webhooks.1.headers.Authorization: JOBS_TOKEN holds a line break or a "
                "letter beyond ASCII. Set it to one line of printable characters"
            ),
        ),
        (
            "JOBS_SECRET",
            "0123456789abcde",
            ("webhooks.1.secret: JOBS_SECRET is shorter than 16 characters. Set a longer one here and at the receiver"),
        ),
    ],
)
def test_a_secret_that_the_environment_lacks_is_named_by_its_variable(
    name: str, value: str, says: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Before anybody presses a button, and without a word of the value."""
    problems = told(write_site(tmp_path / "site.yaml"), knowledge, ENVIRONMENT | {name: value})

    assert [re.sub(r"^\d+: ", "", problem) for problem in problems] == [says]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    """A message, and no traceback."""
    path = tmp_path / "nowhere.yaml"

    assert told(path, knowledge) == [" cannot be read (No such file or directory). Let this user read it"]


def test_the_example_holds_for_the_shipped_knowledge(pytestconfig: pytest.Config) -> None:
    """Whoever copies it begins with a site that works."""
    variables = ("WHY_RUNNER_SECRET", "WHY_JOBS_SECRET", "WHY_JOBS_AUTHORIZATION")
    environment = dict.fromkeys(variables, SECRET)

    loaded = load_site(pytestconfig.rootpath / "site.example.yaml", load(shipped_pack()).modules, environment)

    assert {each.operation for each in loaded.actions} == {"check", "start", "reload", "restart"}
    assert {each.signature for each in loaded.webhooks} == {"standard", "hmac-sha256"}
    assert set(secrets_of(loaded, environment)) == set(variables)


def test_secrets_mask_themselves(tmp_path: Path, knowledge: Knowledge) -> None:
    """However they are printed; the site itself does not hold them."""
    loaded = load_site(write_site(tmp_path / "site.yaml"), knowledge.modules, ENVIRONMENT)

    secrets = secrets_of(loaded, ENVIRONMENT | {"OTHER": "not-named"})

    assert {name: each.get_secret_value() for name, each in secrets.items()} == ENVIRONMENT
    shown = f"{secrets} {secrets!r} {loaded!r} {pickle.dumps(loaded)!r}"
    assert [value for value in ENVIRONMENT.values() if value in shown] == []


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)
_GROUPS = st.sampled_from(["environments", "instances", "webhooks", "actions"])


@given(_GROUPS, st.integers(0, 1), st.data())
def test_any_value_in_any_place_is_read_or_told_of(group: str, index: int, data: st.DataObject) -> None:
    """Each problem has a line and a cure; nothing is raised."""
    import yaml

    content = site()
    key = data.draw(st.sampled_from(sorted(content[group][index])))
    content[group][index][key] = data.draw(_VALUES)
    text = yaml.safe_dump(content, allow_unicode=True)

    outcome = read(text, "site.yaml", Site)

    if isinstance(outcome, list):
        assert outcome
        assert all(1 <= each.line <= len(text.splitlines()) and each.what and each.cure for each in outcome)
