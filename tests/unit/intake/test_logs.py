"""No log line carries personal data, not even when a library or the interpreter tells of a crash."""

import subprocess
import sys

CANARY = "陈示例449900199003071016"

PROBE = f"""
import logging, threading
from intake.observability import set_up_logs
import structlog
set_up_logs("api")
structlog.get_logger().info("document.stored", document="d-1", worker_name="{CANARY}")
logging.getLogger("uvicorn.error").error("bad request of {CANARY}")
try:
    raise ValueError("{CANARY}")
except ValueError:
    logging.getLogger("celery").exception("task failed with {CANARY}")
thread = threading.Thread(target=lambda: int("{CANARY}"))
thread.start()
thread.join()
raise KeyError("{CANARY}")
"""


def test_no_line_quotes_content() -> None:
    """Own events keep only listed keys; libraries, threads and the last crash tell kind and place."""
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=False)
    told = done.stderr + done.stdout
    assert CANARY not in told
    assert "449900199003071016" not in told
    for expected in ("document.stored", "d-1", "uvicorn.error", "ValueError", "KeyError", "crashed"):
        assert expected in told
