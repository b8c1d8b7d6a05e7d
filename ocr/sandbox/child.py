"""The life of one throw-away child: confine itself, open one file, write the answer, leave.

Here: the order of these steps. Not here: how a format is opened, how the child is watched.
"""

import contextlib
import os
from dataclasses import dataclass

from ocr.sandbox import confine, seccomp
from ocr.sandbox.images import look_at_image, open_image
from ocr.sandbox.pdf import PdfWord, look_at_pdf, open_pdf, read_words
from ocr.sandbox.pixels import PageWriter, Refused
from ocr.sandbox.wire import Job, write_json


@dataclass(frozen=True, slots=True)
class Files:
    """The memory files of one job: what was sent, the answer, the pixels, the words."""

    sent: int
    answer: int
    pixels: int
    words: int


def confine_child(parent: int, seconds: float) -> bool:
    """Bind the child to its parent and to its limits; True if the system-call filter is in force."""
    confine.die_with_parent(parent)
    confine.limit_resources(seconds)
    confine.drop_privileges()
    return seccomp.filter_calls()


def do_job(job: Job, files: Files) -> None:
    """Do the job and write its answer; a file that cannot be opened is an answer too."""
    try:
        if job.kind == "header":
            _look(job, files)
        else:
            _open(job, files)
    except Refused as refusal:
        write_json(files.answer, {"failure": refusal.code})
    except MemoryError:
        write_json(files.answer, {"failure": "TOO_LARGE"})
    except Exception:  # noqa: BLE001 - the edge: a stranger's file may raise anything, and its text stays in here
        write_json(files.answer, {"failure": "NOT_OPENABLE"})


def _sent(files: Files) -> bytes:
    return os.pread(files.sent, os.fstat(files.sent).st_size, 0)


def _look(job: Job, files: Files) -> None:
    data = _sent(files)
    width, height, pages = look_at_pdf(data) if job.format == "pdf" else look_at_image(data, job.format)
    write_json(files.answer, {"width": width, "height": height, "pages": pages})


def _open(job: Job, files: Files) -> None:
    data = _sent(files)
    writer = PageWriter(files.pixels)
    if job.format != "pdf":
        open_image(data, job.format, job.max_pages, writer)
        write_json(files.answer, {"pages": writer.pages})
        return
    with_text = open_pdf(data, job.max_pages, writer)
    write_json(files.answer, {"pages": writer.pages})  # from here on the pages are safe, whatever the text does
    words: list[PdfWord] = []
    with contextlib.suppress(BaseException):  # the edge: a text layer that fails is no text layer
        for found in read_words(data, writer, with_text, job.seconds):
            words += found
    write_json(files.words, words)
