"""What a run says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.ledger.model import FINAL_STATES, RUN_STATES, Run
from tests.ledger.facts import NOON, request

if TYPE_CHECKING:
    from bot.ledger.model import RunState


@pytest.mark.parametrize("state", RUN_STATES)
def test_a_run_that_has_ended_says_so(state: RunState) -> None:
    """Success, failure, denial, expiry and cancellation are final."""
    assert Run(request=request(), state=state, changed_at=NOON).is_final == (state in FINAL_STATES)
