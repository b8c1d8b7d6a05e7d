"""The API process: one uvicorn server over the wired application.

Here: the socket, its limits, the file that says where we listen. Not here: routes (app.py).
"""

import os
import socket

import structlog
import uvicorn

from intake.app import build_app
from intake.http_head import BoundedHeadProtocol
from intake.settings import Settings, SettingsFault
from intake.wiring import wire
from ocr.sandbox.client import Sandbox, SandboxUnavailableError

log = structlog.get_logger()

ADDRESS_FILE = "address"  # in the home folder: host:port, for `demo` and for port 0
BACKLOG = 128


def run_api(settings: Settings) -> int:
    """Serve until told to stop."""
    listener = _listen(settings)
    service = wire(settings)
    sandbox = Sandbox()
    try:
        sandbox.start()
    except SandboxUnavailableError:
        log.error("sandbox.unavailable")  # headers are not looked at then; the worker's sandbox still opens everything
    app = build_app(service, sandbox)
    host, port = listener.getsockname()[:2]
    _write_address(settings, f"{host}:{port}")
    log.info("api.listening", port=port, pid=os.getpid())
    config = uvicorn.Config(
        app,
        log_config=None,  # the root logger of observability.py, which quotes nothing
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whose word about the client counts is a setting of ours (app.py)
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        limit_concurrency=200,
        http=BoundedHeadProtocol,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listener])
    sandbox.close()
    return 0


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Naming TCP lets asyncio switch off Nagle's delay on accepted sockets: without, each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        raise SettingsFault(f"CLAIMGATE_BIND {settings.host}:{settings.port} 不能使用（{error.strerror}）。") from None
    listener.listen(BACKLOG)
    listener.set_inheritable(False)
    return listener


def _write_address(settings: Settings, address: str) -> None:
    path = settings.home / ADDRESS_FILE
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(address, encoding="ascii")
    os.replace(draft, path)
