"""What each step of our reader costs: CPU milliseconds a page, by wrapping its parts from outside.

`python -m tests.bench.steps MODELS FILE…` prints JSON. What a step calls counts as that step (a line that a second
look reads is the second look's), whatever no step claims is the rest. Here: the list of steps, the clock, the table.
Not here: the reader.
"""

import functools
import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.cpu import all_seconds, own_seconds

REST = "rest: kinds, fields, proofs"
STEPS: dict[str, tuple[str, ...]] = {
    "opening, in the sandbox": ("ocr.reader:Reader._open",),
    "laying flat, stamps off, steadying": (
        "ocr.shelf:SheetShelf.lay",
        "ocr.shelf:SheetShelf.sheet",
        "ocr.shelf:SheetShelf.unstamped",
        "ocr.shelf:SheetShelf.turn_over",
        "ocr.shelf:SheetShelf.steady",
        "ocr.reader:find_motion",
    ),
    "finding lines": ("ocr.engines.paddle:PaddleEngine.find_lines",),
    "reading lines": (
        "ocr.engines.paddle:PaddleEngine.read_lines",
        "ocr.engines.paddle:PaddleEngine.recognise",
        "ocr.engines.paddle:PaddleEngine.log_probabilities",
        "ocr.engines.read_twice:ReadTwice.read_lines",
        "ocr.engines.read_twice:ReadTwice.recognise",
        "ocr.engines.read_twice:ReadTwice.log_probabilities",
    ),
    "second looks": (
        "ocr.second_look:SecondLook.at",
        "ocr.reader:look_at_values",
        "ocr.reader:with_known_values",
        "ocr.reader:with_item_names",
        "ocr.reader:with_firm_words",
        "ocr.reader:open_questions",
    ),
    "asking for other papers' values": ("ocr.reader:Reader.ask",),
    "marks and names": ("ocr.reader:find_marks", "ocr.reader:match_names"),
    "alterations": ("ocr.reader:find_alterations",),
}
_WITH_CHILDREN = frozenset({"opening, in the sandbox"})


class Clock:
    """Adds up seconds by step; only the outermost step of a call counts."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = False

    def timed(self, step: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call with its seconds noted."""
        now = all_seconds if step in _WITH_CHILDREN else own_seconds

        @functools.wraps(call)
        def wrapped(*given: Any, **named: Any) -> Any:
            if self._inside:
                return call(*given, **named)
            self._inside, before = True, now()
            try:
                return call(*given, **named)
            finally:
                self._inside = False
                self.seconds[step] += now() - before

        return wrapped


def wrap_all(clock: Clock) -> None:
    """Put the clock around every step, for the rest of this process."""
    for step, names in STEPS.items():
        for name in names:
            owner, attribute = place_of(name)
            setattr(owner, attribute, clock.timed(step, getattr(owner, attribute)))


def place_of(name: str) -> tuple[Any, str]:
    """Return the module or class that holds a `module:Class.method` or `module:function`, and the last part."""
    module, _, path = name.partition(":")
    *outer, attribute = path.split(".")
    owner = functools.reduce(getattr, outer, importlib.import_module(module))
    getattr(owner, attribute)
    return owner, attribute


def of_pages(models: Path, files: Sequence[Path]) -> dict[str, float]:
    """Read files in a process of its own, one thread; return seconds a page by step, with `rest` and `all`."""
    command = [sys.executable, "-m", "tests.bench.steps", str(models), *map(str, files)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=True)
    seconds: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {step: total / len(files) for step, total in seconds.items()}


def measure(models: Path, files: Sequence[Path]) -> dict[str, float]:
    """Return seconds by step over all files; the weights and one warm-up page are not counted."""
    from ocr.expected import ExpectedNames
    from ocr.open_questions import asked_for
    from ocr.reader import Reader
    from validators.model.evidence import DocumentReading

    clock = Clock()
    wrap_all(clock)
    reader = Reader.start(models, 1)
    readings: list[DocumentReading] = []

    def read(file: Path) -> None:
        result = reader.read(file.name, [file.read_bytes()], declared=None, expected=ExpectedNames())
        reader.ask([one for _, one in asked_for(result.readings, result.questions, readings)])
        readings.extend(result.readings)  # as if all files were papers of one claim

    read(files[0])
    clock.seconds.clear()
    before = all_seconds()
    for file in files:
        read(file)
    total = all_seconds() - before
    reader.close()
    steps = {step: clock.seconds[step] for step in STEPS}
    return {**steps, REST: total - sum(steps.values()), "all": total}


def table(seconds: dict[str, float]) -> str:
    """Return the steps as Markdown."""
    out = ["| step | CPU ms a page | share |", "|---|---|---|"]
    for step, each in seconds.items():
        out.append(f"| {step} | {1000 * each:.0f} | {100 * each / seconds['all']:.0f} % |")
    return "\n".join(out)


if __name__ == "__main__":
    models, *files = sys.argv[1:]
    print(json.dumps(measure(Path(models), [Path(file) for file in files])))
