"""What a site offers for a module, and how its parts are found."""

from __future__ import annotations

import pytest

from bot.actions.model import Action, Instance, Site
from bot.app import shipped_pack
from bot.knowledge.loader import load


def action(name: str, operation: str, *modules: str, instances: tuple[str, ...] = ("prod",)) -> Action:
    """Return an action."""
    return Action(id=name, operation=operation, modules=modules, instances=instances, webhook="runner")  # type: ignore[arg-type]


PROD = Instance(id="prod", campaign="prod", hosting="hybrid", environment="production")
STAGE = Instance(id="stage", campaign="stage1", hosting="hosted", environment="staging")


def test_without_a_site_nothing_is_offered() -> None:
    """An empty one offers nothing for any module."""
    assert Site().offers("mta") == ()


def test_the_safest_operation_is_offered_first() -> None:
    """Else the order is that of the file; instances stand in the order of the file as well."""
    site = Site(
        instances=(PROD, STAGE),
        actions=(
            action("restart", "restart", "mta", "stat", instances=("stage", "prod")),
            action("reload", "reload", "stat"),
            action("look-twice", "check", "stat"),
            action("look", "check", "mta", "stat"),
        ),
    )

    offers = site.offers("stat")

    assert [offer.action.id for offer in offers] == ["look-twice", "look", "reload", "restart"]
    assert [each.id for each in offers[-1].instances] == ["prod", "stage"]
    assert [offer.action.id for offer in site.offers("mta")] == ["look", "restart"]
    assert site.offers("web") == ()


def test_a_part_is_found_by_its_id_or_not_at_all() -> None:
    """Ids come from clicks as well, and those may be made up."""
    site = Site(instances=(PROD,), actions=(action("look", "check", "mta"),))

    assert (site.instance("prod"), site.instance("stage")) == (PROD, None)
    assert (site.action("look"), site.action("other")) == (site.actions[0], None)
    assert (site.environment("production"), site.webhook("runner")) == (None, None)


@pytest.mark.parametrize(("module", "name"), [("mta", "mta@stage1"), ("web", "web@default"), ("watchdog", "watchdog")])
def test_a_process_is_called_as_pdump_calls_it(module: str, name: str) -> None:
    """Some run once for all instances."""
    assert STAGE.process(load(shipped_pack()).module(module)) == name


def test_commands_are_for_those_who_have_a_command_line() -> None:
    """On a hosted instance nobody of the site has one."""
    assert (PROD.has_shell, STAGE.has_shell) == (True, False)
