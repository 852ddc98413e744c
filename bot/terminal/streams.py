"""The standard streams as a caller leaves them: closed, in any encoding, with a reader who may go."""

from __future__ import annotations

import os
import sys


def make_usable() -> None:
    """Make sure that there are all three, and that no character is too much for them."""
    _open_what_is_closed()
    sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _open_what_is_closed() -> None:
    """Read nothing, and write nowhere, where a caller has closed a standard stream; Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def write_nowhere() -> None:
    """Let what is still to be written go, so that Python does not complain of it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
