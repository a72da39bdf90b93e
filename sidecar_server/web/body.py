"""The body of a call, read piece by piece and never beyond what is allowed."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message


async def read(request: Request, most: int) -> bytes | None:
    """Read a body of at most `most` bytes, None for a bigger one, whatever its headers say."""
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > most:
            return None
    return bytes(found)


def bounded(request: Request, most: int) -> Request:
    """Give the same call; whoever reads its body beyond `most` bytes answers 413."""
    left = most

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, "too much in one form")
        return message

    return Request(request.scope, receive)
