"""The body of a call, read piece by piece and never beyond what is allowed."""

from starlette.requests import Request


async def read(request: Request, most: int) -> bytes | None:
    """Give a body of at most `most` bytes, None for a bigger one, whatever its headers say."""
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > most:
            return None
    return bytes(found)
