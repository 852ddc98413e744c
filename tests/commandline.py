"""The command line as a user has it: in this process for speed, as the installed program, at a pseudo-terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli import main

if TYPE_CHECKING:
    from collections.abc import Sequence

PROMPT = b"What do you see? "
PROGRAM = Path(sys.executable).with_name("campaign-why")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Stream(TextIOWrapper):
    """A standard stream in memory that says of itself whether a person sits at it."""

    def __init__(self, content: bytes = b"", *, at_terminal: bool = False, errors: str = "surrogateescape") -> None:
        super().__init__(BytesIO(content), encoding="utf-8", errors=errors, write_through=True)
        self._at_terminal = at_terminal

    def isatty(self) -> bool:
        """Return whether a person sits at it."""
        return self._at_terminal

    def written(self) -> str:
        """Return what was written; fails on bytes that are not UTF-8."""
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, BytesIO)
        return buffer.getvalue().decode()


def run(
    *arguments: str, stdin: str | bytes = b"", at_terminal: bool = False, stdin_errors: str = "surrogateescape"
) -> Outcome:
    """Run `campaign-why` in this process.

    Args:
        arguments: of the command line.
        stdin: what is typed or piped in.
        at_terminal: whether a person sits at all three streams.
        stdin_errors: how Python treats bytes of standard input that are not UTF-8; it depends on the locale.
    """
    typed = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = Stream(at_terminal=at_terminal), Stream(at_terminal=at_terminal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["campaign-why", *arguments])
        patch.setattr(sys, "stdin", Stream(typed, at_terminal=at_terminal, errors=stdin_errors))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code or 0
    assert isinstance(code, int)
    return Outcome(code, out.written(), err.written())


def start(*arguments: str | bytes, stdin: bytes = b"") -> Outcome:
    """Run the installed program with pipes at all three streams."""
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, check=False)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


_AT_TERMINAL = "import os, sys; os.login_tty(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"


def converse(*arguments: str, typed: Sequence[bytes]) -> Outcome:
    """Run the installed program at a pseudo-terminal, typing one text at each of its prompts."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_TERMINAL, str(theirs), PROGRAM, *arguments],
        pass_fds=[theirs],
        env={**os.environ, "TERM": "dumb"},
    )
    os.close(theirs)
    screen = b""
    for number, text in enumerate(typed, 1):
        while screen.count(PROMPT) < number:
            screen += os.read(ours, 4096)
        os.write(ours, text)
    with suppress(OSError):  # a terminal that is gone reads as an error
        while more := os.read(ours, 4096):
            screen += more
    os.close(ours)
    return Outcome(process.wait(), screen.decode(), "")
