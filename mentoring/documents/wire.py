"""What the site and the press say to each other.

A request is a JSON object {"html": …, "styles": […]}; an answer is one letter, what came of it, and bytes.
Both are preceded by their length.
"""

import struct
from typing import IO

DONE, TOO_MUCH, FAILED = b"+", b"m", b"!"
LENGTH = struct.Struct(">I")


def send(pipe: IO[bytes], *parts: bytes) -> None:
    """Write one message, its length first."""
    pipe.write(LENGTH.pack(sum(map(len, parts))) + b"".join(parts))
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one message, or None when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = pipe.read(length)
    return body if len(body) == length else None
