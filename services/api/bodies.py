"""Request bodies: only of the types that an address reads, and never more than its limit."""

from collections.abc import Collection
from email.message import Message
from typing import Final

from starlette.requests import Request

from services.api.access import listed
from services.api.refusals import BodyTooLarge, ContentTypeNotRead

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"


def content_type(request: Request, allowed: Collection[str]) -> str:
    """Return the media type of the body.

    Raises:
        ContentTypeNotRead: none, another one, in another character set, or packed.
    """
    stated = Message()
    stated["Content-Type"] = request.headers.get("content-type", "none/none")
    charset = str(stated.get_param("charset", "utf-8")).lower()
    kind = stated.get_content_type()
    if kind not in allowed or charset != "utf-8" or "content-encoding" in request.headers:
        raise ContentTypeNotRead(allowed=listed(allowed))
    return kind


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """Read the body; stop as soon as it is longer than the limit, whatever its length is said to be.

    Raises:
        BodyTooLarge: it is longer.
    """
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated) > limit_bytes:
        raise BodyTooLarge(limit_bytes=limit_bytes)
    chunks: list[bytes] = []
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > limit_bytes:
            raise BodyTooLarge(limit_bytes=limit_bytes)
        chunks.append(chunk)
    return b"".join(chunks)
