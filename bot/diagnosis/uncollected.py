"""Knowledge is large and stays: the collector of garbage need not go through it, while it is built or ever after."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector from running meanwhile, where many things are made and all of them stay.

    Else it would walk through all of them as soon as it is back: what is there by then is left alone, as after
    `leave_uncollected`, which takes leave of what has died.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()


def leave_uncollected() -> None:
    """Keep the collector away from all that is there now: a full collection would walk through it in mid-report."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
