"""Who may talk to the page's server: the browser of this machine, and of its pages only our own.

A page of another site could have its name lead to this machine (then `Host` is its name), or could send requests here
itself (then `Origin` is its own).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler, Middleware

LOOPBACK = "127.0.0.1"
HTTP_PORT = 80
_NAMES = (LOOPBACK, "localhost")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def of_this_machine(port: Callable[[], int]) -> Middleware:
    """Return what lets through nothing but requests to this machine by its own name.

    Args:
        port: returns the one that is listened on.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in _addresses(port()):
            return web.Response(status=HTTPStatus.FORBIDDEN, text="This page is for this machine alone.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return check


def _addresses(port: int) -> set[str]:
    """Return what a browser calls this machine; it leaves out the port that goes without saying."""
    return {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == HTTP_PORT else set())


def from_our_page(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return a handler that answers our own page alone; what is no browser has to say that it is none of another."""

    async def check(request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") != f"http://{request.host}":
            return web.Response(status=HTTPStatus.FORBIDDEN, text="This is for the page of this address alone.\n")
        return await handler(request)

    return check
