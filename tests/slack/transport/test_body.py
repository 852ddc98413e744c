"""Bodies of requests."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from bot.slack.transport.body import Unread, body_of

LARGEST = 16


@pytest.fixture
async def reader() -> StreamReader:
    """What arrives of a body."""
    loop = asyncio.get_running_loop()
    protocol = BaseProtocol(loop)
    protocol.connection_made(asyncio.Transport())
    return StreamReader(protocol, 2**16, loop=loop)


def reading(reader: StreamReader) -> asyncio.Task[bytes]:
    """Begin to read a body of at most 16 bytes."""
    return asyncio.ensure_future(body_of(make_mocked_request("POST", "/", payload=reader, client_max_size=LARGEST)))


async def test_a_body_that_comes_in_pieces_is_read_whole(reader: StreamReader) -> None:
    """A receiver writes its report as it likes."""
    task = reading(reader)
    for piece in (b"one ", b"two ", b"three"):
        reader.feed_data(piece)
        await asyncio.sleep(0)
    reader.feed_eof()

    assert await task == b"one two three"


async def test_a_body_that_is_too_large_is_not_read(reader: StreamReader) -> None:
    """The answer is 413."""
    reader.feed_data(b"x" * (LARGEST + 1))
    reader.feed_eof()

    with pytest.raises(Unread) as told:
        await reading(reader)

    assert told.value.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def test_a_body_that_is_cut_off_is_told(reader: StreamReader) -> None:
    """The answer is 400, if anybody still listens."""
    reader.feed_data(b"one ")
    reader.set_exception(ConnectionResetError())

    with pytest.raises(Unread) as told:
        await reading(reader)

    assert told.value.status == HTTPStatus.BAD_REQUEST
