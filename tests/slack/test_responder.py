"""What follows from a report while the knowledge changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.in_force import InForce
from bot.diagnosis.outcome import Clarify
from bot.knowledge.model import Text
from bot.slack.responder import Asker, Responder

if TYPE_CHECKING:
    from bot.slack.views.blocks import Message

REPORT = "mails do not leave, the delivery stays on pending"
ASKER = Asker("T0TEAM", "U0ASKER", "C0INCIDENT")
NEW = "Says something else."


def renewed(diagnostician: Diagnostician) -> Diagnostician:
    """Return a diagnostician whose modules are described otherwise."""
    knowledge = diagnostician.knowledge
    modules = tuple(replace(each, responsibility=Text(en=NEW, zh_hans=NEW)) for each in knowledge.modules)
    return Diagnostician(replace(knowledge, modules=modules), diagnostician.weights, diagnostician.wordings)


def values(message: Message) -> list[str]:
    """Return what the buttons of a message stand for."""
    return [str(each["value"]) for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


def test_a_report_after_the_knowledge_was_replaced(shipped: Diagnostician) -> None:
    """It is answered from the new knowledge."""
    in_force = InForce(shipped)
    responder = Responder(in_force)
    before = responder.message(responder.diagnose(REPORT, door="test"), "en")

    in_force.replace(renewed(shipped))
    after = responder.message(responder.diagnose(REPORT, door="test"), "en")

    assert NEW not in before.text
    assert NEW in after.text


def test_a_report_that_is_being_answered_while_the_knowledge_is_replaced(shipped: Diagnostician) -> None:
    """Diagnosis and message come from the same knowledge."""
    in_force = InForce(shipped)
    responder = Responder(in_force)
    finding = responder.diagnose(REPORT, door="test")

    in_force.replace(renewed(shipped))

    assert NEW not in responder.message(finding, "en").text


def test_an_answer_to_a_question_that_was_put_before(shipped: Diagnostician) -> None:
    """What follows from it comes from the knowledge that asked."""

    class Asking(Diagnostician):
        def diagnose(self, report: str) -> Clarify:
            """Ask the first question of the pack."""
            found = super().diagnose(report)
            return Clarify(report, "en", found.candidates, self.knowledge.questions[0])

    in_force = InForce(Asking(shipped.knowledge, shipped.weights, shipped.wordings))
    responder = Responder(in_force)
    question = responder.message(responder.diagnose(REPORT, door="test"), "en", ASKER)

    in_force.replace(renewed(shipped))
    answer = responder.answered(values(question)[0], ASKER)

    assert answer is not None
    assert NEW not in answer.text
