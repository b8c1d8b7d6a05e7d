"""Starting one role of the service: settings, logs, lifeline, then the role itself."""

import signal
import threading

from intake.cli import UsageFault
from intake.lifeline import tie_to_parent
from intake.settings import Settings, SettingsFault, read_settings


def settings_or_usage() -> Settings:
    """Read the settings; what cannot be used is a usage error with one sentence."""
    try:
        return read_settings()
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None


def run_role(role: str) -> int:
    """Run api, worker or sweeper in this process."""
    tie_to_parent()
    settings = settings_or_usage()
    from intake.observability import set_up_logs

    set_up_logs(role)
    try:
        return _RUN[role](settings)
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None


def _api(settings: Settings) -> int:
    from intake.api_server import run_api

    return run_api(settings)


def _worker(settings: Settings) -> int:
    from intake.worker import run_worker

    return run_worker(settings)


def _sweeper(settings: Settings) -> int:
    from intake.sweeper import run_sweeper

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return run_sweeper(settings, stopping)


_RUN = {"api": _api, "worker": _worker, "sweeper": _sweeper}
