"""A zygote whose children misbehave as the file asks: started by the fault tests instead of `ocr.sandbox`."""

import os
import signal
import socket
import sys
import time

from ocr.sandbox import child
from ocr.sandbox.child import Files
from ocr.sandbox.wire import Job, write_json
from ocr.sandbox.zygote import main

MARK = b"\xff\xd8\xffPLANT:"


def do_as_planted(job: Job, files: Files) -> None:
    """Do the fault that the file names; open every other file as usual."""
    sent = os.pread(files.sent, 200, 0)
    if not sent.startswith(MARK):
        child.do_job(job, files)
        return
    _FAULTS[sent[len(MARK) :].decode()](files)


def _loop(_files: Files) -> None:
    while True:
        pass


def _sleep(_files: Files) -> None:
    time.sleep(600)


def _segfault(_files: Files) -> None:
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    signal.raise_signal(signal.SIGSEGV)


def _exit(_files: Files) -> None:
    os._exit(7)


def _eat(files: Files) -> None:
    try:
        held = [bytearray(64_000_000) for _ in range(100)]
        write_json(files.answer, {"ate": len(held)})
    except MemoryError:
        write_json(files.answer, {"failure": "TOO_LARGE"})


def _lie(files: Files) -> None:
    shape = {"width": 4000, "height": 4000, "image_width": 4000, "image_height": 4000, "offset": 0}
    write_json(files.answer, {"pages": [shape]})  # and no pixels


def _garbage(files: Files) -> None:
    os.pwrite(files.answer, b"\x80\x04\x95\x00" * 50, 0)


def _words(files: Files) -> None:
    os.pwrite(files.pixels, bytes(300), 0)
    shape = {"width": 10, "height": 10, "image_width": 10, "image_height": 10, "offset": 0}
    write_json(files.answer, {"pages": [shape]})
    write_json(files.words, [[0, "good", 1, 1, 5, 5], [9, "page", 1, 1, 5, 5], ["x"], [0, "nan", 1, 1, "5", 5], None])


def _reach_out(files: Files) -> None:
    done = []
    for name, attempt in {
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "fork": os.fork,
        "execute": lambda: os.execv("/bin/true", ["true"]),
        "write": lambda: open("/tmp/claimgate-sandbox-was-here", "w"),  # noqa: SIM115
        "kill": lambda: os.kill(os.getppid(), 0),
    }.items():
        try:
            attempt()
        except OSError:
            continue
        done.append(name)
    write_json(files.answer, {"failure": "NOT_OPENABLE"} if not done else {"done": done})


_FAULTS = {
    "loop": _loop,
    "sleep": _sleep,
    "segfault": _segfault,
    "exit": _exit,
    "eat": _eat,
    "lie": _lie,
    "garbage": _garbage,
    "words": _words,
    "reach out": _reach_out,
}

if __name__ == "__main__":
    main(sys.argv[1:], do_as_planted)
