"""Mutation testing of routing, gate and formats: `make bench-mutation`; names every mutant that no test kills.

Each mutant runs in a child of its own. A change inside a function is put into the loaded module after the tests are
collected, so that a mutant costs little more than its tests; a change outside of functions is imported afresh.
Usage: `python scripts/mutate.py [module file …]`; exit 1 below the wanted share.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]  # run from a checkout, installed or not

import pytest  # noqa: E402
from mutants import Mutant, mutants_of  # noqa: E402

UNIT = "tests/unit/validators"
TESTS = {
    "validators/routing.py": (f"{UNIT}/routing", "tests/properties/test_routing.py"),
    "validators/gate.py": (f"{UNIT}/gate/test_gate.py", f"{UNIT}/gate/test_gate_facts.py"),
    "validators/rules/gate.py": (f"{UNIT}/gate/test_gate.py",),
    "validators/gate_facts.py": (f"{UNIT}/gate/test_gate_facts.py",),
    "validators/attempt.py": (
        f"{UNIT}/gate/test_attempt.py",
        f"{UNIT}/gate/test_scenarios.py",
        f"{UNIT}/gate/test_paths.py",
    ),
}
FORMATS = (f"{UNIT}/formats", "tests/properties/test_formats.py")
WANTED = 0.90
LIMIT_S = 60  # a mutant that runs longer never ends: killed
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:timeout", "-W", "ignore")


def main() -> int:
    """Run all files, print survivors and shares; give 1 if less than the wanted share was killed."""
    began = time.monotonic()
    chosen = sys.argv[1:] or [*TESTS, *sorted(str(one.relative_to(ROOT)) for one in _format_files())]
    killed = total = 0
    for name in chosen:
        mutants = list(mutants_of((ROOT / name).read_text(encoding="utf-8")))
        alive = [mutants[at] for at in _survivors(name, mutants)]
        killed, total = killed + len(mutants) - len(alive), total + len(mutants)
        print(f"{name}: {len(mutants) - len(alive)} of {len(mutants)} killed", flush=True)
        for mutant in alive:
            print(f"    {name}:{mutant.line}  {mutant.what}", flush=True)
    share = killed / total if total else 1.0
    print(f"all: {killed} of {total} killed, {share:.1%}, in {time.monotonic() - began:.0f} s")
    return 0 if share >= WANTED else 1


def _format_files() -> Iterator[Path]:
    for path in (ROOT / "validators/formats").glob("*.py"):
        if path.name != "__init__.py":
            yield path


def _survivors(name: str, mutants: Sequence[Mutant]) -> list[int]:
    outside = [at for at, one in enumerate(mutants) if one.owner is None]
    alive = [at for at in outside if _child(lambda at=at: _import_afresh(name, mutants[at])) == 0]
    inside = [at for at, one in enumerate(mutants) if one.owner is not None]
    # What builds a table at import has run before its code is exchanged: survivors are tried once more, afresh.
    again = _inside_survivors(name, mutants, inside)
    alive += [at for at in again if _child(lambda at=at: _import_afresh(name, mutants[at])) == 0]
    return sorted(alive)


def _child(work: "types.FunctionType | object") -> int:
    """Run work in a fork that prints nothing; give its exit code, negative when a signal ended it."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        signal.alarm(LIMIT_S)
        os._exit(int(work()))  # type: ignore[operator]
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _tests_of(name: str) -> tuple[str, ...]:
    return TESTS.get(name, FORMATS)


def _module_of(name: str) -> str:
    return name.removesuffix(".py").replace("/", ".")


def _import_afresh(name: str, mutant: Mutant) -> int:
    code = compile(mutant.tree, str(ROOT / name), "exec")

    class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        """Gives the changed module in place of the real one."""

        def find_spec(
            self, fullname: str, path: object, target: object = None
        ) -> importlib.machinery.ModuleSpec | None:
            return importlib.util.spec_from_loader(fullname, self) if fullname == _module_of(name) else None

        def exec_module(self, module: types.ModuleType) -> None:
            exec(code, module.__dict__)  # noqa: S102 - our own source, changed in one place

    sys.meta_path.insert(0, Finder())
    return int(pytest.main([*OPTIONS, *_tests_of(name)]))


def _inside_survivors(name: str, mutants: Sequence[Mutant], places: list[int]) -> list[int]:
    """Collect the tests once in a child; it forks for every mutant and tells the survivors over a pipe."""
    reading, writing = os.pipe()

    def work() -> int:
        signal.alarm(0)
        loop = _Loop(name, mutants, places)
        code = int(pytest.main([*OPTIONS, *_tests_of(name)], plugins=[loop]))
        os.write(writing, " ".join(map(str, loop.alive)).encode() + b".")
        return code

    child = _child(work)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    if child != 0 or not told.endswith("."):
        raise SystemExit(f"{name}: the tests do not pass unchanged")
    return [int(one) for one in told[:-1].split()]


class _Loop:
    """Stands in for pytest's own loop: all tests unchanged once, then all of them for every mutant."""

    def __init__(self, name: str, mutants: Sequence[Mutant], places: list[int]) -> None:
        self._name, self._mutants, self._places = name, mutants, places
        self.alive: list[int] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if _child(lambda: _run(session.items)) != 0:
            raise pytest.UsageError("the tests do not pass unchanged")
        for at in self._places:
            if _child(lambda at=at: self._one(session.items, self._mutants[at])) == 0:
                self.alive.append(at)
        return True

    def _one(self, items: list[pytest.Item], mutant: Mutant) -> int:
        _put_in(_module_of(self._name), mutant)
        return _run(items)


def _run(items: list[pytest.Item]) -> int:
    from _pytest.runner import runtestprotocol

    for item in items:
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
            return 1
    return 0


def _put_in(module_name: str, mutant: Mutant) -> None:
    """Exchange the code of the one changed function in the loaded module."""
    module = sys.modules[module_name]
    fresh = types.ModuleType(module_name)
    fresh.__dict__.update({"__file__": module.__file__, "__name__": module_name})
    sys.modules[module_name] = fresh  # dataclasses look their module up
    try:
        exec(compile(mutant.tree, str(module.__file__), "exec"), fresh.__dict__)  # noqa: S102 - as above
    finally:
        sys.modules[module_name] = module
    assert mutant.owner is not None
    old, new = _plain(_find(module, mutant.owner)), _plain(_find(fresh, mutant.owner))
    assert isinstance(new.__code__, CodeType)
    old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def _find(module: types.ModuleType, owner: str) -> object:
    found: object = module
    for part in owner.split("."):
        found = vars(found)[part]
    return found


def _plain(found: object) -> types.FunctionType:
    inner = found.fget if isinstance(found, property) else found
    assert isinstance(inner, types.FunctionType), found
    return inner


if __name__ == "__main__":
    sys.exit(main())
