"""What a receiver reads: one documented JSON object, or the site's own with the same values in it.

The bytes depend on the request alone. However often a run is delivered, they are the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime  # noqa: TC003  (read at run time by the schema)
from typing import TYPE_CHECKING, Any, Literal

from bot.knowledge.model import Operation  # noqa: TC001  (read at run time by the schema)
from bot.knowledge.rules import SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.actions.model import Instance
    from bot.ledger.model import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What is asked for, by whom and why."""

    __pydantic_config__ = SHAPE

    run_id: str
    """Constant over all attempts: do nothing twice for one run."""

    operation: Operation
    """check, start, reload or restart."""

    module: str
    """Campaign module, such as mta."""

    process: str
    """Its name in `nlserver pdump`, such as mta@prod."""

    instance: str
    """Id of the instance in the site file."""

    campaign: str
    """Name of the instance in Campaign, as behind the @ in mta@prod."""

    environment: str
    """Id of the environment in the site file."""

    requester: str
    """Slack user id, or `terminal`."""

    team: str | None = None
    """Slack workspace id; null from the terminal."""

    channel: str | None = None
    """Slack channel id; null from the terminal."""

    reason: str = ""
    """Free text of the requester: never let a shell or a template read it."""

    evidence: tuple[str, ...] = ()
    """Words of the report that led here; free text too."""

    callback: str | None = None
    """Where to report progress and result, if the outcome is awaited there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is sent where the site file gives no body of its own."""

    __pydantic_config__ = SHAPE

    type: Literal["action.requested"] = "action.requested"
    """Always action.requested."""

    timestamp: datetime
    """When it was asked for, in UTC."""

    data: Data
    """The request."""


PLACEHOLDERS = (*(each.name for each in fields(Data)), "timestamp")
"""What a body of the site's own can name in braces."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def body_of(request: Request, instance: Instance, process: str, callback: str | None = None) -> Body:
    """Return what a receiver has to know of a request.

    Args:
        request: what is asked for.
        instance: where.
        process: the module's name in that instance's `nlserver pdump`.
        callback: address at which the receiver reports the outcome.
    """
    place = request.place
    data = Data(
        run_id=request.run_id,
        operation=request.operation,
        module=request.module,
        process=process,
        instance=instance.id,
        campaign=instance.campaign,
        environment=instance.environment,
        requester=request.requester,
        team=place.team if place else None,
        channel=place.channel if place else None,
        reason=request.reason,
        evidence=request.evidence,
        callback=callback,
    )
    return Body(timestamp=request.asked_at, data=data)


def written(body: Body, template: Mapping[str, Any] | None = None) -> bytes:
    """Return the JSON to send: the documented object, or a template with its placeholders filled."""
    timestamp = body.timestamp.isoformat(timespec="seconds").replace("+00:00", "Z")
    data = asdict(body.data)
    if template is None:
        content: Any = {"type": body.type, "timestamp": timestamp, "data": data}
    else:
        content = _filled(template, {**data, "timestamp": timestamp})
    return json.dumps(content, separators=(",", ":")).encode()


def unknown_placeholders(template: Any) -> Iterator[str]:
    """Yield what a template names in braces that stands for nothing."""
    for text in strings(template):
        yield from (name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS)


def strings(template: Any) -> Iterator[str]:
    """Yield the texts of a template in which placeholders are filled."""
    if isinstance(template, str):
        yield template
    elif isinstance(template, (dict, list)):
        for each in template.values() if isinstance(template, dict) else template:
            yield from strings(each)


def _filled(template: Any, values: Mapping[str, Any]) -> Any:
    """Return a template with values in the place of `{names}`; what a value holds is never read as a template."""
    match template:
        case dict():
            return {key: _filled(each, values) for key, each in template.items()}
        case list():
            return [_filled(each, values) for each in template]
        case str():
            alone = _PLACEHOLDER.fullmatch(template)
            return values[alone[1]] if alone else _PLACEHOLDER.sub(lambda name: _as_text(values[name[1]]), template)
        case _:
            return template


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
