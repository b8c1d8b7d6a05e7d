"""Free ports of the loopback interface for servers that cannot be asked to choose one."""

import contextlib
import socket


def free_ports(count: int) -> tuple[int, ...]:
    """Return distinct ports that were free a moment ago."""
    with contextlib.ExitStack() as open_sockets:
        found = []
        for _ in range(count):
            one = open_sockets.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            found.append(one.getsockname()[1])
    return tuple(found)
