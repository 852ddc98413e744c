"""Rules for single values, written beside the types that obey them.

A rule is a small object inside `Annotated[...]`. pydantic is imported only when a rule is turned into a validator,
which happens in `bot.knowledge.shapes` and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


def yaml_key(name: str) -> str:
    """Return the key under which a field is written in the files (`zh_hans` is `zh-Hans`)."""
    return name.replace("zh_hans", "zh-Hans")


SHAPE = {"extra": "forbid", "alias_generator": yaml_key}
"""How every shape is read: no unknown keys."""


@dataclass(frozen=True, slots=True)
class Written:
    """A string that matches `regex`; `like` says what such a string looks like.

    One that `may_hide_a_secret` is not repeated in a problem: somebody may have put the secret where its name belongs.
    """

    regex: str
    like: str
    may_hide_a_secret: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.str_schema(pattern=self.regex, metadata={"like": self.like})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that tells one text from another."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(_telling, core_schema.str_schema())


def _telling(pattern: str) -> str:
    """Return a pattern that tells one text from another, and in time."""
    from pydantic_core import PydanticCustomError

    from bot.knowledge.backtracking import is_slow

    cure = "Escape ( ) [ . * + ? with a backslash"
    try:
        with catch_warnings():
            simplefilter("error", FutureWarning)  # a set such as [[a] will mean something else one day
            expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        told = {"error": str(error), "cure": cure}
        raise PydanticCustomError("pattern", "is not a regular expression ({error})", told) from error
    if expression.search(""):
        raise PydanticCustomError("pattern", "matches every text", {"cure": f"{cure}, or write more"})
    if is_slow(pattern):
        often = "Say how often at most: {1,9} instead of +, {0,9} instead of *"
        raise PydanticCustomError("pattern", "can take very long on a long report", {"cure": often})
    return pattern


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A list with at least `count` entries."""

    count: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return {**handler(source), "min_length": self.count}


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `low` to `high`, a whole one where the type is `int`."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        if source is int:
            return core_schema.int_schema(ge=int(self.low), le=int(self.high), strict=True)
        return core_schema.float_schema(ge=self.low, le=self.high, strict=True)
