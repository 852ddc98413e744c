"""What the page can have done, by name; the fields of a request are the arguments, and are checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import ConfigDict, Field, JsonValue, validate_call

from bot.errors import ActRefused
from bot.playground.acting import Acted, Clicked
from bot.playground.faults import FaultKind  # noqa: TC001  (read at run time by the validation)
from bot.playground.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.acting import Acting
    from bot.playground.receiver import Receiver
    from bot.playground.workspace import Workspace

Done: TypeAlias = Mapping[str, Any]
"""What goes into the answer to an act."""

Times: TypeAlias = Annotated[int, Field(ge=1)]

_NOTHING: Done = {}
_checked = validate_call(config=ConfigDict(strict=True, allow_inf_nan=False))


class Acts:
    """Does what the page asks for."""

    def __init__(self, workspace: Workspace, acting: Acting, receiver: Receiver) -> None:
        self._workspace = workspace
        self._acting = acting
        self._receiver = receiver
        self.by_name: Mapping[str, Callable[..., Awaitable[Done]]] = {
            "command": self.command,
            "say": self.say,
            "click": self.click,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "shortcut": self.shortcut,
            "alert": self.alert,
            "fault": self.fault,
            "fault_clear": self.fault_clear,
            "receiver": self.receiver,
            "receiver_clear": self.receiver_clear,
            "locale": self.locale,
        }

    @_checked
    async def command(self, person: str, channel: str, text: str) -> Done:
        """Type the slash command."""
        return _done(await self._acting.command(person, channel, text))

    @_checked
    async def say(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> Done:
        """Write a message."""
        return _done(await self._acting.say(person, channel, text, thread_ts))

    @_checked
    async def click(  # noqa: PLR0913  (one for each field)
        self,
        person: str,
        block_id: str,
        action_id: str,
        element: dict[str, JsonValue],
        *,
        channel: str = "",
        id: str = "",  # noqa: A002  (as the page calls it)
        view_id: str = "",
        state: dict[str, dict[str, JsonValue]] | None = None,
    ) -> Done:
        """Click or choose something in a message, or else in a view."""
        clicked = Clicked(block_id, action_id, element, (state or {}).get("values", {}))
        return _done(await self._acting.click(person, clicked, channel=channel, message_id=id, view_id=view_id))

    @_checked
    async def submit(self, person: str, view_id: str, values: dict[str, JsonValue]) -> Done:
        """Submit a form."""
        return _done(await self._acting.submit(person, view_id, values))

    @_checked
    async def close(self, person: str, view_id: str) -> Done:
        """Close a form."""
        return _done(await self._acting.close_view(person, view_id))

    @_checked
    async def home(self, person: str) -> Done:
        """Look at the app's home."""
        return _done(await self._acting.open_home(person))

    @_checked
    async def shortcut(self, person: str, channel: str, id: str) -> Done:  # noqa: A002  (as the page calls it)
        """Use the shortcut on a message."""
        return _done(await self._acting.shortcut(person, channel, id))

    @_checked
    async def alert(self, channel: str, id: str) -> Done:  # noqa: A002  (as the page calls it)
        """Let the alert bot post."""
        return _done(await self._acting.alert(channel, id))

    @_checked
    async def fault(self, method: str, fault: FaultKind, times: Times | None = None) -> Done:
        """Let a method of Slack fail."""
        self._workspace.faults.put(method, fault, times)
        return _NOTHING

    @_checked
    async def fault_clear(self) -> Done:
        """Let nothing of Slack fail any more."""
        self._workspace.faults.clear()
        return _NOTHING

    @_checked
    async def receiver(self, mode: str) -> Done:
        """Let the receiver behave differently."""
        self._receiver.behave(mode)
        return _NOTHING

    @_checked
    async def receiver_clear(self) -> Done:
        """Empty the receiver's console."""
        self._workspace.console.clear()
        return _NOTHING

    @_checked
    async def locale(self, person: str, locale: str) -> Done:
        """Give a person another language."""
        try:
            self._workspace.set_locale(person, locale)
        except Refusal as refusal:
            raise ActRefused(f"There is nobody called {person!r} in this workspace.") from refusal
        return _NOTHING


def _done(acted: Acted) -> Done:
    return {"warning": acted.warning} if acted.warning else _NOTHING
