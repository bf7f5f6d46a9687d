"""No test speaks to the outside: whatever this process wants to reach beyond the machine is refused and remembered.

Seen are the sockets of Python. A program that a test starts (gunicorn, Chromium, PostgreSQL) and a library that
opens sockets in C, as libpq does, are beyond its reach.
"""

import socket
import sys
from ipaddress import ip_address

# Events of the interpreter: those that bear a socket and its target, those that bear a name.
SENT = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
OWN_NAMES = {None, "", "localhost", socket.gethostname()}
refused: list[str] = []


class SpokenOutsideError(RuntimeError):
    """A test wanted to reach another machine."""


def is_own(address: object) -> bool:
    """Whether it is the loopback address or a name of this machine."""
    if isinstance(address, bytes):
        address = address.decode(errors="replace")
    try:
        return address in OWN_NAMES or ip_address(str(address)).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple) -> None:
    """Refuse what leaves the machine; a socket of the file system does not."""
    if event in LOOKED_UP:
        address = arguments[0]
    elif event in SENT and arguments[0].family in (socket.AF_INET, socket.AF_INET6):
        # A datagram of a socket that is connected already names nobody.
        address = arguments[1][0] if arguments[1] else None
    else:
        return
    if not is_own(address):
        refused.append(f"{event} {address!r}")
        raise SpokenOutsideError(refused[-1])


# For the rest of the process: the interpreter has no way to take a hook away.
sys.addaudithook(watch)
