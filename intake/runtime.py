"""What one API process holds while it runs: the service, the sandbox for headers, the doorbell.

Here: a small bag for endpoints. Not here: wiring (wiring.py).
"""

import threading
from dataclasses import dataclass, field

import structlog
from celery import Celery
from fastapi import Request

from intake.ringing import ring_pending
from intake.wiring import Service
from ocr.sandbox.client import Sandbox

log = structlog.get_logger()


@dataclass(slots=True)
class Runtime:
    """Held in `app.state`; endpoints get it from their request."""

    service: Service
    sandbox: Sandbox
    bell: Celery
    _wake: threading.Event = field(default_factory=threading.Event)
    _over: bool = False

    def ring_soon(self) -> None:
        """Have the doorbells of this moment rung, after the answer and in no request's time."""
        self._wake.set()

    def start(self) -> None:
        """Start the thread that rings."""
        threading.Thread(target=self._ring, name="bell", daemon=True).start()

    def stop(self) -> None:
        """Stop ringing; what waits is rung by the sweeper."""
        self._over = True
        self._wake.set()

    def _ring(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            if self._over:
                return
            try:
                ring_pending(self.service, self.bell)
            except Exception as error:  # noqa: BLE001 - the sweeper rings again; a lost ring must not end the thread
                log.warning("bell.failed", error=type(error).__name__)


def runtime_of(request: Request) -> Runtime:
    """Give the runtime of the application that answers this request."""
    runtime = request.app.state.runtime
    assert isinstance(runtime, Runtime)
    return runtime
