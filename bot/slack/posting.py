"""Sending messages to Slack: nothing is unfurled, nothing is parsed, what did not arrive is sent again."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.views.blocks import as_json

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from slack_sdk.http_retry.request import HttpRequest
    from slack_sdk.http_retry.response import HttpResponse
    from slack_sdk.http_retry.state import RetryState
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.views.blocks import Message

log = structlog.get_logger()

MessageKey: TypeAlias = tuple[str, str, str]
"""Team, channel and timestamp of a message: one message can come as several events."""

Heard = TypeVar("Heard")

UNREACHABLE = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call to Slack can raise."""


async def heard(call: Awaitable[Heard]) -> Heard:
    """Return what Slack answers to a call of the SDK.

    Raises:
        SlackApiError: Slack refuses it.
        ClientError: Slack is out of reach, or what answers in its place makes no sense.
        TimeoutError: nothing answers.
    """
    try:
        return await call
    except (AttributeError, ValueError) as error:
        # The SDK reads a text as if it were an object, and a date as if it were seconds.
        raise aiohttp.ClientPayloadError("what answered is not Slack") from error


def reason_of(error: SlackApiError) -> str:
    """Return why Slack refused a call; something between us and Slack may have answered with no JSON at all."""
    content = getattr(error.response, "data", error.response)
    return str(content["error"]) if isinstance(content, dict) and "error" in content else "no answer of Slack's"


_BACKOFF = BackoffRetryIntervalCalculator()
_QUESTIONS = ("/apps.connections.open", "/auth.test", "/conversations.replies", "/users.info", "/views.publish")
"""Ends of the addresses where nothing is changed by asking twice."""


class _Again(AsyncRetryHandler):
    """Sends a message again that Slack says it has not taken, or cannot have got; asks a question again once."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.endswith(_QUESTIONS):
            return isinstance(error, aiohttp.ClientConnectionError) and state.current_attempt == 0
        if isinstance(error, SlackApiError):  # what should have been JSON is none
            return getattr(error.response, "status", 0) >= 500
        if error:
            return isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))
        return response is not None and response.status_code >= 500


def retry_handlers() -> list[AsyncRetryHandler]:
    """Return fresh handlers: messages that did not arrive three times, rate limits twice."""
    return [_Again(3, _BACKOFF), AsyncRateLimitErrorRetryHandler(max_retry_count=2)]


def without_repeating(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client that sends nothing again that may have arrived: whoever calls looks first whether it has."""
    careful = copy(client)
    careful.retry_handlers = [each for each in client.retry_handlers if not isinstance(each, _Again)]
    return careful


AS_IT_IS: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "parse": "none"}
"""How every message is sent: nothing is unfurled, nothing parsed."""


def as_payload(message: Message, **more: Any) -> dict[str, Any]:
    """Return a message as Slack takes it."""
    return {"text": message.text, "blocks": message.blocks, **AS_IT_IS, **more}


def written(message: Message, **more: Any) -> str:
    """Return the JSON of `as_payload`, put together from parts that have been written down before."""
    fields = as_json({"text": message.text, **AS_IT_IS, **more})
    blocks = ",".join([part.json for part in message.parts])
    return f'{fields[:-1]},"blocks":[{blocks}]}}'


def for_the_clicker(text: str) -> dict[str, Any]:
    """Return what answers a click to whoever clicked alone, and leaves the message with the button as it is."""
    return {"text": text, "response_type": "ephemeral", "replace_original": False}


async def post_in_thread(client: AsyncWebClient, message: Message, *, channel: str, thread: str | None) -> None:
    """Post a message into a thread, or into a direct conversation."""
    try:
        await heard(client.chat_postMessage(channel=channel, thread_ts=thread, **as_payload(message)))
    except SlackApiError as error:
        log.warning("reply.refused", channel=channel, error=reason_of(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        log.error("reply.lost", channel=channel, error=type(error).__name__)


@dataclass(frozen=True, slots=True)
class Clicked:
    """Where something was clicked: what answers goes there."""

    response_url: str
    thread: str | None
    """Of the message, where it is a reply in one."""


def clicked(body: dict[str, Any]) -> Clicked | None:
    """Return where somebody clicked; None where Slack takes no answer."""
    url = str(body.get("response_url") or "")
    return Clicked(url, thread_of(message_of(body))) if url else None


def message_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the message in which somebody clicked; of one that only they see, Slack tells just where it stands."""
    container = body.get("container") or {}
    place = {"ts": container.get("message_ts"), "thread_ts": container.get("thread_ts")}
    return {**place, **(body.get("message") or {})}


def thread_of(message: dict[str, Any]) -> str | None:
    """Return the thread in which a message is a reply; None where it begins one, or stands in none."""
    thread = message.get("thread_ts")
    return str(thread) if thread and thread != message.get("ts") else None


async def respond(session: aiohttp.ClientSession, to: Clicked, payload: dict[str, Any]) -> bool:
    """Answer a click; a message of its own stands in the thread where the click was. Return whether Slack took it."""
    hook = AsyncWebhookClient(to.response_url, session=session, retry_handlers=retry_handlers())
    if to.thread and not payload.get("replace_original"):
        payload = {**payload, "thread_ts": to.thread}
    try:
        response = await heard(hook.send_dict(payload))
    except (aiohttp.ClientError, TimeoutError) as error:
        log.error("response.lost", error=type(error).__name__)
        return False
    if response.status_code != 200:
        log.warning("response.refused", status=response.status_code)
    return response.status_code == 200


def key_of(body: dict[str, Any]) -> MessageKey:
    """Return which message an event is about."""
    event = body["event"]
    return str(body.get("team_id")), str(event.get("channel")), str(event.get("ts"))
