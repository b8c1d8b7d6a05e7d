"""Turn each check off in turn and see a test fail: `make bench-checks-off`; exit 1 if one is missed by nobody's test.

Each check runs in a child of its own, forked before any of our modules is imported: its function is replaced by one
that finds nothing, then the tests of rules and gate that name its code run until the first failure.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run from a checkout, installed or not
TESTS = ("tests/unit/validators/rules", "tests/unit/validators/gate/test_gate.py")
# The cheap version of this script would fail for every code; the real tests have to.
NOT_COUNTED = "tests/unit/validators/rules/test_each_check.py::test_the_row_comes_from_that_check_alone"
FAILED = 1  # pytest: some test failed


def main() -> int:
    """Print one line a check and the count; give 1 if a check may be off without any test failing."""
    began = time.monotonic()
    codes = [one for one in all_codes() if not sys.argv[1:] or one in sys.argv[1:]]
    missed = []
    for code in codes:
        outcome = run_without(code)
        print(f"{code}: {'seen' if outcome == FAILED else 'MISSED'}", flush=True)
        if outcome != FAILED:
            missed.append(code)
    print(f"{len(codes) - len(missed)} of {len(codes)} checks are missed by a test when off, {len(missed)} by none")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if missed else 0


def all_codes() -> list[str]:
    """Ask a child for the codes, so that this process imports nothing of ours."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        from validators.catalogue import CATALOGUE

        os.write(writing, " ".join(one.code for one in CATALOGUE).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return answer.read().split()


def run_without(code: str) -> int:
    """Run the tests that name a check in a child in which it is off; give pytest's exit code."""
    child = os.fork()
    if child == 0:
        os._exit(_in_child(code))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _in_child(code: str) -> int:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    import pytest

    _turn_off(code)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-k", code, "--deselect", NOT_COUNTED]
    return int(pytest.main([*options, *TESTS]))


def _turn_off(code: str) -> None:
    from validators import registry

    def finds_nothing(asked: object) -> object:
        return iter(())

    registry.PAPER_CHECKS = tuple(  # type: ignore[misc]
        registry.PaperCheck(code, finds_nothing) if one.code == code else one  # type: ignore[arg-type]
        for one in registry.PAPER_CHECKS
    )
    for name in ("CASE_CHECKS", "GATE_CHECKS"):
        rows = getattr(registry, name)
        setattr(registry, name, tuple((one, finds_nothing if one == code else run) for one, run in rows))


if __name__ == "__main__":
    sys.exit(main())
