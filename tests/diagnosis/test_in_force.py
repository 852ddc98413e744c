"""Knowledge that takes the place of other knowledge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.in_force import InForce

if TYPE_CHECKING:
    from bot.knowledge.model import Knowledge


def diagnostician(shipped: Diagnostician, knowledge: Knowledge) -> Diagnostician:
    """Return a diagnostician with other knowledge of the same symptoms."""
    return Diagnostician(knowledge, shipped.weights, shipped.wordings)


def test_the_new_knowledge_is_asked(shipped: Diagnostician) -> None:
    """Also for what it says of a module that the old one knew otherwise."""
    module = shipped.knowledge.module("mta")
    changed = replace(module, operations=("check",))
    others = tuple(changed if each is module else each for each in shipped.knowledge.modules)
    other = diagnostician(shipped, replace(shipped.knowledge, modules=others))
    in_force = InForce(shipped)

    in_force.replace(other)

    assert in_force.diagnostician is other
    assert in_force.module("mta") is changed


def test_a_module_that_the_new_knowledge_has_lost(shipped: Diagnostician) -> None:
    """A run that was asked for on it can still be told of."""
    others = tuple(each for each in shipped.knowledge.modules if each.id != "mta")
    in_force = InForce(shipped)

    in_force.replace(diagnostician(shipped, replace(shipped.knowledge, modules=others)))

    assert in_force.module("mta") is shipped.knowledge.module("mta")
    with pytest.raises(KeyError):
        in_force.module("unheard-of")
