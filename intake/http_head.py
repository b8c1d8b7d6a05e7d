"""The fast HTTP parser with a bound on what stands before a body.

Here: refusing a head that never ends; the parser itself keeps whatever is sent until a header is whole. Not here:
limits of bodies (access.gatekeeper, uploads).
"""

from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 65_536  # request line and headers; our longest head is a token of a few kilobytes


class BoundedHeadProtocol(HttpToolsProtocol):
    """Answers 400 and hangs up when a request's head grows beyond the bound."""

    max_head_bytes: ClassVar[int] = MAX_HEAD_BYTES
    _head_bytes = 0
    _in_body = False

    def data_received(self, data: bytes) -> None:
        """Take bytes; those that come before a head's end count."""
        if not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > self.max_head_bytes and not self._in_body and not self.transport.is_closing():
            self.send_400_response("Request head too large.")

    def on_headers_complete(self) -> None:
        """The head is whole: what follows is a body, or the next head."""
        self._in_body, self._head_bytes = True, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is whole: the next bytes begin a head."""
        self._in_body = False
        super().on_message_complete()
