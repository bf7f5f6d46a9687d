"""The guard over the network (tests/network.py) lets nothing out and leaves the machine itself alone."""

import socket
from contextlib import suppress

import pytest

from tests.network import SpokenOutsideError, refused

OUTSIDE = "192.0.2.1"


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection((OUTSIDE, 9), timeout=0.2),
        lambda: socket.create_connection(("school.example", 9), timeout=0.2),
        lambda: socket.getaddrinfo("school.example", 443),
        lambda: socket.gethostbyname("school.example"),
        lambda: socket.gethostbyaddr(OUTSIDE),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"?", (OUTSIDE, 53)),
        lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 9)),
    ],
    ids=["address", "name", "look-up", "old look-up", "whose address", "datagram", "address of six"],
)
def test_nobody_outside_is_reached(reach):
    with pytest.raises(SpokenOutsideError):
        reach()
    assert len(refused) == 1
    refused.clear()


def test_a_swallowed_refusal_is_remembered():
    with suppress(RuntimeError):
        socket.getaddrinfo("school.example", 443)
    assert refused == ["socket.getaddrinfo 'school.example'"]
    refused.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "localhost"])
def test_the_machine_itself_is_reached(host):
    with socket.create_server((socket.gethostbyname(host), 0)) as server:
        socket.create_connection((host, server.getsockname()[1]), timeout=30).close()


def test_a_socket_of_the_file_system_is_reached(tmp_path):
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
