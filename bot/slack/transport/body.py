"""The whole body of a request, or why there is none."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web


class Unread(Exception):
    """A body is too large for the application, or was cut off."""

    def __init__(self, status: HTTPStatus, what: str) -> None:
        super().__init__(what)
        self.status = status
        self.what = what


async def body_of(request: web.Request) -> bytes:
    """Return all bytes of a body, however many pieces it comes in.

    Raises:
        Unread: with the status to answer.
    """
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Unread(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size") from None
    except ConnectionError:
        raise Unread(HTTPStatus.BAD_REQUEST, "cut off") from None
