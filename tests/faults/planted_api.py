"""An API process that dies by SIGKILL between the commit of its first gate event and the reply.

Run as a script with the service's environment; the fault is planted here and nowhere in the product.
"""

import os
import signal
import sys

import intake.idempotent
from intake.cli import main

_WAIT_FOR = os.environ["PLANTED_DEATH"]


class Dying:
    """Stands where the reply is made: the transaction is over by then."""

    def __new__(cls, body: bytes, *more: object) -> "Dying":
        """Die instead of replying once the file of the plan is there."""
        if os.path.exists(_WAIT_FOR):
            os.unlink(_WAIT_FOR)
            os.kill(os.getpid(), signal.SIGKILL)
        return _reply(body, *more)  # type: ignore[no-any-return, operator]


_reply = intake.idempotent.Response
intake.idempotent.Response = Dying  # type: ignore[assignment, misc]

if __name__ == "__main__":
    sys.exit(main(["api"]))
